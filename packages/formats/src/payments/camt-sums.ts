/** The sums a camt statement states about itself, its balances and its summary, held against its entries. */
import { formatMinor } from "@innfri/kernel";
import type { StatementContext } from "./camt-entry.ts";
import { amountOf, type Direction, directionOf, minorOf, signed } from "./camt-fields.ts";
import type { OpenBatch, RecordSink } from "./record-sink.ts";
import { childrenOf, descend, textAt, type XmlNode } from "./xml-slices.ts";

type Balance = { readonly minor: bigint; readonly currency: string | undefined };
type Tally = { count: number; minor: bigint };
type SideTallies = { readonly credit: Tally; readonly debit: Tally };
export type SumsPlace = {
  readonly batch: OpenBatch;
  readonly path: string;
  readonly isPaged: boolean;
  readonly wantsBalances: boolean;
};

export class CamtSums {
  private readonly booked: SideTallies = emptyTallies();
  private readonly all: SideTallies = emptyTallies();
  private readonly balances = new Map<string, Balance>();
  private readonly entryCurrencies = new Set<string>();
  private summary: XmlNode | undefined;

  entry(minor: bigint, currency: string, direction: Direction, isBooked: boolean): void {
    if (this.entryCurrencies.size < 10) this.entryCurrencies.add(currency);
    for (const tallies of isBooked ? [this.all, this.booked] : [this.all]) {
      tallies[direction].count += 1;
      tallies[direction].minor += minor;
    }
  }

  part(node: XmlNode, sink: RecordSink, context: StatementContext | undefined, path: string): void {
    if (context === undefined) return;
    if (node.name === "TxsSummry") this.summary ??= node;
    else this.balance(node, sink, context.batch, path);
  }

  check(sink: RecordSink, place: SumsPlace): void {
    this.checkSummary(sink, place);
    if (place.wantsBalances) this.checkBalances(sink, place);
  }

  private balance(node: XmlNode, sink: RecordSink, batch: OpenBatch, path: string) {
    const kind = textAt(node, "Tp/CdOrPrtry/Cd") ?? "";
    if (!["OPBD", "PRCD", "CLBD", "ITBD"].includes(kind)) return;
    const amount = amountOf(childrenOf(node, "Amt")[0]);
    const direction = directionOf(node);
    if (amount === undefined || direction === undefined)
      return sink.fail(batch, "amount", `the balance ${kind} cannot be read`, path);
    const balance = { minor: signed(amount.minor, direction), currency: amount.currency };
    // Pages begin and end with an interim balance: the first opens the page, the last closes it.
    const key = kind === "ITBD" && this.balances.has("ITBD") ? "ITBD last" : kind;
    if (key === kind && this.balances.has(kind))
      return sink.warn("balancesNotChecked", `the balance ${kind} occurs twice: the first counts`, path);
    this.balances.set(key, balance);
  }

  private checkBalances(sink: RecordSink, place: SumsPlace) {
    const get = (kind: string) => this.balances.get(kind);
    const opening = get("OPBD") ?? get("PRCD") ?? get("ITBD");
    const interimClosing = get("ITBD last") ?? ((get("OPBD") ?? get("PRCD")) ? get("ITBD") : undefined);
    const closing = get("CLBD") ?? interimClosing;
    const previous = get("PRCD");
    if (opening === undefined || closing === undefined)
      return sink.warn(
        "balancesNotChecked",
        "there is no opening or no closing balance to check",
        place.path,
      );
    const currencies = new Set([opening.currency, closing.currency, ...this.entryCurrencies]);
    if (currencies.size > 1)
      return sink.warn("balancesNotChecked", "balances and entries are in different currencies", place.path);
    const reached = opening.minor + this.booked.credit.minor - this.booked.debit.minor;
    if (previous !== undefined && previous.minor !== opening.minor)
      this.tell(
        sink,
        place,
        `the previous closing balance ${formatMinor(previous.minor)} is not the opening balance`,
      );
    if (reached !== closing.minor)
      this.tell(
        sink,
        place,
        `opening balance and entries make ${formatMinor(reached)}, the closing balance is ${formatMinor(closing.minor)}`,
      );
  }

  // Some banks repeat the statement's balances on each page, so a page that does not balance is only remarked.
  private tell(sink: RecordSink, place: SumsPlace, message: string): void {
    if (place.isPaged) sink.warn("balanceMismatch", message, place.path);
    else sink.fail(place.batch, "balanceMismatch", message, place.path);
  }

  private checkSummary(sink: RecordSink, place: SumsPlace): void {
    const { summary } = this;
    if (summary === undefined) return;
    // The summary counts all entries with some banks and the booked ones with others.
    const problems = [this.all, this.booked].map((tallies) => summaryProblems(summary, tallies));
    const found = problems.find((list) => list.length === 0) ?? problems[0] ?? [];
    for (const { code, message } of found) {
      if (place.isPaged) sink.warn(code, message, `${place.path}/TxsSummry`);
      else sink.fail(place.batch, code, message, `${place.path}/TxsSummry`);
    }
  }
}

type Problem = { readonly code: "countMismatch" | "sumMismatch"; readonly message: string };

function summaryProblems(summary: XmlNode, tallies: SideTallies): readonly Problem[] {
  const { credit, debit } = tallies;
  const both = { count: credit.count + debit.count, minor: credit.minor + debit.minor };
  const total = descend(summary, "TtlNtries");
  return [
    ...groupProblems(total, "entries", both),
    ...groupProblems(descend(summary, "TtlCdtNtries"), "credits", credit),
    ...groupProblems(descend(summary, "TtlDbtNtries"), "debits", debit),
    ...netProblems(total, credit.minor - debit.minor),
  ];
}

function groupProblems(group: XmlNode | undefined, what: string, tally: Tally): readonly Problem[] {
  const count = textAt(group, "NbOfNtries");
  const sum = textAt(group, "Sum");
  const problems: Problem[] = [];
  if (count !== undefined && (!/^\d+$/.test(count) || Number(count) !== tally.count))
    problems.push({
      code: "countMismatch",
      message: `the summary counts ${count} ${what}, there are ${tally.count}`,
    });
  if (sum !== undefined && minorOf(sum) !== tally.minor)
    problems.push({
      code: "sumMismatch",
      message: `the summary of the ${what} is ${sum}, they add up to ${formatMinor(tally.minor)}`,
    });
  return problems;
}

/** Up to version 02 the net amount and its direction stand in the group itself, later in an element of their own. */
function netProblems(total: XmlNode | undefined, netMinor: bigint): readonly Problem[] {
  const own = descend(total, "TtlNetNtry");
  const text = textAt(own, "Amt") ?? textAt(total, "TtlNetNtryAmt");
  if (text === undefined) return [];
  const stated = minorOf(text);
  const direction = directionOf(own ?? total);
  const sameSize = stated !== undefined && (stated === netMinor || stated === -netMinor);
  const sameSide = direction === undefined || netMinor === 0n || (direction === "credit") === netMinor > 0n;
  if (sameSize && sameSide) return [];
  return [
    {
      code: "sumMismatch",
      message: `the summary's net is ${text}, the entries make ${formatMinor(netMinor)}`,
    },
  ];
}

function emptyTallies(): SideTallies {
  return { credit: { count: 0, minor: 0n }, debit: { count: 0, minor: 0n } };
}
