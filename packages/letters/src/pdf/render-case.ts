/** An exported case told on paper: what it is about, what is open and why, what has happened, and how to try it. */
import { fileURLToPath } from "node:url";
import type { Derivation } from "@innfri/law";
import type { CaseExport } from "../case/case-export.ts";
import { caseAmount, caseDay, caseItem, caseStep } from "../case/case-names.ts";
import { caseReason } from "../case/case-reason.ts";
import { caseSentence } from "../case/case-words.ts";
import { openItems } from "../case/check-case.ts";
import { type PageWord, pageWord } from "../case/page-words.ts";
import { explain } from "../explain/explain.ts";
import { textsIn } from "../texts.ts";
import { type LetterStandard, typeset } from "./typeset.ts";

const TEMPLATE = fileURLToPath(new URL("./case.typ", import.meta.url));

export function renderCasePdf(exported: CaseExport, standard: LetterStandard = "a-2a"): Uint8Array {
  return typeset({
    template: TEMPLATE,
    view: caseView(exported),
    standard,
    datedOn: exported.madeAt.slice(0, 10),
  });
}

type Row = { readonly label: string; readonly text: string; readonly reasons: readonly string[] };

/** What the template of a case shows. */
export function caseView(exported: CaseExport) {
  const { language, claim, operator, creditor } = exported;
  const word = (key: PageWord) => pageWord(key, language);
  const parts = [
    part(word("timeline"), [word("day"), word("event")], timelineOf(exported)),
    part(word("letters"), [word("day"), word("letters")], lettersOf(exported)),
    part(word("payments"), [word("day"), word("payments")], paymentsOf(exported)),
    part(word("forExperts"), [word("day"), word("forExperts")], rootsOf(exported)),
  ];
  return {
    language,
    title: `${word("title")} ${claim.reference}`,
    sender: operator.kind === "agency" ? operator.name : creditor.name,
    note: creditor.isSandbox ? word("sandbox") : null,
    head: headOf(exported),
    amounts: amountsOf(exported),
    parts: parts.filter(({ rows }) => rows.length > 0),
    foot: word("paper"),
    pageOf: textsIn(language).text("page", { page: "{page}", pages: "{pages}" }),
  };
}

function part(heading: string, columns: readonly string[], rows: readonly Row[]) {
  return { heading, columns, rows };
}

function money({ language, claim }: CaseExport, minor: string | bigint): string {
  return `${caseAmount(minor, language)}\u00a0${claim.currency}`;
}

function headOf(exported: CaseExport): readonly { readonly label: string; readonly value: string }[] {
  const { language, claim, creditor, debtor, invoices, now, madeAt } = exported;
  const word = (key: PageWord) => pageWord(key, language);
  const contact = debtor.contacts.at(-1)?.data as { readonly name?: string } | null | undefined;
  const states: Readonly<Record<string, PageWord>> = { open: "open", closed: "closed", parked: "parked" };
  const state = states[now.state];
  return [
    { label: word("invoice"), value: invoices[0]?.number ?? "" },
    { label: word("creditor"), value: creditor.name },
    { label: word("debtor"), value: contact?.name ?? word("erased") },
    { label: word("principal"), value: money(exported, claim.principal) },
    { label: word("dueOn"), value: caseDay(claim.dueOn, language) },
    { label: word("state"), value: state === undefined ? now.state : word(state) },
    { label: word("exported"), value: caseDay(madeAt.slice(0, 10), language) },
  ];
}

/** As told on the day, with reasons; where no law table covers it, what the books say. */
function amountsOf(exported: CaseExport) {
  const { language, told } = exported;
  const word = (key: PageWord) => pageWord(key, language);
  const rows =
    told.total === null
      ? [...openItems(exported)].flatMap(([item, minor]) =>
          minor === 0n || item === "creditor"
            ? []
            : [{ label: caseItem(item, language), minor, reasons: [] as string[] }],
        )
      : told.lines.map(({ item, amount, derivation }) => ({
          label: caseItem(item, language),
          minor: BigInt(amount),
          reasons: derivation === null ? [] : whyOf(derivation as unknown as Derivation, language),
        }));
  return {
    heading: `${word("amounts")} ${word("on")} ${caseDay(told.on, language)}`,
    nothing: word("nothingOpen"),
    columns: [word("item"), word("amount")],
    rows: rows.map(({ label, minor, reasons }) => ({ label, reasons, amount: money(exported, minor) })),
    totalLabel: word("total"),
    total: money(
      exported,
      rows.reduce((sum, { minor }) => sum + minor, 0n),
    ),
  };
}

function whyOf(derivation: Derivation, language: CaseExport["language"]): string[] {
  const { reason, sum, figures, provision } = explain(derivation, language, "creditor");
  return [
    reason,
    ...sum.map(({ label, expression }) => (label === null ? expression : `${label}: ${expression}`)),
    ...figures.map(({ text }) => text),
    ...(provision === null ? [] : [provision.text]),
  ];
}

function timelineOf(exported: CaseExport): readonly Row[] {
  const { events, language } = exported;
  return events.map((event) => ({
    label: caseDay(event.happenedOn, language),
    text: caseSentence(event, exported, language),
    reasons: [],
  }));
}

function lettersOf(exported: CaseExport): readonly Row[] {
  const { documents, parts, language } = exported;
  return documents.map(({ data, derivations, kind, datedOn, file }) => ({
    label: caseDay(datedOn, language),
    text: `${caseStep(kind, language)}: ${money(exported, String(data.total).replace(".", ""))}`,
    reasons: [
      file,
      ...(data.lines as unknown as readonly { item: string; amount: string }[]).map(({ item, amount }, i) => {
        const why = caseReason((derivations as readonly unknown[])[i], parts, language);
        return `${caseItem(item, language)} ${caseAmount(amount, language)}${why === "" ? "" : ` · ${why}`}`;
      }),
    ],
  }));
}

function paymentsOf(exported: CaseExport): readonly Row[] {
  const { payments, language } = exported;
  return payments.map(({ valueOn, amount, allocations }) => ({
    label: caseDay(valueOn, language),
    text: money(exported, amount),
    reasons: allocations.map(
      (one) => `${caseItem(one.item, language)} ${caseAmount(BigInt(one.amount), language)}`,
    ),
  }));
}

function rootsOf({ events, proof, creditor, operator, language }: CaseExport): readonly Row[] {
  const head = events.at(-1);
  const row = (day: string, text: string, hash: string): Row => ({
    label: caseDay(day, language),
    text,
    reasons: [hash],
  });
  return [
    ...(head === undefined ? [] : [row(head.happenedOn, pageWord("lastHash", language), head.hash)]),
    ...(proof === null
      ? []
      : [row(proof.day.on, `${pageWord("rootOf", language)} ${creditor.name}`, proof.day.root)]),
    ...(proof?.operator == null
      ? []
      : [row(proof.operator.on, `${pageWord("rootOf", language)} ${operator.name}`, proof.operator.root)]),
  ];
}
