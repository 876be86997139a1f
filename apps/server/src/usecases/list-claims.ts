/** A creditor's claims, a page at a time, in one of a few orders and by filters that add up (S57, S59, S62). */
import type { CalendarDate, Currency, Uuid } from "@innfri/kernel";
import { HELD_FIRST, STAGES, type Stage } from "../engine/stage.ts";
import { heldBySql, heldSql, holdsOn, stageSql } from "../engine/stage-sql.ts";
import { prepared, type Tx } from "../store/index.ts";

export type ClaimRow = {
  readonly claimId: Uuid;
  readonly debtorId: Uuid;
  readonly invoiceNumber: string;
  readonly reference: string;
  readonly customerNumber: string;
  /** Null when the contact has been blanked. */
  readonly customerName: string | null;
  readonly department: string | null;
  readonly dueOn: CalendarDate;
  readonly currency: Currency;
  readonly principalMinor: bigint;
  readonly openMinor: bigint;
  readonly state: "open" | "parked" | "closed";
  readonly stage: Stage;
  readonly heldBy: string | null;
  /** The day on which a run looks at it next. */
  readonly nextLookOn: CalendarDate | null;
  readonly lastStep: string | null;
  readonly lastStepOn: CalendarDate | null;
  readonly closedOn: CalendarDate | null;
};

export type ClaimSort = "newest" | "oldest-due" | "latest-due" | "largest";

/** Where a page ended: the value of its sort, and the id. */
export type ClaimMark = { readonly value: string; readonly id: Uuid };

export type ClaimFilter = {
  readonly state: "open" | "parked" | "closed" | null;
  readonly stage: Stage | null;
  readonly lastStep: string | null;
  readonly department: string | null;
  readonly customerNumber: string | null;
  readonly dueBefore: CalendarDate | null;
  readonly dueFrom: CalendarDate | null;
  readonly leastMinor: bigint | null;
  readonly mostMinor: bigint | null;
  /** An invoice's number, a payment reference or a customer's number, whole. */
  readonly search: string | null;
};

type PageAsked = {
  readonly filter: ClaimFilter;
  readonly sort: ClaimSort | "stage";
  readonly after: ClaimMark | null;
  readonly limit: number;
  readonly today: CalendarDate;
};

/** A page, and where the next one begins; null says that this was the last. */
export async function claimPage(
  tx: Tx,
  creditorId: Uuid,
  { sort, limit, ...asked }: PageAsked,
): Promise<{ readonly rows: readonly ClaimRow[]; readonly next: ClaimMark | null }> {
  const found = await (sort === "stage"
    ? byStage(tx, creditorId, { ...asked, limit: limit + 1 })
    : listClaims(tx, creditorId, { ...asked, sort, limit: limit + 1 }));
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return { rows, next: found.length > limit && last !== undefined ? markOf(last, sort) : null };
}

/** One stage after the other, each along its index. */
async function byStage(
  tx: Tx,
  creditorId: Uuid,
  { filter, after, limit, today }: Omit<PageAsked, "sort">,
): Promise<ClaimRow[]> {
  const rows: ClaimRow[] = [];
  const from = after === null ? 0 : STAGES.indexOf(after.value as Stage);
  for (const stage of STAGES.slice(from)) {
    if (filter.stage !== null && filter.stage !== stage) continue;
    const mark = after !== null && stage === after.value ? { value: "", id: after.id } : null;
    const more = {
      filter: { ...filter, stage },
      sort: "newest",
      after: mark,
      limit: limit - rows.length,
      today,
    } as const;
    rows.push(...(await listClaims(tx, creditorId, more)));
    if (rows.length >= limit) break;
  }
  return rows;
}

/** Up to `limit` claims after a mark. */
async function listClaims(
  tx: Tx,
  creditorId: Uuid,
  request: {
    readonly filter: ClaimFilter;
    readonly sort: ClaimSort;
    readonly after: ClaimMark | null;
    readonly limit: number;
    readonly today: CalendarDate;
  },
): Promise<ClaimRow[]> {
  const { filter, sort, today } = request;
  const values = valuesOf(creditorId, request);
  const from = await whereToLook(tx, creditorId, filter, sort, today);
  return tx.many<ClaimRow>({ ...STATEMENTS[from][sort], values });
}

function valuesOf(
  creditorId: Uuid,
  { filter: f, after, limit, today }: Omit<PageAsked, "sort">,
): readonly unknown[] {
  return [
    ...[creditorId, after?.id ?? null, after?.value ?? null, limit, f.state, f.lastStep, f.department],
    ...[f.customerNumber, f.dueBefore, f.dueFrom, f.leastMinor, f.mostMinor, f.search],
    ...[f.stage, today],
  ];
}

type Source = keyof typeof SOURCES;

/** What has a name or is seldom is looked up; the rest is met soon enough on the way along an order. */
async function whereToLook(
  tx: Tx,
  creditorId: Uuid,
  filter: ClaimFilter,
  sort: ClaimSort,
  today: CalendarDate,
): Promise<Source> {
  const { state, search, customerNumber, department, lastStep, stage } = filter;
  if (search !== null || customerNumber !== null) return "named";
  if (stage !== null && stage !== "parked") {
    const isByHolds = BY_HOLDS.has(stage);
    if (isByHolds && (await isSeldom(tx, "held", creditorId, stage, today))) return "held";
    // Along its index a stage has an order of its own, however many there are.
    if (!isByHolds && (sort === "oldest-due" || sort === "latest-due")) return "due";
    if (!isByHolds && (await isSeldom(tx, "stage", creditorId, stage, today))) return "stage";
  }
  if (stage === "parked" && (await isSeldom(tx, "state", creditorId, stage))) return "parked";
  if (state === "parked" || state === "closed")
    if (await isSeldom(tx, "state", creditorId, state)) return "state";
  if (department !== null && (await isSeldom(tx, "department", creditorId, department))) return "department";
  if (lastStep !== null && (await isSeldom(tx, "step", creditorId, lastStep))) return "step";
  return "all";
}

/** So many are sorted for each page; of more, a page is met sooner among all others. */
const SELDOM = 5_000;

async function isSeldom(
  tx: Tx,
  of: keyof typeof COUNTS,
  creditorId: Uuid,
  value: string,
  today?: CalendarDate,
): Promise<boolean> {
  const values = today === undefined ? [creditorId, value] : [creditorId, value, today];
  const { count } = await tx.one<{ count: number }>({ ...COUNTS[of], values });
  return count <= SELDOM;
}

/** Stages that a hold can make of a claim, alone or beside its chain. */
export const BY_HOLDS: ReadonlySet<Stage> = new Set(HELD_FIRST);

const COUNTS = {
  state: upToSeldom("claim_now where creditor_id = $1::uuid and state = $2 and state <> 'open'"),
  department: upToSeldom(
    "invoice where creditor_id = $1::uuid and data ->> 'department' = $2 and version_no = 1",
  ),
  step: upToSeldom("step where creditor_id = $1::uuid and kind = $2"),
  stage: upToSeldom(`claim_now where ${ofStage("$2", "$3")}`),
  held: upToSeldom(`(${heldIds("$2", "$3")}) of_holds`),
} as const;

/** Of `claim_now n`: whether it can stand there, before what holds it is looked at. */
function mayBe(stage: string): string {
  return `(${stage} in ('payment-plan', 'on-hold', 'legal', 'monitoring', 'parked')
    or n.stage = case when ${stage} in ('not-due', 'overdue') then 'waiting' else ${stage} end)`;
}

/** What the chain has made of a claim, by the index on it. */
export function ofStage(stage: string, day: string): string {
  return `creditor_id = $1::uuid
    and stage = case when ${stage} in ('not-due', 'overdue') then 'waiting' else ${stage} end
    and due_on >= case when ${stage} = 'not-due' then ${day}::date else '-infinity' end
    and due_on < case when ${stage} = 'overdue' then ${day}::date else 'infinity' end`;
}

function heldIds(stage: string, day: string): string {
  return `select b.claim_id from (select debtor_id, claim_id as only_id from hold
      where creditor_id = $1::uuid and ${holdsOn(`${day}::date`)}) a
    join claim b on b.creditor_id = $1::uuid and b.debtor_id = a.debtor_id and (a.only_id is null or b.claim_id = a.only_id)
    union all select claim_id from claim_now where ${ofStage(stage, day)}`;
}

function upToSeldom(from: string) {
  return prepared(`select count(*)::int as count from (select from ${from} limit ${SELDOM + 1}) few`);
}

function markOf(row: ClaimRow, sort: PageAsked["sort"]): ClaimMark {
  const { claimId: id, dueOn, principalMinor, stage } = row;
  if (sort === "stage") return { value: stage, id };
  if (sort === "newest") return { value: "", id };
  return { value: sort === "largest" ? String(principalMinor) : dueOn, id };
}

// What is read along an order of its own ends with the page; of the rest, what was found is sorted.
const SOURCES = {
  // Each order goes along an index of `claim`, and the end of the page ends the walk.
  all: "claim",
  named: ofClaims(`
      select claim_id from claim where creditor_id = $1::uuid and reference = $13
      union all select b.claim_id from invoice a join claim b using (creditor_id, invoice_id)
        where creditor_id = $1::uuid and a.number = $13
      union all select b.claim_id from debtor a join claim b using (creditor_id, debtor_id)
        where creditor_id = $1::uuid and a.customer_number in ($13, $8)`),
  state: ofClaims(
    "select claim_id from claim_now where creditor_id = $1::uuid and state = $5 and state <> 'open'",
  ),
  department: ofClaims(`
      select b.claim_id from invoice a join claim b using (creditor_id, invoice_id)
      where creditor_id = $1::uuid and a.data ->> 'department' = $7 and a.version_no = 1`),
  step: ofClaims("select claim_id from step where creditor_id = $1::uuid and kind = $6"),
  parked: ofClaims("select claim_id from claim_now where creditor_id = $1::uuid and state = 'parked'"),
  stage: ofClaims(`select claim_id from claim_now where ${ofStage("$14", "$15")}`),
  due: "",
  held: ofClaims(heldIds("$14", "$15")),
} as const;

function ofClaims(ids: string): string {
  return `(select * from claim where creditor_id = $1::uuid and claim_id in (${ids}) offset 0) claim`;
}

/** What is asked of a claim on the way, beside what its own row says. */
const MEETS = [
  "$5::text is null or n.state = $5",
  `$14::text is null or ${mayBe("$14")}`,
  "$6::text is null or s.kind = $6",
  "$7::text is null or i.data ->> 'department' = $7",
  "$8::text is null or d.customer_number = $8",
  "$13::text is null or i.number = $13 or c.reference = $13 or d.customer_number = $13",
  `$14::text is null or ${stageSql("$15::date")} = $14`,
]
  // Where few can be expected to meet it, the planner reads and sorts all claims rather than walk along their order until
  // the page is full, which is what makes it quick. Of a `case` it expects every other row.
  .map((one) => `case when ${one} then true else false end`)
  .join(" and ");

const STATEMENTS = {
  all: statementsFrom("all"),
  named: statementsFrom("named"),
  state: statementsFrom("state"),
  department: statementsFrom("department"),
  step: statementsFrom("step"),
  parked: statementsFrom("parked"),
  stage: statementsFrom("stage"),
  due: statementsFrom("due"),
  held: statementsFrom("held"),
} as const satisfies Readonly<Record<Source, unknown>>;

function statementsFrom(source: Source) {
  return {
    newest: statement(source, "$3::text is not null and claim_id < $2::uuid", "claim_id desc"),
    "oldest-due": statement(source, "(due_on, claim_id) > ($3::date, $2::uuid)", "due_on, claim_id"),
    "latest-due": statement(
      source,
      "(due_on, claim_id) < ($3::date, $2::uuid)",
      "due_on desc, claim_id desc",
    ),
    largest: statement(
      source,
      "(principal_minor, claim_id) < ($3::bigint, $2::uuid)",
      "principal_minor desc, claim_id desc",
    ),
  } as const satisfies Readonly<Record<ClaimSort, unknown>>;
}

/** The claims of a source that come after the mark, in their order. */
function inOrder(source: Source, isAfter: string, order: string): string {
  const size = `($11::bigint is null or principal_minor >= $11::bigint)
      and ($12::bigint is null or principal_minor <= $12::bigint)`;
  const rest = `($2::uuid is null or (${isAfter}))
      and ($9::date is null or due_on < $9::date) and ($10::date is null or due_on >= $10::date)`;
  if (source === "due")
    return `select o.* from (select claim_id from claim_now where ${ofStage("$14", "$15")} and ${rest}
        order by ${order} offset 0) a
      cross join lateral (select * from claim where creditor_id = $1::uuid and claim_id = a.claim_id and ${size} offset 0) o`;
  return `select * from ${SOURCES[source]} where creditor_id = $1::uuid and ${rest} and ${size} order by ${order} offset 0`;
}

function statement(source: Source, isAfter: string, order: string) {
  return prepared(`
    select c.claim_id as "claimId", c.debtor_id as "debtorId", i.number as "invoiceNumber", c.reference,
      d.customer_number as "customerNumber", k.data ->> 'name' as "customerName",
      i.data ->> 'department' as department, c.due_on as "dueOn", c.currency, c.principal_minor as "principalMinor",
      n.open_principal_minor + n.open_interest_minor + n.open_costs_minor as "openMinor", n.state,
      ${stageSql("$15::date")} as stage, ${heldBySql(`h."heldBy"`)} as "heldBy", f.next_look_on as "nextLookOn", s.kind as "lastStep", s.taken_on as "lastStepOn", n.closed_on as "closedOn"
    from (${inOrder(source, isAfter, order)}) c
    cross join lateral (select * from claim_now
      where creditor_id = $1::uuid and claim_id = c.claim_id offset 0) n
    cross join lateral (select number, data from invoice
      where creditor_id = $1::uuid and invoice_id = c.invoice_id and version_no = 1 offset 0) i
    cross join lateral (select customer_number from debtor
      where creditor_id = $1::uuid and debtor_id = c.debtor_id offset 0) d
    left join lateral (select next_look_on from file
      where creditor_id = $1::uuid and debtor_id = c.debtor_id offset 0) f on n.state = 'open'
    left join lateral (${heldSql({ creditor: "$1::uuid", debtor: "c.debtor_id", claim: "c.claim_id", day: "$15::date" })}) h
      on n.state = 'open'
    left join lateral (select data from contact where creditor_id = $1::uuid and debtor_id = c.debtor_id
      order by valid_from_on desc, contact_id desc limit 1) k on true
    left join lateral (select kind, taken_on from step
      where creditor_id = $1::uuid and claim_id = c.claim_id order by ordinal desc limit 1) s on true
    where ${MEETS}
    limit $4::int`);
}
