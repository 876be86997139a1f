import { type CalendarDate, formatMinor, isUuid, type Uuid } from "@innfri/kernel";
import { COUNTRIES, coverageState, lawInForce, lawPack, no, valueText } from "@innfri/law";
import { senderOf } from "@innfri/letters";
import { clockOf, dayIn, setBackText } from "../../clock.ts";
import { allCreditors, type Creditor, settingsOn } from "../../engine/creditors.ts";
import { letterOperatorOf } from "../../engine/letter-of.ts";
import type { Change } from "../../engine/rehearse-file.ts";
import { OPERATOR_TIME_ZONE } from "../../law/law-entries.ts";
import { sql, wake, withAuditor, withCreditor, withOperator } from "../../store/index.ts";
import { addAuditLine } from "../../usecases/audit-lines.ts";
import { ARRIVES, claimDeliveries, tellOfLetter } from "../../usecases/claim-deliveries.ts";
import { customersLeft } from "../../usecases/company-runs.ts";
import { listDeliveries } from "../../usecases/deliveries.ts";
import {
  confirmLaw,
  type LawProposal,
  listProposals,
  type Person,
  type ProposalOutcome,
  proposalById,
  proposeLaw,
  signedFile,
  withdrawLaw,
} from "../../usecases/law-proposals.ts";
import { readRuns } from "../../usecases/read-runs.ts";
import { type RehearsedClaim, rehearseLaw } from "../../usecases/rehearse-law.ts";
import type { Caller } from "../caller.ts";
import type { Answered, Handlers } from "../handler.ts";
import { Refused, refusal } from "../problem.ts";
import { claimOf, sentence } from "./claims.ts";
import { instantOf } from "./overview.ts";

type OperatorOperation =
  | "listAllRuns"
  | "retryRun"
  | "listDeliveries"
  | "listClaimDeliveries"
  | "settleDelivery"
  | "recordReturned"
  | "getLaw"
  | "listLawProposals"
  | "proposeLaw"
  | "confirmLaw"
  | "withdrawLaw"
  | "rehearseLaw"
  | "previewSender";

/** Below so many days a table is red on the wall. */
const VERY_SOON_DAYS = 14;
/** A rehearsal over HTTP looks at so many customers of a company. */
const MOST_CUSTOMERS = 200;

export const OPERATOR_HANDLERS: Pick<Handlers, OperatorOperation> = {
  listAllRuns: async ({ deployment, now }) => {
    const runs = await readRuns(deployment.auditor);
    const clocks = new Map(
      (await allCreditors(deployment.pool)).map((one) => [one.creditorId, setBackText(clockOf(one, now))]),
    );
    const aside = await withAuditor(deployment.auditor, (tx) =>
      tx.many<{ creditorId: Uuid; count: number }>(sql`
        select c.creditor_id as "creditorId", n.count from creditor c
        cross join lateral (select count(*)::int as count from claim_now
          where creditor_id = c.creditor_id and state = 'parked' and state <> 'open') n`),
    );
    const parkedAt = new Map(aside.map(({ creditorId, count }) => [creditorId, count]));
    return {
      body: {
        items: runs.map(({ perSecond: _, ...run }) => ({
          ...run,
          waitingForAPerson: parkedAt.get(run.creditorId) ?? 0,
          problem: clocks.get(run.creditorId) ?? null,
        })),
      },
    };
  },

  retryRun: async (tx, { creditor, caller, now }) => {
    const { creditorId } = creditor;
    const clock = clockOf(creditor, now);
    const problem = setBackText(clock);
    if (problem !== null) return refusal("refused", `${sentence(problem)} Nothing was done.`);
    if (creditor.isSandbox)
      return refusal(
        "refused",
        "A sandbox's days pass by command only: innfri run --until DAY. Nothing was done.",
      );
    await wake(tx, creditorId, "run");
    const line = { actor: caller.actor, act: "run-retried", subject: `company:${creditorId}`, creditorId };
    await addAuditLine(tx, line, now);
    return { body: { left: await customersLeft(tx, creditorId, clock.today) } };
  },

  listDeliveries: async ({ deployment, creditor, now }) => {
    const [found] = await listDeliveries(deployment, [creditor.creditorId], now);
    const { queued = 0, unknown = [], outages = [], unanswered = [], unreadable = [] } = found ?? {};
    return {
      body: {
        queued,
        unknown: unknown.map((one) => ({ ...one })),
        outages: outages.map(({ carrier, since, nextTryAt, problem }) => ({
          ...{ carrier, problem, since: instantOf(since), nextTryAt: instantOf(nextTryAt) },
        })),
        unanswered: unanswered.map((one) => ({ ...one, handedOverAt: instantOf(one.handedOverAt) })),
        unreadable: [...unreadable],
      },
    };
  },

  listClaimDeliveries: ({ deployment, creditor, params }) =>
    withCreditor(deployment.pool, creditor.creditorId, async (tx) => {
      const { claimId } = await claimOf(tx, creditor.creditorId, params.claimId);
      const items = await claimDeliveries(tx, creditor.creditorId, claimId);
      return {
        body: {
          items: items.map((one) => ({
            ...one,
            endedAt: one.endedAt === null ? null : instantOf(one.endedAt),
            deadlineRuns: ARRIVES.includes(one.state),
          })),
        },
      };
    }),

  settleDelivery: async (tx, { deployment, creditor, params, body, caller, now }) => {
    const messageId = letterOf(params.messageId);
    const word = body.left
      ? ({ messageId, kind: "left" } as const)
      : ({ messageId, kind: "not-left", reason: "a person found that it was not sent" } as const);
    const state = await tellOfLetter(deployment, creditor, word, now);
    if (state === null)
      return refusal("refused", "No letter of unknown outcome has this id here. Nothing was done.");
    await addAuditLine(
      tx,
      { ...saidOf("delivery-settled", messageId, creditor, caller), details: body },
      now,
    );
    return { body: { state } };
  },

  recordReturned: async (tx, { deployment, creditor, params, body, caller, now }) => {
    const messageId = letterOf(params.messageId);
    const word = { messageId, kind: "returned", reason: `a person recorded: ${body.reason}` } as const;
    const state = await tellOfLetter(deployment, creditor, word, now);
    if (state === null)
      return refusal(
        "refused",
        "No letter that left and was not back yet has this id here. Nothing was done.",
      );
    await addAuditLine(tx, saidOf("letter-returned", messageId, creditor, caller), now);
    return { body: { state } };
  },

  getLaw: async ({ now }) => {
    const today = dayIn(OPERATOR_TIME_ZONE, now);
    return {
      body: {
        today,
        tables: COUNTRIES.flatMap((country) =>
          lawPack(country).tables.map((one) => tableBody(one, country, today)),
        ),
        regimes: no.regimes.map(({ id, citation, from }) => ({
          ...{ id, act: citation },
          from: id === "NO-INKASSO-2026" ? lawInForce().newActFrom : from,
        })),
      },
    };
  },

  listLawProposals: ({ deployment, query, caller }) =>
    withOperator(deployment.pool, async (tx) => ({
      body: { items: (await listProposals(tx, query.limit)).map((one) => proposalBody(one, caller)) },
    })),

  proposeLaw: async (tx, { body, caller, now }) =>
    answered(await proposeLaw(tx, body.file, person(caller), now), caller),

  confirmLaw: async (tx, { deployment, params, caller, now }) =>
    answered(await confirmLaw(tx, deployment.enginePool, params.proposalId, person(caller), now), caller),

  withdrawLaw: async (tx, { params, caller, now }) =>
    answered(await withdrawLaw(tx, params.proposalId, person(caller), now), caller),

  rehearseLaw: async ({ deployment, creditor, params, query, now }) => {
    const proposal = await withOperator(deployment.pool, (tx) => proposalById(tx, params.proposalId));
    if (proposal === undefined) return notThere();
    const text = signedFile(proposal.file, proposal.proposedName);
    if (typeof text !== "string") return notThere();
    let customers = 0;
    let isCut = false;
    const onPage = (files: number) => {
      customers += files;
      if (customers < MOST_CUSTOMERS) return;
      isCut = true;
      return "enough" as const;
    };
    const rehearsal = await rehearseLaw(deployment, [text], now, { pageSize: MOST_CUSTOMERS, onPage });
    if (rehearsal.kind === "refused")
      return refusal(
        "refused",
        `${sentence(rehearsal.problems[0]?.what ?? "it does not hold")} Nothing was done.`,
      );
    if (rehearsal.kind === "nothing-new")
      return { body: { from: null, through: null, isCut: false, items: [] } };
    const items: RehearsedClaim[] = [];
    for await (const claim of rehearsal.claimsOf(creditor)) {
      if (items.length === query.limit) {
        isCut = true;
        break;
      }
      items.push(claim);
    }
    const { from, through } = rehearsal;
    return { body: { from, through, isCut, items: items.map(rehearsedBody) } };
  },

  previewSender: ({ deployment, creditor, query, now }) =>
    withCreditor(deployment.pool, creditor.creditorId, async (tx) => {
      const { country } = creditor;
      const settings = await settingsOn(tx, creditor.creditorId, clockOf(creditor, now).today);
      if (settings === undefined) return refusal("refused", "The company has no rules yet.");
      const brand = query.brand === undefined ? settings.brand : query.brand || null;
      const signs = letterOperatorOf(deployment.operator, { ...settings, brand });
      const head = senderOf(signs, country === "NO" ? "nb" : "sv", country === "NO" ? "no" : "se");
      return {
        body: {
          letter: { name: head.name, lines: [...head.lines] },
          email: { name: signs.brand ?? signs.name, address: signs.email },
        },
      };
    }),
};

function saidOf(act: string, messageId: Uuid, { creditorId }: Creditor, { actor }: Caller) {
  return { actor, act, subject: `message:${messageId}`, creditorId };
}

function letterOf(id: string): Uuid {
  if (isUuid(id)) return id;
  throw new Refused(refusal("not-found", "There is no such letter at this company."));
}

/** Two people are asked for, and a key is nobody. */
function person({ kind, actor, name }: Caller): Person {
  if (kind === "user") return { actor, name };
  throw new Refused(
    refusal(
      "refused",
      "New rows of the law take two people: sign in as a user, not by a key. Nothing was done.",
    ),
  );
}

function notThere() {
  return refusal("not-found", "There is no such proposal.");
}

function answered(outcome: ProposalOutcome | undefined, caller: Caller): Answered<"confirmLaw"> {
  if (outcome === undefined) return notThere();
  if (outcome.kind === "refused") return refusal("refused", `${sentence(outcome.reason)} Nothing was done.`);
  if (outcome.kind === "done") return { body: proposalBody(outcome.proposal, caller) };
  const errors = outcome.problems.slice(0, 20).map(({ where, what }) => ({ path: where, message: what }));
  return refusal("invalid", `${errors[0]!.path} ${errors[0]!.message}. Nothing of it was kept.`, { errors });
}

function proposalBody(one: LawProposal, { actor }: Caller) {
  return {
    id: one.proposalId,
    file: one.file,
    proposedBy: one.proposedName,
    proposedAt: instantOf(one.proposedAt),
    isMine: one.proposedBy === actor,
    decision: one.decision,
    decidedBy: one.decidedName,
    decidedAt: one.decidedAt === null ? null : instantOf(one.decidedAt),
  };
}

type Table = ReturnType<typeof lawPack>["tables"][number];

function tableBody(table: Table, country: "NO" | "SE", today: CalendarDate) {
  const { id, title, basis, rows, checkedThrough, loaded } = table;
  const last = rows.at(-1);
  const { kind, daysLeft } = coverageState(checkedThrough, today);
  const by = loaded?.at(-1);
  return {
    ...{ id, country, title, basis, rows: rows.length },
    lastFrom: last?.from ?? null,
    lastValue: last === undefined || last.value === null ? null : valueText(last.value),
    regulation: last?.regulation ?? null,
    sources: [...(last?.sources ?? [])],
    coveredThrough: checkedThrough,
    daysLeft,
    state: kind === "ends-soon" && daysLeft <= VERY_SOON_DAYS ? ("ends-very-soon" as const) : kind,
    enteredBy: by?.enteredBy ?? null,
    confirmedBy: by?.confirmedBy ?? null,
  };
}

function rehearsedBody({ claimId, invoiceNumber, changes }: RehearsedClaim) {
  return { claimId, invoiceNumber, changes: changes.map(changeBody) };
}

function changeBody(change: Change) {
  const plain = { kind: change.kind, on: change.on, step: "step" in change ? change.step : null };
  const minor = (amount: bigint | null) => (amount === null ? null : formatMinor(amount));
  switch (change.kind) {
    case "stops":
      return { ...plain, before: null, after: change.because.text };
    case "goes-on":
      return { ...plain, before: change.before.text, after: null };
    case "moves":
      return { ...plain, before: change.on, after: change.to };
    case "ends":
      return { ...plain, before: change.before.text, after: change.after.text };
    default:
      return { ...plain, before: minor(change.beforeMinor), after: minor(change.afterMinor) };
  }
}
