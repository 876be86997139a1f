import { SaxesParser, type SaxesTagNS } from "saxes";
import { Refusal } from "../refusal.ts";

/** An element that was kept, with its own text and the attributes that say how to read it. */
export type UblElement = {
  readonly name: string;
  readonly line: number;
  readonly schemeId: string | null;
  readonly currencyId: string | null;
  readonly children: UblElement[];
  text: string;
};

/** What a document may make us hold. Beyond a limit the whole document is refused. */
export type UblLimits = {
  readonly maxBytes: number;
  readonly maxDepth: number;
  readonly maxElements: number;
  /** Elements remembered; those that are counted but skipped (lines, attachments) cost nothing. */
  readonly maxKeptElements: number;
  /** Characters between two tags outside an attachment. */
  readonly maxTextLength: number;
};

export const UBL_LIMITS: UblLimits = {
  maxBytes: 64 * 1024 * 1024,
  maxDepth: 24,
  maxElements: 1_000_000,
  maxKeptElements: 20_000,
  maxTextLength: 1024 * 1024,
};

const DOCUMENT = /^urn:oasis:names:specification:ubl:schema:xsd:(Invoice|CreditNote)-2$/;
const COMPONENTS = "urn:oasis:names:specification:ubl:schema:xsd:Common";
const AGGREGATE = `${COMPONENTS}AggregateComponents-2`;
const BASIC = `${COMPONENTS}BasicComponents-2`;

/** Lines kept for the description; the rest are counted. */
const KEPT_LINES = 20;
/** Text kept of one element: longer than any field that is used. */
const KEPT_TEXT = 4096;

// Not needed, large, or somebody else's: what stands inside is checked for well-formedness and forgotten.
const SKIPPED = new Set(["AdditionalDocumentReference", "UBLExtensions", "Signature", "Delivery", "Price"]);

export type UblTree = {
  readonly root: UblElement;
  readonly lineCount: number;
  readonly attachmentCount: number;
};

/** Takes the text of one document piece by piece. Both functions throw `Refusal`. */
export type UblTreeReader = { write(text: string): void; end(): UblTree };

/** A reader of one UBL Invoice or CreditNote that holds no more than `limits` allow. */
export function openUblTree(limits: UblLimits): UblTreeReader {
  const parser = new SaxesParser({ xmlns: true });
  const open: UblElement[] = [];
  let root: UblElement | null = null;
  let depth = 0;
  let skippedFrom = 0; // the depth of the element whose inside is skipped; 0 when none is
  let elements = 0;
  let kept = 0;
  let lineCount = 0;
  let attachmentCount = 0;
  let sinceTag = 0;

  const refuse = (code: "doctype" | "not-well-formed" | "too-deep" | "too-many-elements", reason: string) => {
    throw new Refusal(code, parser.line, reason);
  };
  const keepText = (text: string) => {
    const element = open.at(-1);
    if (element !== undefined && element.text.length < KEPT_TEXT)
      element.text += text.slice(0, KEPT_TEXT - element.text.length);
  };
  const listen = () => {
    parser.on("text", keepText);
    parser.on("cdata", keepText);
  };

  parser.on("error", (error) => refuse("not-well-formed", error.message.replace(/^\d+:\d+:\s*/, "")));
  parser.on("doctype", () => refuse("doctype", "a document type declaration is not allowed in an invoice"));
  parser.on("opentag", (tag) => {
    depth += 1;
    elements += 1;
    sinceTag = 0;
    if (depth > limits.maxDepth)
      refuse("too-deep", `elements are nested more than ${limits.maxDepth} levels deep`);
    if (elements > limits.maxElements)
      refuse("too-many-elements", `the document has more than ${limits.maxElements} elements`);
    if (skippedFrom > 0) return;
    if (tag.local === "InvoiceLine" || tag.local === "CreditNoteLine") lineCount += 1;
    if (tag.local === "AdditionalDocumentReference") attachmentCount += 1;
    if (depth > 1 && isSkipped(tag, lineCount)) {
      skippedFrom = depth;
      // Without a listener the parser throws text away as it passes, so an attachment is never held.
      parser.off("text");
      parser.off("cdata");
      return;
    }
    if (++kept > limits.maxKeptElements)
      refuse("too-many-elements", `the document's head has more than ${limits.maxKeptElements} elements`);
    const element = elementOf(tag, parser.line);
    const parent = open.at(-1);
    if (parent === undefined) root = documentElement(element, tag.uri);
    else parent.children.push(element);
    open.push(element);
  });
  parser.on("closetag", () => {
    sinceTag = 0;
    if (skippedFrom === 0) open.pop();
    else if (skippedFrom === depth) {
      skippedFrom = 0;
      listen();
    }
    depth -= 1;
  });
  listen();

  return {
    write(text) {
      sinceTag += text.length;
      parser.write(text);
      if (sinceTag > limits.maxTextLength && skippedFrom === 0)
        throw new Refusal(
          "value-too-long",
          parser.line,
          `more than ${limits.maxTextLength} characters without a tag`,
        );
    },
    end() {
      if (root === null) throw new Refusal("empty", parser.line, "the file holds no document");
      parser.close();
      return { root, lineCount, attachmentCount };
    },
  };
}

function isSkipped(tag: SaxesTagNS, lineCount: number): boolean {
  if (tag.uri !== AGGREGATE && tag.uri !== BASIC) return true;
  if (SKIPPED.has(tag.local)) return true;
  return lineCount > KEPT_LINES && (tag.local === "InvoiceLine" || tag.local === "CreditNoteLine");
}

function elementOf(tag: SaxesTagNS, line: number): UblElement {
  return {
    name: tag.local,
    line,
    schemeId: tag.attributes.schemeID?.value ?? null,
    currencyId: tag.attributes.currencyID?.value ?? null,
    children: [],
    text: "",
  };
}

function documentElement(element: UblElement, uri: string): UblElement {
  if (DOCUMENT.exec(uri)?.[1] === element.name) return element;
  throw new Refusal(
    "not-a-billing-document",
    element.line,
    `the document is <${element.name}>${uri === "" ? " without namespace" : ` of ${uri}`}; only UBL 2.1 Invoice and CreditNote are read`,
  );
}

/** The first element at `path` below `from`, names separated by a slash. */
export function find(from: UblElement | undefined, path: string): UblElement | undefined {
  let element = from;
  for (const name of path.split("/")) element = element?.children.find((child) => child.name === name);
  return element;
}

/** All children of that name. */
export function findAll(from: UblElement, name: string): UblElement[] {
  return from.children.filter((child) => child.name === name);
}

/** The trimmed text of the first element at `path`; `null` when it is missing or blank. */
export function textAt(from: UblElement | undefined, path: string): string | null {
  const text = find(from, path)?.text.trim() ?? "";
  return text === "" ? null : text;
}
