/**
 * A letter as the engine writes it of a file that has come further than its letters go: after a plan, a heavy day, a
 * legal step. No plan sends one today; the second mind must know every row that it would have.
 */
import { accountOn, type Decision, type StoredEvent, statementOn } from "@innfri/claims";
import { addDays, type CalendarDate, date, minorFromDecimal } from "@innfri/kernel";
import { letterDataOf } from "./letter-of.ts";
import { factsOf, type LoadedFile } from "./load-files.ts";
import type { WorldLetter } from "./test-letters.ts";

export type LaterLetter = {
  /** A letter of the same kind to the same debtor, from before. */
  readonly like: WorldLetter;
  /** What is known of the file before the letter. */
  readonly file: LoadedFile;
  readonly on: string;
  /** The claim that it is about, where it is not about all that the earlier one was. */
  readonly only?: string;
  /** What it charges on the first of its claims, in Sweden. */
  readonly fee?: string;
};

const TERM_DAYS = 14;

export function laterLetter({ like, file, on: day, only, fee }: LaterLetter): WorldLetter {
  const { operator, creditor, settings, data } = like;
  const chosen = file.claims.find(({ invoice }) => invoice.number === only);
  const covered = chosen === undefined ? like.covered : [chosen.claimId];
  const on = date(day);
  const channel = data.channel === "email" ? "email" : "post";
  const payBy = day === like.on ? date(data.payBy) : addDays(on, TERM_DAYS);
  const facts = factsOf(file, { country: creditor.country, operator: operator.kind })!;
  const account = accountOn(facts, on);
  const posted =
    fee === undefined
      ? []
      : [{ item: "recovery-costs" as const, claim: covered[0]!, minor: minorFromDecimal(fee) }];
  const sent = { kind: "letter", letter: "demand", on, payBy, fee: "standard", receivedOn: null } as const;
  account.apply({ ...sent, claims: covered, posted });
  const statement = statementOn(account, covered, on);
  const sumOn = (when: CalendarDate) => covered.reduce((sum, ref) => sum + account.openOn(ref, when), 0n);
  const decision = {
    kind: "take",
    step: "demand",
    letter: "demand",
    claims: covered,
    payBy,
    charges: posted,
    channels: [channel],
    statement,
    asks: statement,
    leavesOut: [],
    corrects: [],
    payByTotalMinor: sumOn(payBy),
    because: { rule: "test", text: "" },
  } as unknown as Decision & { kind: "take"; payBy: CalendarDate };
  const letter = letterDataOf({ operator, creditor, settings }, file, decision, channel);
  return { ...like, data: letter, on, covered, facts, claims: file.claims, file };
}

/** The file with more on the chain of its first claim. */
export function withMore(file: LoadedFile, kind: string, on: string, data: StoredEvent["data"]): LoadedFile {
  const [{ claimId }] = file.claims as [LoadedFile["claims"][number]];
  const own = file.events.filter(({ claim }) => claim === claimId);
  const seq = Math.max(1, ...own.map((event) => event.seq)) + 1;
  return { ...file, events: [...file.events, { claim: claimId, seq, kind, on: date(on), data }] };
}
