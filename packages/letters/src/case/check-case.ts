/** Is an exported case what was written? Every check by itself, with nothing but the export: no network, no database. */
import { CASE_FORMAT, type CaseExport, type CaseJson, type CaseRoot } from "./case-export.ts";
import { bytesOf, plainCanonical, plainSha256, treeRoot } from "./plain-hash.ts";

export const CASE_CHECKS = [
  "format",
  "claim",
  "invoices",
  "chain",
  "head",
  "letters",
  "letter-sums",
  "steps",
  "entries",
  "open",
  "payments",
  "root",
  "operator-root",
  "published",
] as const;
export type CaseCheck = (typeof CASE_CHECKS)[number];

/**
 * `holds`: looked at and right. `broken`: looked at and wrong. `untold`: there is nothing to look at, or not yet; `count`
 * says how much was looked at, or what is not covered.
 */
export type CheckResult = {
  readonly check: CaseCheck;
  readonly outcome: "holds" | "broken" | "untold";
  readonly count: number;
  /** Where it is broken, or the root that is meant. */
  readonly at: string;
};

type Found = Omit<CheckResult, "check">;

const holds = (count: number, at = ""): Found => ({ outcome: "holds", count, at });
const broken = (at: string): Found => ({ outcome: "broken", count: 0, at });
const untold = (count = 0, at = ""): Found => ({ outcome: "untold", count, at });

/** `published` is a root as somebody has it from elsewhere; empty where nobody has given one. */
export function checkCase(given: unknown, published = ""): readonly CheckResult[] {
  const exported = given as CaseExport;
  const looks: Readonly<Record<CaseCheck, () => Found>> = {
    format: () => (exported.format === CASE_FORMAT ? holds(1) : broken(String(exported.format))),
    claim: () => claimIsFirst(exported),
    invoices: () => invoicesHash(exported),
    chain: () => chainHashes(exported),
    head: () => headIsLast(exported),
    letters: () => lettersHash(exported),
    "letter-sums": () => lettersAddUp(exported),
    steps: () => stepsAreTold(exported),
    entries: () => entriesBalance(exported),
    open: () => openIsPosted(exported),
    payments: () => paymentsAgree(exported),
    root: () => rootCovers(exported),
    "operator-root": () => operatorCovers(exported),
    published: () => isPublished(exported, published),
  };
  return CASE_CHECKS.map((check) => {
    try {
      return { check, ...looks[check]() };
    } catch {
      // What is not there, or is something else than it should be, has no hash.
      return { check, ...broken("") };
    }
  });
}

function firstHash({ claim, invoices }: CaseExport): string {
  const [invoice] = invoices;
  return plainSha256(
    plainCanonical({
      claim: claim.id,
      principal: claim.principal,
      currency: claim.currency,
      dueOn: claim.dueOn,
      reference: claim.reference,
      invoice: invoice?.versionNo === 1 ? invoice.hash : "",
    }),
  );
}

function linkHash(
  exported: CaseExport,
  previous: string,
  { seq, kind, happenedOn, recordedAt, actor, data }: CaseExport["events"][number],
): string {
  const head = plainCanonical([exported.claim.id, seq, kind, happenedOn, recordedAt, actor]);
  return plainSha256(bytesOf(previous), head, "\n", plainCanonical(data));
}

function claimIsFirst(exported: CaseExport): Found {
  const [first] = exported.events;
  if (first?.seq !== 1) return broken("1");
  return linkHash(exported, firstHash(exported), first) === first.hash ? holds(1) : broken("1");
}

function invoicesHash({ invoices }: CaseExport): Found {
  const tried = invoices.filter(({ salt }) => salt !== null);
  for (const { salt, data, hash, versionNo } of tried)
    if (plainSha256(bytesOf(salt!), plainCanonical(data)) !== hash) return broken(String(versionNo));
  return tried.length === 0 ? untold(invoices.length) : holds(tried.length);
}

function chainHashes(exported: CaseExport): Found {
  let previous: string | undefined;
  for (const [i, event] of exported.events.entries()) {
    if (event.seq !== i + 1) return broken(String(i + 1));
    // The first link is looked at with the claim's own row.
    if (previous !== undefined && linkHash(exported, previous, event) !== event.hash)
      return broken(String(event.seq));
    previous = event.hash;
  }
  return exported.events.length === 0 ? broken("1") : holds(exported.events.length);
}

function headIsLast({ events, now }: CaseExport): Found {
  const last = events.at(-1);
  return last?.seq === now.headSeq && last.hash === now.headHash ? holds(1) : broken(String(now.headSeq));
}

function lettersHash({ documents, parts, events }: CaseExport): Found {
  const hashes = new Map<string, string>();
  for (const [name, part] of Object.entries(parts))
    if (plainSha256(plainCanonical(part)) !== name) return broken(name);
  for (const { id, data, derivations, hash } of documents) {
    if (plainSha256(plainCanonical(data), "\n", plainCanonical(derivations)) !== hash) return broken(id);
    const named = [data.letterhead, ...(derivations as readonly Basis[]).map((one) => one?.basis)];
    if (named.some((name) => name !== undefined && !Object.hasOwn(parts, String(name)))) return broken(id);
    hashes.set(id, hash);
  }
  const told = events.filter(({ kind }) => kind === "letter");
  for (const { seq, data } of told)
    if (hashes.get(String(data.document)) !== data.documentHash) return broken(String(seq));
  if (told.length < documents.length) return broken("");
  return documents.length === 0 ? untold() : holds(documents.length);
}

type Basis = { readonly basis?: string } | null;
type Line = { readonly item: string; readonly amount: string };

function lettersAddUp({ documents, events }: CaseExport): Found {
  for (const { id, data } of documents) {
    const lines = data.lines as unknown as readonly Line[];
    const sum = lines.reduce((all, { amount }) => all + minorOf(amount), 0n);
    if (sum !== minorOf(data.total as string)) return broken(id);
    for (const event of events)
      if (event.kind === "letter" && event.data.document === id && event.data.total !== data.total)
        return broken(String(event.seq));
  }
  return documents.length === 0 ? untold() : holds(documents.length);
}

function stepsAreTold({ steps, events }: CaseExport): Found {
  const told = events.filter(({ kind }) => kind === "letter" || kind === "step");
  const named = (ordinal: CaseJson | undefined, document: CaseJson | undefined) =>
    `${String(ordinal)} ${String(document ?? null)}`;
  const inChain = told.map(({ data }) => named(data.ordinal, data.document)).sort();
  const taken = steps.map(({ ordinal, document }) => named(ordinal, document)).sort();
  if (inChain.join("\n") !== taken.join("\n")) return broken("");
  return steps.length === 0 ? untold() : holds(steps.length);
}

function entriesBalance({ entries }: CaseExport): Found {
  for (const [i, { entryNo, postings }] of entries.entries()) {
    if (entryNo !== i + 1) return broken(String(i + 1));
    if (postings.reduce((sum, { amount }) => sum + BigInt(amount), 0n) !== 0n) return broken(String(entryNo));
  }
  return entries.length === 0 ? untold() : holds(entries.length);
}

const RECEIVABLE = "assets:receivable:";

/** What is open on each item, by the books. */
export function openItems({ entries }: Pick<CaseExport, "entries">): ReadonlyMap<string, bigint> {
  const open = new Map<string, bigint>();
  for (const { postings } of entries)
    for (const { account, amount } of postings) {
      if (!account.startsWith(RECEIVABLE)) continue;
      const item = account.slice(RECEIVABLE.length);
      open.set(item, (open.get(item) ?? 0n) + BigInt(amount));
    }
  return open;
}

function openIsPosted(exported: CaseExport): Found {
  const items = openItems(exported);
  const { openPrincipal, openInterest, openCosts } = exported.now;
  const principal = items.get("principal") ?? 0n;
  const interest = items.get("interest") ?? 0n;
  // What the creditor owes an agency is no part of what the debtor owes.
  const all = [...items].reduce((sum, [item, minor]) => (item === "creditor" ? sum : sum + minor), 0n);
  if (principal !== BigInt(openPrincipal)) return broken("principal");
  if (interest !== BigInt(openInterest)) return broken("interest");
  return all - principal - interest === BigInt(openCosts) ? holds(exported.entries.length) : broken("costs");
}

/** The chain, the division of the payments and the books each tell what money closed. */
function paymentsAgree({ events, payments, entries }: CaseExport): Found {
  const [told, divided, booked] = [new Sums(), new Sums(), new Sums()];
  for (const { kind, data } of events) {
    if (kind !== "payment" && kind !== "payment-reversed") continue;
    for (const { item, amount } of data.lines as unknown as readonly Line[])
      told.add(data.entry, item, minorOf(amount));
  }
  for (const { allocations } of payments)
    for (const { entryNo, item, amount } of allocations) divided.add(entryNo, item, BigInt(amount));
  for (const { entryNo, kind, source, postings } of entries) {
    const isPayment = typeof source === "object" && source !== null && "payment" in source;
    if (kind !== "allocation" && !(kind === "reversal" && isPayment)) continue;
    for (const { account, amount } of postings)
      if (account.startsWith(RECEIVABLE))
        booked.add(entryNo, account.slice(RECEIVABLE.length), -BigInt(amount));
  }
  if (told.text() !== divided.text()) return broken("chain");
  if (divided.text() !== booked.text()) return broken("books");
  return payments.length === 0 ? untold() : holds(payments.length);
}

class Sums {
  readonly #sums = new Map<string, bigint>();

  add(entry: CaseJson | undefined, item: string, minor: bigint): void {
    const key = `${String(entry)} ${item}`;
    this.#sums.set(key, (this.#sums.get(key) ?? 0n) + minor);
  }

  text(): string {
    return [...this.#sums]
      .filter(([, minor]) => minor !== 0n)
      .map(([key, minor]) => `${key} ${minor}`)
      .sort()
      .join("\n");
  }
}

function dailyHash(creditor: string, { on, previous, chains, events, tree }: CaseRoot): string {
  return plainSha256(plainCanonical({ creditor, on, previous, chains, events, tree }));
}

/** `count` is how many events are younger than the root. */
function rootCovers({ proof, events, claim, creditor }: CaseExport): Found {
  if (proof === null) return untold(events.length);
  const { chain, day } = proof;
  const head = events.find(({ seq }) => seq === chain.seq);
  if (head?.hash !== chain.hash) return broken(day.on);
  if (treeRoot(plainCanonical([claim.id, chain.seq, chain.hash]), day.path) !== day.tree)
    return broken(day.on);
  if (dailyHash(creditor.id, day) !== day.root) return broken(day.on);
  return holds(events.length - chain.seq, `${day.on} ${day.root}`);
}

function operatorCovers({ proof, creditor, operator }: CaseExport): Found {
  if (proof?.operator == null) return untold();
  const { day, later, operator: over } = proof;
  let newest: CaseRoot = day;
  for (const root of later) {
    if (root.previous !== newest.root || dailyHash(creditor.id, root) !== root.root) return broken(root.on);
    newest = root;
  }
  const { on, previous, creditors, tree, root, path } = over;
  if (treeRoot(plainCanonical([creditor.id, newest.on, newest.root]), path) !== tree) return broken(on);
  const hash = plainSha256(plainCanonical({ operator: operator.id, on, previous, creditors, tree }));
  return hash === root ? holds(creditors, `${on} ${root}`) : broken(on);
}

function isPublished({ proof }: CaseExport, published: string): Found {
  const wanted = published.toLowerCase().replace(/\s/g, "");
  if (wanted === "") return untold();
  if (proof === null) return broken("");
  const known = [proof.day, ...proof.later, ...(proof.operator === null ? [] : [proof.operator])];
  const found = known.find(({ root }) => root === wanted);
  return found === undefined ? broken("") : holds(1, found.on);
}

/** `38.00` as 3800. */
function minorOf(decimal: string): bigint {
  if (!/^-?\d+\.\d\d$/.test(decimal)) throw new RangeError("not an amount");
  return BigInt(decimal.replace(".", ""));
}
