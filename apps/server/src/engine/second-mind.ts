/**
 * The second mind's word on a letter, asked before the letter becomes a fact (B2). What it does not agree with is not
 * written, not charged and not sent: its claims wait for a person, who sees what differs.
 */
import { checkDocument, type DocumentContext } from "@innfri/checker";
import {
  type Because,
  type Channel,
  type FileFacts,
  lettersTakenBack,
  type PlanStepKind,
} from "@innfri/claims";
import { citationText } from "@innfri/law";
import type { LetterData } from "@innfri/letters";
import type { Clock } from "../clock.ts";
import { contactHoursOf, pressureOf } from "./contact-limits.ts";
import { planFor } from "./creditor-settings.ts";
import type { LetterContext } from "./letter-of.ts";
import type { LoadedFile } from "./load-files.ts";
import { contactedByHand, writtenOfObjections } from "./logged-contacts.ts";
import { preferring } from "./reach.ts";
import { recipientOf } from "./recipient.ts";

type Moment = LetterContext & { readonly clock: Pick<Clock, "today"> };

/** Differences that a reason names; the first is most often the cause of the rest. */
const NAMED_MAX = 3;

export type CheckedLetter = {
  readonly letter: LetterData;
  /** The claims that it covers. */
  readonly covered: readonly string[];
  readonly step: PlanStepKind;
  /** Those of the step's channels that are open today. */
  readonly channels: readonly Channel[];
};

/** Null when it agrees. `facts` are the file's as they were before this letter. */
export function disagreement(
  context: Moment,
  file: LoadedFile,
  facts: FileFacts,
  { letter, covered, step, channels }: CheckedLetter,
): Because | null {
  const recipient = recipientOf(file.contact!.data, context.creditor.country);
  const answer = checkDocument(
    facts,
    { letter, recipient },
    documentContext(context, file, covered, { step, channels }),
  );
  if (answer.kind === "agrees") return null;
  const named = answer.differences
    .slice(0, NAMED_MAX)
    .map(
      ({ path, expected, found, citation }) =>
        `${path} is ${found ?? "missing"} and should be ${expected ?? "nothing"} (${citationText(citation)})`,
    );
  const more = answer.differences.length - named.length;
  const rest = more > 0 ? ` and ${more} more` : "";
  return {
    rule: "checker",
    text: `the second check of its letter does not agree: ${named.join("; ")}${rest}`,
  };
}

/** Everything that the second mind is told besides the facts. */
export function documentContext(
  { operator, settings, clock }: Pick<Moment, "operator" | "settings" | "clock">,
  file: LoadedFile,
  covered: readonly string[],
  open: Pick<CheckedLetter, "step" | "channels"> | null = null,
): DocumentContext {
  const contact = file.contact!.data;
  const pressure = pressureOf(settings);
  const { name, organisationNumber, addressLines, email, phone, website, account, waivedRest } = settings;
  return {
    on: clock.today,
    covered,
    claims: file.claims.map(({ claimId, invoice, reference, dueOn }) => ({
      ref: claimId,
      invoiceNumber: invoice.number,
      reference,
      printedDueOn: dueOn,
      description: invoice.description ?? "",
    })),
    operator:
      operator.kind === "self"
        ? { kind: "self" }
        : {
            kind: "agency",
            name: operator.name,
            organisationNumber: operator.licence.organisationNumber,
            licenceReference: operator.licence.reference,
            ...operator.licence.contact,
          },
    creditor: { name, organisationNumber, addressLines, email, phone, website },
    brand: settings.brand ?? null,
    account: account!,
    debtor: {
      kind: file.kind!,
      name: contact.name,
      addressLines: contact.addressLines,
      country: contact.country,
      email: contact.email,
      organisationNumber: contact.organisationNumber,
    },
    // A channel that nobody vouches for is not open (D11); none is open that the plan does not have.
    plan: preferring(planFor(settings, file.customerNumber), file.prefers).steps.map((step) =>
      step.step === open?.step && step.channels !== undefined
        ? { ...step, channels: step.channels.filter((channel) => open.channels.includes(channel)) }
        : step,
    ),
    waivedRest,
    postingDays: settings.postingDays ?? {},
    contact: {
      most: pressure.contacts,
      days: pressure.days,
      weekdays: Object.keys(contactHoursOf(settings)).map(Number),
      others: [
        ...lettersTakenBack(file.events),
        ...contactedByHand(file.events),
        ...writtenOfObjections(file.events),
      ],
    },
  };
}
