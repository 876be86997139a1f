/** Cases of others, read from a file and held against the law (`innfri audit`). Nothing is stored. */
import { type AuditCase, type AuditFinding, audit, type Event, type Stated } from "@innfri/checker";
import { readGiven } from "@innfri/claims";
import { formatMinor, isDate, type Json, parseMinor } from "@innfri/kernel";
import { citationText, RULES } from "@innfri/law";
import { z } from "zod";
import { placeOf, plainIssue } from "../plain-issue.ts";
import { CHARGED_ITEMS, readAuditTable } from "./audit-table.ts";

export type AuditOutcome =
  | { readonly kind: "audited"; readonly cases: readonly AuditedCase[] }
  | { readonly kind: "invalid"; readonly at: string; readonly message: string };

export type AuditedCase = {
  readonly id: string;
  readonly currency: string;
  readonly findings: readonly AuditFinding[];
};

const MOST_CASES = 10_000;

const amount = z
  .string()
  .refine((text) => (parseMinor(text) ?? -1n) >= 0n, 'an amount such as "70.00" is needed here');

/** Read with its neutral case. */
const ofCase = z.unknown().optional();

/**
 * What an event states; the rest of it is a neutral case's event. A field of another name would be left out of the audit
 * in silence.
 */
const stated = z
  .strictObject({
    on: z.string().refine(isDate, "a day such as 2026-05-15 is needed here"),
    do: z.string(),
    charged: z.partialRecord(z.enum(CHARGED_ITEMS), amount).optional(),
    interest: amount.optional(),
    asked: amount.optional(),
    payBy: ofCase,
    fee: ofCase,
    receivedOn: ofCase,
    claim: ofCase,
    instalments: ofCase,
    wholeDebt: ofCase,
    amount: ofCase,
    designation: ofCase,
    scope: ofCase,
    reasonable: ofCase,
    outcome: ofCase,
  })
  .superRefine((event, ctx) => {
    if (event.do === "charge" && event.charged === undefined)
      ctx.addIssue({ code: "custom", path: ["charged"], message: "what the charge added is needed here" });
  });

const file = z.object({
  cases: z
    .array(
      z.looseObject({
        // It is printed: nothing in it may move the cursor or turn the text around.
        id: z.string().regex(/^[^\p{C}]{1,200}$/u, "1 to 200 signs that can be printed are needed here"),
        country: z.string(),
        given: z.looseObject({ events: z.array(stated).max(1_000) }),
      }),
    )
    .min(1)
    .max(MOST_CASES),
});

type FileCase = z.infer<typeof file>["cases"][number];

/** Reads `{ "cases": […] }` (docs/reference/audit.md) and audits each. What is malformed is said with its place. */
export function auditCases(input: unknown): AuditOutcome {
  const parsed = file.safeParse(input, { error: plainIssue });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { kind: "invalid", at: placeOf(issue!.path, "the file"), message: issue!.message };
  }
  const audited: AuditedCase[] = [];
  for (const [i, one] of parsed.data.cases.entries()) {
    const read = readCase(one);
    if (read.kind === "invalid")
      return { kind: "invalid", at: `cases[${i}].${read.at}`, message: read.message };
    audited.push({ id: one.id, currency: read.currency, findings: read.findings(one.id) });
  }
  return { kind: "audited", cases: audited };
}

/** The same for a table of cases (CSV); what is malformed is said with its line and column. */
export async function auditTable(bytes: Uint8Array): Promise<AuditOutcome> {
  const table = await readAuditTable(bytes);
  if (table.kind === "refused") return { kind: "invalid", at: `line ${table.line}`, message: table.why };
  const outcome = auditCases(table.input);
  return outcome.kind === "audited" ? outcome : { ...outcome, at: table.placeOf(outcome.at) };
}

type ReadCase =
  | { readonly kind: "invalid"; readonly at: string; readonly message: string }
  | {
      readonly kind: "read";
      readonly currency: string;
      readonly findings: (id: string) => readonly AuditFinding[];
    };

function readCase(one: FileCase): ReadCase {
  // In the order of their days, as the neutral cases are read; a charge by itself is no event of theirs.
  const told = one.given.events.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  const events = told.filter((event) => event.do !== "charge");
  const read = readGiven({ ...one, given: { ...one.given, events } });
  if (read.kind === "invalid") {
    // The place is that of the file, not of its order here.
    const at = read.at.replace(/^given\.events\[(\d+)\]/, (_, i: string) => {
      return `given.events[${one.given.events.indexOf(events[Number(i)]!)}]`;
    });
    return { ...read, at };
  }
  if (read.kind === "outside-coverage") return { kind: "invalid", at: "given", message: read.why };
  const { facts } = read;
  const happened = facts.events.values();
  const entries = told.map((event): AuditCase["entries"][number] => ({
    on: event.on,
    event: event.do === "charge" ? null : (happened.next().value as Event),
    stated: statedOf(event),
  }));
  return {
    kind: "read",
    currency: facts.currency,
    findings: (id) => audit({ id, facts: { ...facts, events: [] }, entries }),
  };
}

function statedOf({ charged, interest, asked }: z.infer<typeof stated>): Stated {
  const charges = CHARGED_ITEMS.flatMap((item) => {
    const text = charged?.[item];
    return text === undefined ? [] : [{ item, minor: parseMinor(text)! }];
  });
  const minorOf = (text: string | undefined) => (text === undefined ? null : parseMinor(text)!);
  return { charges, interestMinor: minorOf(interest), totalMinor: minorOf(asked) };
}

/** Too much in all, by case and altogether. */
export function excessOf(findings: readonly AuditFinding[]): bigint {
  return findings.reduce((sum, { excessMinor }) => sum + excessMinor, 0n);
}

export function auditJson(cases: readonly AuditedCase[]): Json {
  return cases.map(({ id, currency, findings }) => ({
    id,
    lawful: findings.length === 0,
    currency,
    tooMuch: formatMinor(excessOf(findings)),
    findings: findings.map(
      ({ on, kind, about, rule, citation, statedMinor, lawfulMinor, excessMinor, notBefore }) => ({
        on,
        kind,
        about,
        rule,
        citation: { ...citation },
        stated: statedMinor === null ? null : formatMinor(statedMinor),
        lawful: lawfulMinor === null ? null : formatMinor(lawfulMinor),
        tooMuch: formatMinor(excessMinor),
        notBefore,
      }),
    ),
  })) as unknown as Json;
}

/** A finding in a sentence, with its provision. */
export function findingText(finding: AuditFinding): string {
  const { rule, citation } = finding;
  return `${whatText(finding)} (${citationText(citation)}: ${RULES[rule].title})`;
}

function whatText({ kind, about, statedMinor, lawfulMinor, excessMinor, notBefore }: AuditFinding): string {
  const stated = formatMinor(statedMinor ?? 0n);
  const lawful = formatMinor(lawfulMinor ?? 0n);
  const excess = formatMinor(excessMinor);
  switch (kind) {
    case "letter-not-allowed":
      return notBefore === null
        ? `a ${about} that the law did not allow`
        : `a ${about} that the law allowed from ${notBefore} on`;
    case "deadline-too-short":
      return `a ${about} with too short a deadline: ${notBefore} at the earliest`;
    case "charge-too-high":
      return about === "other"
        ? `a charge of ${stated} that no rule knows: ${excess} too much`
        : `${about.replace("-", " ")} of ${stated}, lawful ${lawful}: ${excess} too much`;
    case "interest-too-high":
      return `interest of ${stated}, lawful ${lawful}: ${excess} too much`;
    case "sum-too-high":
      return `${stated} asked for in all, lawful ${lawful}: ${excess} more than what is told above`;
    case "outside-coverage":
      return `cannot be judged: ${about} has no checked figure`;
  }
}
