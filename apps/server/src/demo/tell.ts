/** Tells what became of a claim, in lines that fit a terminal: read from the store, not remembered. */
import { formatMinor, minorFromDecimal, type Uuid } from "@innfri/kernel";
import { allCreditors } from "../engine/creditors.ts";
import { findClaim } from "../engine/find-claim.ts";
import type { Installation } from "../installation.ts";
import { sql, withCreditor } from "../store/index.ts";

type Lived = { readonly on: string; readonly kind: string; readonly data: Readonly<Record<string, unknown>> };
type Standing = {
  readonly customer: string;
  readonly currency: string;
  readonly principalMinor: bigint;
  readonly dueOn: string;
  readonly state: string;
  readonly openMinor: bigint;
};

/** The story of one claim: a heading, a line for each thing that happened, and how it stands. */
export async function storyOf(installation: Installation, title: string, invoice: string): Promise<string[]> {
  const found = await findClaim(installation.pool, invoice);
  if (found.kind !== "found") throw new Error(`there is no one claim for invoice ${invoice}`);
  const { creditor, claimId } = found.claim;
  const { standing, lived } = await withCreditor(installation.pool, creditor.creditorId, async (tx) => ({
    standing: await tx.one<Standing>(sql`
      select coalesce(k.data->>'name', d.customer_number) as customer, c.currency, c.principal_minor as "principalMinor",
        c.due_on as "dueOn", n.state,
        n.open_principal_minor + n.open_interest_minor + n.open_costs_minor as "openMinor"
      from claim c join claim_now n on n.creditor_id = c.creditor_id and n.claim_id = c.claim_id
      join debtor d on d.creditor_id = c.creditor_id and d.debtor_id = c.debtor_id
      join contact k on k.creditor_id = c.creditor_id and k.debtor_id = c.debtor_id
      where c.creditor_id = ${creditor.creditorId}::uuid and c.claim_id = ${claimId}::uuid`),
    lived: await tx.many<Lived>(sql`
      select happened_on as on, kind, data from event
      where creditor_id = ${creditor.creditorId}::uuid and claim_id = ${claimId}::uuid order by seq`),
  }));
  const { customer, currency, principalMinor, dueOn } = standing;
  const heading = `${title}: invoice ${invoice}, ${customer}, ${formatMinor(principalMinor)} ${currency}, due ${dueOn}`;
  return [heading, ...lived.flatMap((event) => lineOf(event, currency))];
}

function lineOf({ on, kind, data }: Lived, currency: string): string[] {
  const line = (text: string) => [`  ${on}  ${text}`];
  const sum = (value: unknown) => `${String(value)} ${currency}`;
  switch (kind) {
    case "letter":
      return line(
        `${String(data.letter)} for ${sum(data.total)}${chargesText(data)}, to be paid by ${String(data.payBy)}`,
      );
    case "step":
      return line(`${stepText(String(data.step), data.choice)}${chargesText(data)}`);
    case "payment":
      return line(`paid ${sum(formatMinor(paidMinor(data)))}`);
    case "proposed":
      return line(
        data.closesOn === null
          ? `the creditor is asked: ${String(data.step)}`
          : `on the collection list, which closes ${String(data.closesOn)} at 08:00`,
      );
    case "approved":
      return line(data.by === "silence" ? "nobody stopped it on the list" : "the creditor agreed");
    case "stopped":
      return line("stopped by the creditor: nothing more is sent");
    case "waiver":
      return line(`${sum(data.amount)} of interest since the letter is waived (${String(data.rule)})`);
    case "closed":
      return line("closed: nothing is owed");
    default:
      return [];
  }
}

const STEPS: Readonly<Record<string, string>> = {
  "follow-up": "a case handler follows up",
  heavy: "recovery costs become heavy",
  solvency: "the decision is taken",
};

function stepText(step: string, choice: unknown): string {
  const text = STEPS[step] ?? step;
  return choice === undefined ? text : `${text}: ${String(choice)}`;
}

function chargesText(data: Readonly<Record<string, unknown>>): string {
  const charges = (data.charges ?? []) as readonly { readonly item: string; readonly amount: string }[];
  return charges.map(({ item, amount }) => ` (${item} ${amount})`).join("");
}

function paidMinor(data: Readonly<Record<string, unknown>>): bigint {
  const lines = (data.lines ?? []) as readonly { readonly amount: string }[];
  return lines.reduce((sum, { amount }) => sum + minorFromDecimal(amount), 0n);
}

/** Where the letters lie, whether the books balance, and what to try next. */
export async function endingOf(
  installation: Installation,
  outboxes: (installation: Installation, creditorIds: readonly Uuid[]) => Promise<string[]>,
  tookMs: number,
): Promise<string> {
  const creditors = await allCreditors(installation.pool);
  const folders = await outboxes(
    installation,
    creditors.map(({ creditorId }) => creditorId),
  );
  let entries = 0n;
  let sum = 0n;
  for (const { creditorId } of creditors) {
    const books = await withCreditor(installation.pool, creditorId, (tx) =>
      tx.one<{ entries: bigint; sum: bigint }>(sql`
        select count(distinct (journal_id, entry_no)) as entries, coalesce(sum(amount_minor), 0)::bigint as sum
        from posting where creditor_id = ${creditorId}::uuid`),
    );
    entries += books.entries;
    sum += books.sum;
  }
  return [
    `The letters lie in  ${folders.join("\n                    ")}`,
    `The books balance   ${entries} entries, their postings sum to ${formatMinor(sum)}`,
    `Took ${(tookMs / 1000).toFixed(1)} s. Look further:`,
    `  npx innfri show 10481 --data ${installation.directory}`,
    `  npx innfri preview --on 2026-08-03 --data ${installation.directory}`,
  ].join("\n");
}
