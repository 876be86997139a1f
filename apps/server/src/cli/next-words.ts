/** What comes next for a claim, in plain words: where it stands, what a person must do, and the days to come. */
import {
  type Because,
  type Coming,
  type Decision,
  deadlinesOf,
  type PaymentOrderDeadline,
  paymentOrderOf,
  standingOf,
} from "@innfri/claims";
import { formatMinor } from "@innfri/kernel";
import { citationText, RULES } from "@innfri/law";
import { shownInstant } from "../clock.ts";
import { closingInstant } from "../engine/write-approvals.ts";
import type { ClaimView } from "../usecases/show-claim.ts";
import { holdWord, stepWord } from "./step-words.ts";

/** Where the claim stands, and what a person can do about it. */
export function standingWords(view: ClaimView): string {
  const { claim, now } = view;
  if (claim.state === "closed") return `It was closed on ${claim.closedOn}: nothing more comes.`;
  if (claim.state === "parked") return parkedWords(view);
  if (now === null) return "It waits until its creditor's rules are complete: innfri creditor set.";
  const name = claim.invoice.number;
  switch (now.kind) {
    case "take":
      return `The ${takenWord(now)} is due: the next run does it.`;
    case "ask":
      return now.step === "collection-list"
        ? "It is due for the collection list: the next run puts it there."
        : `The ${stepWord(now.step)} is due: the next run proposes it.`;
    case "close":
      return `${sentence(now.because.text)}: the next run closes it.`;
    case "park":
      return `The next run sets it aside for a person: ${now.because.text}.`;
    case "held":
      if (now.by === "disputed" && now.because.rule !== "plan.hold") {
        const what =
          now.because.rule === "no.objection.partial"
            ? `${partWords(now.because)}. Nothing goes on`
            : "Disputed: nothing goes on";
        const settle = `innfri object ${name} --resolve withdrawn|accepted|groundless.`;
        return [`${what} until the objection is settled: ${settle}`, ...orderDeadlines(view)].join(" ");
      }
      if (now.by === "legal" && view.holds.length === 0)
        return `${sentence(now.because.text)}: what happens now is the authority's. ${authorityWords(view, name)}`;
      return heldWords(now.by, now.until, now.because.text, name);
    case "wait":
      return now.because.rule === "plan.approval" ? waitingWords(view) : dueWords(now, view);
  }
}

/** What is known of the authority's case, what is left to somebody until when, and how to say what comes of it. */
function authorityWords(view: ClaimView, name: string): string {
  if (view.creditor.country !== "SE") return `What it decides: innfri record ${name} --decision --on DATE.`;
  const record = `What it tells: innfri record ${name} --state STATE or --decision, with --on DATE.`;
  return [...orderDeadlines(view), record].join(" ");
}

/** What is left to somebody until when, by where a payment order stands. */
function orderDeadlines({ events, claim }: ClaimView): string[] {
  const standing = standingOf(paymentOrderOf(events, claim.claimId));
  return (standing === undefined ? [] : deadlinesOf(standing)).map(
    ({ what, on, rule }) => `${DEADLINE_WORDS[what]} by ${on} (${citationText(RULES[rule].citation)}).`,
  );
}

const DEADLINE_WORDS: Readonly<Record<PaymentOrderDeadline["what"], string>> = {
  answer: "The debtor's answer comes",
  "court-request": "If it is to go on to a court, Kronofogden is asked",
  appeal: "An appeal comes",
  reopening: "The debtor can have it reopened",
};

function parkedWords({ events, claim, debtor, creditor }: ClaimView): string {
  const { rule, text, signOffs } = (events.findLast(({ kind }) => kind === "parked")?.data ?? {}) as {
    readonly rule?: string;
    readonly text?: string;
    readonly signOffs?: readonly string[];
  };
  if (signOffs !== undefined)
    return `It waits: ${text}. It goes on by itself once that is confirmed: innfri law signoff ${signOffs[0]}.`;
  const what =
    debtor.kind === null
      ? `innfri creditor set ${creditor.creditorId} --customer ${debtor.customerNumber} --kind KIND`
      : rule === "plan.channel"
        ? `innfri import, with the same invoice and the customer's address in the file`
        : `innfri release ${claim.invoice.number}, once that is settled`;
  return `A person must look at it: ${text ?? "it cannot be judged"}. Then: ${what}.`;
}

function heldWords(by: string, until: string | null, text: string, name: string): string {
  if (by === "stale-data")
    return `Held: ${text}. It goes on by itself once that is seen again: innfri import, innfri pay.`;
  if (by === "unmatched-money")
    return `Held: ${holdWord(by)}. It goes on once that is booked, or by: innfri release ${name}.`;
  if (by === "double-dunning" && until === null && text !== "held: double-dunning")
    return `Held: ${text}. Once they are switched off: innfri creditor set ID --source-reminds no, or --source-silent-on ${name}.`;
  if (by === "payment-plan" && until === null && text !== "held: payment-plan")
    return `${sentence(text)}. Once that is settled, the plan goes on: innfri object ${name} --resolve withdrawn|accepted|groundless.`;
  if (by === "minimum" || by === "look-back" || by === "excluded")
    return `It is left alone by the creditor's rules: ${text}. They are changed by: innfri creditor set.`;
  return until === null
    ? `Held: ${holdWord(by)}. Nothing happens until a person takes it up again: innfri release ${name}.`
    : `Held: ${holdWord(by)}. It is taken up again on ${until}, or sooner by: innfri release ${name}.`;
}

/** Time alone brings the next step, unless there is none. */
function dueWords({ next, until, because }: Decision & { kind: "wait" }, { coming }: ClaimView): string {
  if (next === null) return "The plan has no further step: what happens now is up to its creditor.";
  if (until === null) return `${sentence(because.text)}.`;
  const why = because.rule === "plan.wait" ? "" : ` (${because.text})`;
  // Where something else holds it up that day, as a fresh deadline after an objection does, it comes later.
  const [first] = coming;
  const isNext = first !== undefined && "step" in first.decision && first.decision.step === next;
  const on = isNext && first.on > until ? first.on : until;
  return `The ${stepWord(next)} is due on ${on}${on === until ? why : ""}. Nobody has to do anything.`;
}

function waitingWords({ proposal, approvals, creditor, claim }: ClaimView): string {
  const name = claim.invoice.number;
  const closesAt = approvals.get(proposal?.approvalId ?? "")?.closesAt ?? null;
  const step = stepWord(proposal?.step ?? "");
  if (closesAt === null) {
    const choose = proposal?.step === "solvency" ? " --choose application|monitoring" : "";
    return `The ${step} waits for a yes: innfri approve ${name}${choose}. Or: innfri stop ${name}.`;
  }
  const closes = shownInstant(creditor.timeZone, closesAt);
  return proposal?.step === "collection-list"
    ? `It goes to collection unless it is stopped before ${closes}: innfri stop ${name}, or innfri postpone ${name} --until DATE.`
    : `The ${step} goes by itself after ${closes}, sooner by innfri approve ${name}, not at all by innfri stop ${name}.`;
}

function sentence(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** Why a claim is held of which a part is disputed: a demand that a person corrects, or nothing left to ask for. */
function partWords({ rule, text }: Because): string {
  const isRestPaid = rule === "no.objection.partial" && text === RULES[rule].title;
  return isRestPaid ? "All that is not disputed is paid" : sentence(text);
}

/** A letter that says another one again, for less, says so. */
function takenWord({ step, corrects }: Decision & { kind: "take" }): string {
  const [first] = corrects;
  return first === undefined ? stepWord(step) : `${stepWord(step)} that corrects the one of ${first.on}`;
}

/** One coming day. */
export function comingWords({ decision, needsYes }: Coming, { creditor }: ClaimView): string {
  const yes = needsYes ? ", if a person says yes" : "";
  switch (decision.kind) {
    case "take": {
      const { charges, claims, asks: statement, payBy, letter } = decision;
      const added = charges.reduce((sum, { minor }) => sum + minor, 0n);
      const adds = added === 0n ? "" : `, adds ${formatMinor(added)}`;
      const inAll = added === 0n ? "" : `: ${formatMinor(statement.totalMinor)} in all`;
      const joint = claims.length === 1 ? "" : ` for ${claims.length} invoices together`;
      const asks =
        letter === null ? inAll : `: ${formatMinor(statement.totalMinor)} to pay by ${payBy}${joint}`;
      return `${takenWord(decision)}${asks}${adds}${yes}`;
    }
    case "ask": {
      const at = closingInstant(creditor.timeZone, decision);
      if (at === null) return `${stepWord(decision.step)} is proposed and waits for a person`;
      const closes = shownInstant(creditor.timeZone, at);
      return decision.step === "collection-list"
        ? `collection list, which closes ${closes}`
        : `${stepWord(decision.step)} is proposed, and goes by itself after ${closes}`;
    }
    case "close":
      return `closed: ${decision.because.text}`;
    case "park":
      return `set aside for a person: ${decision.because.text}`;
  }
}
