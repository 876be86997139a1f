/**
 * camt.053 (statement) and camt.054 (notification) of ISO 20022, any version: the message is walked as a stream,
 * entry by entry and transaction by transaction.
 */

import { dayOfText, isPageOfSeveral } from "./camt-fields.ts";
import { CamtStatement } from "./camt-statement.ts";
import type { BankFormat, RefusalCode } from "./payment.ts";
import type { RecordSink } from "./record-sink.ts";
import { descend, textAt, type XmlAction, type XmlHandler, type XmlNode, XmlSlices } from "./xml-slices.ts";

type Attributes = Readonly<Record<string, string>>;

/** How deep a `Document` may lie inside envelopes and business headers. */
const ENVELOPE_DEPTH_MAX = 5;
const MESSAGE_NAME = /(?:^|[:.])([a-z]{4})\.(\d{3})\.\d{3}\.\d{2}$/;

/** What other ISO 20022 messages are, so that a refusal can say it. */
const OTHER_MESSAGES: Readonly<Record<string, string>> = {
  "pain.001": "a payment order to the bank",
  "pain.002": "a bank's answer to a payment order",
  "pain.008": "an order to collect by direct debit",
  "camt.052": "a report of the day so far, which is not final",
  "camt.056": "a request to take a payment back",
  "camt.057": "a notice of money to be received",
};

const MESSAGE_ELEMENT = {
  "camt.053": { message: "BkToCstmrStmt", statement: "Stmt" },
  "camt.054": { message: "BkToCstmrDbtCdtNtfctn", statement: "Ntfctn" },
} as const;

const STATEMENT_PARTS: ReadonlySet<string> = new Set([
  "Id",
  "ElctrncSeqNb",
  "LglSeqNb",
  "CreDtTm",
  "StmtPgntn",
  "NtfctnPgntn",
  "CpyDplctInd",
  "Acct",
  "Bal",
  "TxsSummry",
]);

/** The elements that hold money, each with its own place. */
const LEVELS: ReadonlySet<string> = new Set(["Stmt", "Ntfctn", "Ntry", "NtryDtls", "TxDtls"]);

/** Opens the sink once the message tells which of the two formats it is. */
export type OpenSink = (format: BankFormat) => RecordSink;
type Refuse = (code: RefusalCode, reason: string, line: number) => void;

export class CamtReader implements XmlHandler {
  private readonly openSink: OpenSink;
  private readonly refuseFile: Refuse;
  private readonly xml = new XmlSlices(this);
  private readonly namespaces = new Map<string, string>();
  private readonly sequences = new Map<string, number>();
  private sink: RecordSink | undefined;
  private format: "camt.053" | "camt.054" | undefined;
  private rootName = "";
  private baseDepth = 0;
  private header: XmlNode | undefined;
  private statement: CamtStatement | undefined;
  private statementCount = 0;

  constructor(openSink: OpenSink, refuse: Refuse) {
    this.openSink = openSink;
    this.refuseFile = refuse;
  }

  write(text: string): void {
    this.xml.write(text);
  }

  end(): void {
    this.xml.end();
    if (this.format === undefined)
      this.refuseFile(
        "unknownFormat",
        `the XML file is a ${this.rootName || "nothing"}, not a bank file`,
        this.xml.line,
      );
    else if (this.statementCount === 0)
      this.refuseFile("structure", "the message holds no statement and no notification", this.xml.line);
  }

  refuse(code: RefusalCode, reason: string): void {
    this.refuseFile(code, reason, this.xml.line);
  }

  open(name: string, attributes: Attributes, prefix: string, depth: number): XmlAction {
    if (this.baseDepth === 0) return this.openEnvelope(name, attributes, prefix, depth);
    switch (depth - this.baseDepth) {
      case 1:
        return this.openMessage(name);
      case 2:
        return this.openInMessage(name);
      case 3:
        if (name === "Ntry") return this.openEntry();
        if (LEVELS.has(name)) return this.misplaced(name);
        return STATEMENT_PARTS.has(name) ? "capture" : "skip";
      case 4:
        if (name === "NtryDtls") return this.openDetails();
        return LEVELS.has(name) ? this.misplaced(name) : "capture";
      default:
        if (name === "TxDtls" || name === "Btch") return "capture";
        return LEVELS.has(name) ? this.misplaced(name) : "skip";
    }
  }

  captured(node: XmlNode, depth: number): void {
    const level = depth - this.baseDepth;
    if (level === 2) this.readHeader(node);
    else if (level === 3) this.statement?.part(node, this.xml.line);
    else this.statement?.entryPart(node, level === 5, this.xml.line);
  }

  close(_name: string, depth: number): void {
    const level = depth - this.baseDepth;
    if (level === 4) this.statement?.closeDetails();
    if (level === 3) this.statement?.closeEntry(this.xml.line);
    if (level === 2) this.closeStatement();
    if (level === 0) this.baseDepth = 0;
  }

  private openEnvelope(name: string, attributes: Attributes, prefix: string, depth: number): XmlAction {
    this.rootName ||= name;
    for (const [key, value] of Object.entries(attributes)) {
      if (key === "xmlns" || key.startsWith("xmlns:")) this.namespaces.set(key.slice(6), value);
    }
    if (name !== "Document") return depth < ENVELOPE_DEPTH_MAX ? "enter" : "skip";
    const message = MESSAGE_NAME.exec(this.namespaces.get(prefix) ?? "");
    const kind = message === null ? "" : `${message[1]}.${message[2]}`;
    if (kind !== "camt.053" && kind !== "camt.054") {
      this.refuseMessage(kind);
      return "skip";
    }
    if (this.format !== undefined && this.format !== kind)
      this.refuse("structure", `the file holds both ${this.format} and ${kind}`);
    this.format = kind;
    this.sink ??= this.openSink(kind);
    this.baseDepth = depth;
    return "enter";
  }

  private refuseMessage(kind: string) {
    if (kind === "") return this.refuse("unknownFormat", "the XML document has no namespace of ISO 20022");
    const what = OTHER_MESSAGES[kind];
    this.refuse(
      "notReadYet",
      `${kind} is ${what ?? "another message than camt.053 or camt.054"}, not read yet`,
    );
  }

  private openMessage(name: string): XmlAction {
    const expected = this.format === undefined ? undefined : MESSAGE_ELEMENT[this.format].message;
    if (name === expected) return "enter";
    this.refuse("structure", `the message begins with ${name} where ${expected} belongs`);
    return "skip";
  }

  private openInMessage(name: string): XmlAction {
    if (name === "GrpHdr") return "capture";
    const { format, sink } = this;
    if (format === undefined || sink === undefined || name === "SplmtryData") return "skip";
    if (name !== MESSAGE_ELEMENT[format].statement) return this.misplaced(name);
    this.statementCount += 1;
    this.statement = new CamtStatement(sink, {
      format,
      path: `${name}[${this.statementCount}]`,
      isPaged: isPageOfSeveral(descend(this.header, "MsgPgntn")),
      createdOn: dayOfText(textAt(this.header, "CreDtTm")),
    });
    return "enter";
  }

  private openEntry(): XmlAction {
    this.statement?.openEntry(this.xml.line);
    return "enter";
  }

  private openDetails(): XmlAction {
    this.statement?.openDetails(this.xml.line);
    return "enter";
  }

  // What holds money must never be passed over because it stands in the wrong place.
  private misplaced(name: string): XmlAction {
    this.refuse("structure", `${name} stands where it does not belong`);
    return "skip";
  }

  private readHeader(node: XmlNode): void {
    this.header = node;
    if (this.sink !== undefined) this.sink.fileReference ||= textAt(node, "MsgId") ?? "";
  }

  private closeStatement(): void {
    this.statement?.close(this.sequences, this.xml.line);
    this.statement = undefined;
  }
}
