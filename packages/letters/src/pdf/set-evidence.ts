/** A case with its index, its written dialogue and every letter and enclosure as pages of one PDF. Runs in a process of its own. */
import { fileURLToPath } from "node:url";
import type { CaseExport } from "../case/case-export.ts";
import { caseDay, caseStep } from "../case/case-names.ts";
import type { LetterLanguage } from "../letter-data.ts";
import { evidenceWord } from "./evidence-words.ts";
import { pointsOf } from "./picture-size.ts";
import { caseView } from "./render-case.ts";
import { type Picture, pagesOf, typeset } from "./typeset.ts";

const TEMPLATE = fileURLToPath(new URL("./evidence.typ", import.meta.url));
/** Of one enclosure: who sends more has sent a book. */
const MOST_PAGES = 40;
const MOST_LINES = 400;
const MOST_CHARACTERS = 40_000;
/** Of one picture and of all of a bundle: unfolded they take some bytes for each point. */
const MOST_POINTS = 60_000_000;
const MOST_POINTS_IN_ALL = 300_000_000;

export type EvidenceSide = "creditor" | "operator" | "debtor";

export type EvidenceEntry = {
  readonly on: string;
  /** A step of an objection, or `message`. */
  readonly kind: string;
  readonly by: EvidenceSide;
  readonly dueOn: string | null;
  readonly sentOn: string | null;
  /** Null where nothing was written, or where it was erased. */
  readonly text: string | null;
};

export type EvidenceEnclosure = {
  /** Null once it was erased. */
  readonly name: string | null;
  readonly addedOn: string;
  readonly addedBy: EvidenceSide;
  readonly type: string;
  readonly sha256: string;
  readonly bytes: Uint8Array | null;
};

export type Evidence = {
  readonly exported: CaseExport;
  readonly dialogue: readonly EvidenceEntry[];
  readonly letters: readonly { readonly file: string; readonly pdf: Uint8Array }[];
  readonly enclosures: readonly EvidenceEnclosure[];
};

/** `isPlain` leaves the enclosures' own pages out: they are then listed alone. */
export function setEvidence(
  { exported, dialogue, letters, enclosures }: Evidence,
  isPlain: boolean,
): Uint8Array {
  const { language, claim, madeAt } = exported;
  const word = (key: Parameters<typeof evidenceWord>[0]) => evidenceWord(key, language);
  const pictures: Picture[] = [];
  const room = { points: MOST_POINTS_IN_ALL };
  const annexes = [
    ...letters.map((letter) => letterAnnex(letter, exported, pictures)),
    ...enclosures.map((one) => enclosureAnnex(one, language, isPlain, pictures, room)),
  ];
  const view = {
    ...caseView(exported),
    title: `${word("title")} ${claim.reference}`,
    index: { heading: word("annexes"), columns: [word("no"), word("what"), word("page")] },
    dialogue: {
      heading: word("dialogue"),
      columns: [word("day"), word("said")],
      rows: dialogue.map((one) => rowOf(one, language)),
    },
    annexes: annexes.map((annex, i) => ({
      ...annex,
      no: i + 1,
      heading: `${i + 1}. ${annex.title}`,
    })),
  };
  return typeset({ template: TEMPLATE, view, pictures, standard: "1.7", datedOn: madeAt.slice(0, 10) });
}

type Annex = {
  readonly title: string;
  readonly notes: readonly string[];
  readonly pages: readonly { readonly file: string; readonly page: number | null }[];
  readonly lines: readonly string[];
  readonly remark: string | null;
};

function letterAnnex(
  { file, pdf }: Evidence["letters"][number],
  { documents, language }: CaseExport,
  pictures: Picture[],
): Annex {
  const document = documents.find((one) => one.file === file)!;
  return {
    title: `${caseStep(document.kind, language)}, ${caseDay(document.datedOn, language)}`,
    ...{ notes: [], lines: [], remark: null },
    pages: picturesOf(pdf, "pdf", pictures, pagesOf(pdf, MOST_PAGES)),
  };
}

function enclosureAnnex(
  { name, addedOn, addedBy, type, sha256, bytes }: EvidenceEnclosure,
  language: LetterLanguage,
  isPlain: boolean,
  pictures: Picture[],
  room: { points: number },
): Annex {
  const word = evidenceWord;
  const day = caseDay(addedOn, language);
  const bare = {
    title: name === null ? word("enclosure", language) : `${word("enclosure", language)}: ${name}`,
    notes: [word("addedBy", language, { who: word(addedBy, language), day }), `SHA-256 ${sha256}`],
    ...{ pages: [], lines: [] },
  };
  if (bytes === null) return { ...bare, remark: word("erased", language) };
  const unshown = { ...bare, remark: word("notShown", language) };
  if (isPlain) return unshown;
  if (type === "text/plain") {
    const text = Buffer.from(bytes).toString("utf8");
    const lines = linesOf(text.slice(0, MOST_CHARACTERS));
    const isMore = text.length > MOST_CHARACTERS || lines.length > MOST_LINES;
    return { ...bare, lines: lines.slice(0, MOST_LINES), remark: isMore ? word("more", language) : null };
  }
  const kind = { "application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg" }[type];
  if (kind === undefined || !fits(bytes, kind, room)) return unshown;
  const count = pagesOf(bytes, MOST_PAGES + 1, kind);
  if (count === 0) return unshown;
  return {
    ...bare,
    pages: picturesOf(bytes, kind, pictures, Math.min(count, MOST_PAGES)),
    remark: count > MOST_PAGES ? word("more", language) : null,
  };
}

/** Nobody knows beforehand what a document unfolds to: its process has its time, and no more. */
function fits(bytes: Uint8Array, kind: string, room: { points: number }): boolean {
  if (kind !== "png" && kind !== "jpg") return true;
  const points = pointsOf(bytes, kind);
  if (points === null || points > Math.min(MOST_POINTS, room.points)) return false;
  room.points -= points;
  return true;
}

function picturesOf(bytes: Uint8Array, kind: string, pictures: Picture[], count: number): Annex["pages"] {
  const file = `annex-${pictures.length + 1}.${kind}`;
  pictures.push({ file, bytes });
  return Array.from({ length: count }, (_, i) => ({ file, page: kind === "pdf" ? i + 1 : null }));
}

function rowOf({ on, kind, by, dueOn, sentOn, text }: EvidenceEntry, language: LetterLanguage) {
  const word = evidenceWord;
  const facts = [
    ...(sentOn === null ? [] : [word("sent", language, { day: caseDay(sentOn, language) })]),
    ...(dueOn === null ? [] : [word("due", language, { day: caseDay(dueOn, language) })]),
  ];
  const who = word(by, language);
  return {
    day: caseDay(on, language),
    head: word(kind as "message", language, { who }),
    facts: facts.length === 0 ? "" : `(${facts.join(", ")})`,
    lines: text === null ? [] : linesOf(text),
  };
}

function linesOf(text: string): readonly string[] {
  return text.split(/\r\n?|\n/);
}
