/**
 * How a letter is stored: what it says in one column, why each amount is owed in the other, and the hash of both.
 * Apart they are read apart: a list of letters needs no derivations. What many letters say alike, the letterhead and
 * the law behind an amount, is a part: stored once, and named in the letters by its hash.
 */
import { canonicalJson, type Json, sha256 } from "@innfri/kernel";
import type { LetterData, LetterLine } from "@innfri/letters";
import type { DocumentPart } from "../store/document-parts.ts";

export type StoredLetter = {
  readonly dataJson: string;
  readonly derivationsJson: string;
  /** Of both texts; they name the parts by their hashes, so it covers those too. */
  readonly hash: Buffer;
  readonly parts: readonly DocumentPart[];
};

type Derivation = NonNullable<LetterLine["derivation"]>;
type Letterhead = Pick<LetterData, "operator" | "creditor" | "account">;
type Basis = Pick<Derivation, "rule" | "citation" | "figures" | "rounding">;

/** What a letter says, with the name of its letterhead in that one's place. */
export type StoredData = Omit<LetterData, keyof Letterhead> & { readonly letterhead: string };

/** For each line of the letter what went into it and the name of what it rests on; null where it needs no reason. */
export type StoredDerivations = readonly (
  | (Omit<Derivation, keyof Basis> & { readonly basis: string })
  | null
)[];

export function storedLetter(letter: LetterData): StoredLetter {
  const { operator, creditor, account, lines, ...said } = letter;
  const parts = [letterheadPart({ operator, creditor, account })];
  const derivations: StoredDerivations[number][] = [];
  const plain: Omit<LetterLine, "derivation">[] = [];
  for (const { derivation, ...line } of lines) {
    plain.push(line);
    if (derivation === undefined) derivations.push(null);
    else {
      const { inputs, arithmetic } = derivation;
      const part = basisPart(derivation);
      parts.push(part);
      derivations.push({ basis: part.name, inputs, arithmetic });
    }
  }
  const dataJson = canonicalJson({ ...said, lines: plain, letterhead: parts[0]!.name } as unknown as Json);
  const derivationsJson = canonicalJson(derivations as unknown as Json);
  return { dataJson, derivationsJson, hash: documentHash(dataJson, derivationsJson), parts };
}

/** The letter again, as it is rendered. Throws where a part that it names is not among `parts`. */
export function letterOf(
  data: StoredData,
  derivations: StoredDerivations,
  parts: ReadonlyMap<string, Json>,
): LetterData {
  const partOf = (name: string) => {
    const part = parts.get(name);
    if (part === undefined) throw new Error(`a part of a letter is missing: ${name}`);
    return part;
  };
  const { letterhead, ...said } = data;
  const lines = data.lines.map((line, i) => {
    const derivation = derivations[i];
    if (derivation == null) return line;
    const { basis, ...own } = derivation;
    return { ...line, derivation: { ...own, ...(partOf(basis) as unknown as Basis) } };
  });
  return {
    ...said,
    ...(partOf(letterhead) as unknown as Letterhead),
    lines: lines as unknown as LetterData["lines"],
  };
}

/** The names of the parts that a stored letter is made of. */
export function partsNamed(data: StoredData, derivations: StoredDerivations): string[] {
  return [data.letterhead, ...derivations.flatMap((derivation) => derivation?.basis ?? [])];
}

/** The hash that a document's row and the events about it carry. Both texts are canonical JSON. */
export function documentHash(dataJson: string, derivationsJson: string): Buffer {
  return sha256(dataJson, "\n", derivationsJson);
}

function partOf(part: Letterhead | Basis): DocumentPart {
  const dataJson = canonicalJson(part as unknown as Json);
  const hash = sha256(dataJson);
  return { name: hash.toString("hex"), hash, dataJson };
}

// A run writes the same few parts into all its letters, so they are made once. Whoever holds the same texts gets them.
const letterheads = new WeakMap<Letterhead["operator"], Letterhead & { readonly part: DocumentPart }>();

function letterheadPart(head: Letterhead): DocumentPart {
  const kept = letterheads.get(head.operator);
  if (kept !== undefined && kept.creditor === head.creditor && kept.account === head.account)
    return kept.part;
  const part = partOf(head);
  letterheads.set(head.operator, { ...head, part });
  return part;
}

const KEPT_MAX = 100;
const bases = new Map<string, { readonly basis: Basis; readonly part: DocumentPart }[]>();

function basisPart({ rule, citation, figures, rounding }: Derivation): DocumentPart {
  const basis = { rule, citation, figures, rounding };
  const kept = bases.get(rule) ?? [];
  const found = kept.find((one) => isSame(one.basis, basis));
  if (found !== undefined) return found.part;
  const part = partOf(basis);
  bases.set(rule, [{ basis, part }, ...kept.slice(0, KEPT_MAX)]);
  return part;
}

function isSame(a: Basis, b: Basis): boolean {
  return (
    a.rounding === b.rounding &&
    a.citation.act === b.citation.act &&
    a.citation.number === b.citation.number &&
    a.citation.section === b.citation.section &&
    a.citation.url === b.citation.url &&
    a.figures.length === b.figures.length &&
    a.figures.every((figure, i) => isSameFigure(figure, b.figures[i]!))
  );
}

function isSameFigure(a: Basis["figures"][number], b: Basis["figures"][number]): boolean {
  return (
    a.table === b.table &&
    a.from === b.from &&
    a.value === b.value &&
    a.regulation === b.regulation &&
    a.source === b.source
  );
}
