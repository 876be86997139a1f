/** Does the process work, and who answers how fast? (S71, S72, S73 income, S122) */
import { prepared } from "../store/index.ts";
import { amount, oneDecimal, percent, type Report } from "./report.ts";

const ANSWERS = prepared(`
  with asked as (
    select o.objection_id, coalesce(o.reason, 'none given') as reason, min(s.taken_on) as on
    from objection o join objection_step s on s.creditor_id = o.creditor_id and s.objection_id = o.objection_id
    where o.creditor_id = $1::uuid and s.kind = 'asked' group by 1, 2
    having min(s.taken_on) between $2::date and $3::date),
  answered as (
    select a.*, (select min(taken_on) from objection_step s where s.creditor_id = $1::uuid
      and s.objection_id = a.objection_id and s.kind in ('agreed', 'rejected')) - a.on as days
    from asked a)
  select reason as key, count(*)::int as objections, count(days)::int as answered, avg(days)::float8 as mean,
    percentile_cont(0.5) within group (order by days) as middle
  from answered group by 1 order by 2 desc, 1`);

export const objectionAnswers: Report = {
  question: "How fast do we answer objections?",
  definition:
    "Objections that the company was asked to answer in the period, by reason: days from being asked to agreeing or rejecting. Those without an answer are counted and have no days yet.",
  ask: async (tx, { creditorId, from, to }) => {
    const rows = await tx.many<{
      key: string;
      objections: number;
      answered: number;
      mean: number | null;
      middle: number | null;
    }>({ ...ANSWERS, values: [creditorId, from, to] });
    return {
      n: rows.reduce((sum, { objections }) => sum + objections, 0),
      columns: [
        { name: "reason", kind: "text" },
        { name: "objections", kind: "count" },
        { name: "answered", kind: "count" },
        { name: "meanDays", kind: "days" },
        { name: "middleDays", kind: "days" },
      ],
      rows: rows.map(({ key, objections, answered, mean, middle }) => [
        ...[key, String(objections), String(answered), oneDecimal(mean), oneDecimal(middle)],
      ]),
    };
  },
};

const ACTS = prepared(`
  select kind as key, count(*)::int as acts,
    count(*) filter (where actor in ('engine', 'outbox', 'import', 'payment', 'objections', 'retention'))::int as automatic,
    count(*) filter (where actor like 'key:%')::int as systems,
    count(*) filter (where actor = 'debtor')::int as debtors
  from event
  where creditor_id = $1::uuid and recorded_at >= $2::date and recorded_at < $3::date + 1
  group by 1 order by 2 desc, 1`);

export const automation: Report = {
  question: "How much is done without anybody's hands?",
  definition:
    "What was written on claims' chains in the period, by kind: by Innfri itself (daily runs, deliveries, imports and bank files), by other systems with a key, by debtors, and by people. The share is of all but the debtors'.",
  ask: async (tx, { creditorId, from, to }) => {
    const rows = await tx.many<{
      key: string;
      acts: number;
      automatic: number;
      systems: number;
      debtors: number;
    }>({ ...ACTS, values: [creditorId, from, to] });
    const all = rows.reduce(
      (sum, one) => ({
        key: "all",
        acts: sum.acts + one.acts,
        automatic: sum.automatic + one.automatic,
        systems: sum.systems + one.systems,
        debtors: sum.debtors + one.debtors,
      }),
      { key: "all", acts: 0, automatic: 0, systems: 0, debtors: 0 },
    );
    return {
      n: all.acts,
      columns: [
        { name: "act", kind: "text" },
        { name: "acts", kind: "count" },
        { name: "byItself", kind: "count" },
        { name: "byOtherSystems", kind: "count" },
        { name: "byDebtors", kind: "count" },
        { name: "byPeople", kind: "count" },
        { name: "byItselfShare", kind: "percent" },
      ],
      rows: [all, ...rows].map(({ key, acts, automatic, systems, debtors }) => [
        ...[key, String(acts), String(automatic), String(systems), String(debtors)],
        String(acts - automatic - systems - debtors),
        percent(automatic, acts - debtors),
      ]),
    };
  },
};

const BOOKS = prepared(`
  select case account when 'income:agreement-price' then 'expenses:agreement-price' else account end as key, currency,
    sum(case account when 'income:agreement-price' then -amount_minor else amount_minor end)::bigint as minor,
    count(*)::int as entries
  from posting
  where creditor_id = $1::uuid and booked_on between $2::date and $3::date
    and (account like 'income:%' or account like 'expenses:%')
  group by 1, 2 order by 1, 2`);

export const incomeAndCost: Report = {
  question: "What has following up brought in, and what did it cost?",
  definition:
    "The income and expense accounts of the company's books, of what was booked in the period. Income is shown as a positive amount, and so is expense. What the company owes the operator by their agreement is the operator's income and the company's expense.",
  ask: async (tx, { creditorId, from, to }) => {
    const rows = await tx.many<{ key: string; currency: string; minor: bigint; entries: number }>({
      ...BOOKS,
      values: [creditorId, from, to],
    });
    return {
      n: rows.reduce((sum, { entries }) => sum + entries, 0),
      columns: [
        { name: "account", kind: "text" },
        { name: "currency", kind: "text" },
        { name: "entries", kind: "count" },
        { name: "amount", kind: "amount" },
      ],
      rows: rows.map(({ key, currency, minor, entries }) => [
        ...[key, currency, String(entries), amount(key.startsWith("income:") ? -minor : minor)],
      ]),
    };
  },
};

/** In its own thread a side writes to the operator; what it wrote in the other one is for whose that is. */
const READER = "case m.written_by when m.thread then 'operator' else m.thread end";
const REPLIES = prepared(`
  select m.written_by || ' to ' || ${READER} as key,
    count(*)::int as messages, count(r.at)::int as answered,
    percentile_cont(0.5) within group (order by extract(epoch from r.at - m.sent_at) / 3600.0) as middle,
    percentile_cont(0.9) within group (order by extract(epoch from r.at - m.sent_at) / 3600.0) as slow
  from claim_message m
  left join lateral (select min(sent_at) as at from claim_message a
    where a.creditor_id = $1::uuid and a.claim_id = m.claim_id and a.thread = m.thread
      and a.message_no > m.message_no and a.written_by = ${READER}) r on true
  where m.creditor_id = $1::uuid and m.sent_at >= $2::date and m.sent_at < $3::date + 1
    -- What goes on with what the same side wrote before waits for the same answer.
    and not exists (select from claim_message b where b.creditor_id = $1::uuid and b.claim_id = m.claim_id
      and b.thread = m.thread and b.message_no = m.message_no - 1
      and b.written_by = m.written_by)
  group by 1 order by 1`);

export const answerTimes: Report = {
  question: "How long does somebody who writes wait for an answer?",
  definition:
    "Messages of the period that await an answer, by who wrote and to whom: hours until the other side wrote, the middle one and the one that nine of ten are within. Several in a row count as one.",
  ask: async (tx, { creditorId, from, to }) => {
    const rows = await tx.many<{
      key: string;
      messages: number;
      answered: number;
      middle: number | null;
      slow: number | null;
    }>({ ...REPLIES, values: [creditorId, from, to] });
    return {
      n: rows.reduce((sum, { messages }) => sum + messages, 0),
      columns: [
        { name: "messages", kind: "text" },
        { name: "sent", kind: "count" },
        { name: "answered", kind: "count" },
        { name: "middleHours", kind: "hours" },
        { name: "nineOfTenWithinHours", kind: "hours" },
      ],
      rows: rows.map(({ key, messages, answered, middle, slow }) => [
        ...[key, String(messages), String(answered), oneDecimal(middle), oneDecimal(slow)],
      ]),
    };
  },
};

const SCORES = prepared(`
  select s.score::text as key, count(g.claim_id)::int as answers from generate_series(1, 5) s(score)
  left join satisfaction g on g.creditor_id = $1::uuid and g.score = s.score and g.given_on between $2::date and $3::date
  group by s.score order by s.score`);

export const satisfaction: Report = {
  question: "How do customers feel treated?",
  definition:
    "The answers of the period to one question, asked of a debtor once a claim has ended: how it was treated, from 1 (badly) to 5 (well). One answer a claim, and nobody has to give one.",
  ask: async (tx, { creditorId, from, to }) => {
    const rows = await tx.many<{ key: string; answers: number }>({
      ...SCORES,
      values: [creditorId, from, to],
    });
    const n = rows.reduce((sum, { answers }) => sum + answers, 0);
    const total = rows.reduce((sum, { key, answers }) => sum + Number(key) * answers, 0);
    return {
      n,
      columns: [
        { name: "score", kind: "text" },
        { name: "answers", kind: "count" },
        { name: "share", kind: "percent" },
      ],
      rows: [
        ...rows.map(({ key, answers }) => [key, String(answers), percent(answers, n)]),
        ...(n === 0 ? [] : [[`mean ${(total / n).toFixed(1)}`, String(n), null]]),
      ],
    };
  },
};
