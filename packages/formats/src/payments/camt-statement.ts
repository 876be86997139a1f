/** One statement (camt.053) or notification (camt.054): its account, its entries and the sums it states. */
import type { CalendarDate } from "@innfri/kernel";
import { isValidNorwegianAccount } from "../references/index.ts";
import { CamtEntry, type StatementContext } from "./camt-entry.ts";
import { accountOf, dayOfText, isPageOfSeveral } from "./camt-fields.ts";
import { CamtSums } from "./camt-sums.ts";
import type { RecordSink } from "./record-sink.ts";
import type { ReferenceCountry } from "./reference-finding.ts";
import { textAt, type XmlNode } from "./xml-slices.ts";

type Origin = {
  readonly format: "camt.053" | "camt.054";
  readonly path: string;
  readonly isPaged: boolean;
  readonly createdOn: CalendarDate | "invalid" | undefined;
};

export class CamtStatement {
  private readonly sink: RecordSink;
  private readonly origin: Origin;
  private readonly sums = new CamtSums();
  private id = "";
  private sequence: string | null = null;
  private createdOn: CalendarDate | undefined;
  private isPaged: boolean;
  private account: XmlNode | undefined;
  private context: StatementContext | undefined;
  private entry: CamtEntry | undefined;
  private entryCount = 0;

  constructor(sink: RecordSink, origin: Origin) {
    this.sink = sink;
    this.origin = origin;
    this.isPaged = origin.isPaged;
    if (origin.createdOn !== "invalid") this.createdOn = origin.createdOn;
  }

  part(node: XmlNode, line: number) {
    switch (node.name) {
      case "Id":
        this.id ||= node.text.trim();
        return;
      case "ElctrncSeqNb":
      case "LglSeqNb":
        this.sequence ??= node.text.trim();
        return;
      case "CreDtTm": {
        const day = dayOfText(node.text.trim());
        if (day !== "invalid") this.createdOn = day ?? this.createdOn;
        return;
      }
      case "StmtPgntn":
      case "NtfctnPgntn":
        this.isPaged ||= isPageOfSeveral(node);
        return;
      case "CpyDplctInd":
        return this.sink.warn(
          "copy",
          "the bank marks this as a copy: lines read before are not new",
          this.origin.path,
        );
      case "Acct":
        this.account ??= node;
        return;
      default:
        return this.sums.part(node, this.sink, this.openContext(line), `${this.origin.path}/${node.name}`);
    }
  }

  openEntry(line: number): void {
    const context = this.openContext(line);
    if (context === undefined) return;
    this.entryCount += 1;
    this.entry = new CamtEntry(this.sink, context, this.sums, this.entryCount);
  }

  entryPart(node: XmlNode, isDetail: boolean, line: number): void {
    if (isDetail) this.entry?.detail(node, line);
    else this.entry?.part(node);
  }

  openDetails(line: number): void {
    this.entry?.openDetails(line);
  }

  closeDetails(): void {
    this.entry?.closeDetails();
  }

  closeEntry(line: number): void {
    this.entry?.close(line);
    this.entry = undefined;
  }

  close(sequences: Map<string, number>, line: number): void {
    const context = this.openContext(line);
    if (context === undefined) return;
    if (this.isPaged)
      this.sink.warn("pageOfSeveral", "this is one page of several: read the others too", this.origin.path);
    this.checkSequence(context, sequences);
    this.sums.check(this.sink, {
      batch: context.batch,
      path: this.origin.path,
      isPaged: this.isPaged,
      wantsBalances: this.origin.format === "camt.053",
    });
  }

  // The account stands before everything that needs it, so the batch is opened when it is first asked for.
  private openContext(line: number): StatementContext | undefined {
    if (this.context !== undefined) return this.context;
    const account = accountOf(this.account);
    if (account === undefined) {
      this.sink.refuse("structure", "the statement does not name its account before its entries", line);
      return undefined;
    }
    const currency = textAt(this.account, "Ccy") ?? null;
    const batch = this.sink.openBatch(
      { account: account.account, currency, id: this.id, sequence: this.sequence },
      line,
    );
    if (!account.isSound)
      this.sink.warn(
        "accountCheck",
        `the check digits of the account ${account.account} are wrong`,
        this.origin.path,
      );
    this.context = {
      format: this.origin.format,
      path: this.origin.path,
      statementId: this.id,
      batch,
      country: countryOf(account.account, currency),
      createdOn: this.createdOn,
    };
    return this.context;
  }

  private checkSequence(context: StatementContext, sequences: Map<string, number>): void {
    const number = Number(this.sequence ?? "");
    if (this.sequence === null || !Number.isSafeInteger(number)) return;
    const { account } = context.batch;
    const previous = sequences.get(account);
    if (previous !== undefined && number !== previous && number !== previous + 1)
      this.sink.warn(
        "sequenceGap",
        `statement ${number} follows ${previous}: some are missing`,
        this.origin.path,
      );
    sequences.set(account, number);
  }
}

// Decides which national reference a structured reference is. The account tells it better than the currency.
function countryOf(account: string, currency: string | null): ReferenceCountry {
  if (isValidNorwegianAccount(account) || account.startsWith("NO") || currency === "NOK") return "NO";
  if (account.startsWith("FI")) return "FI";
  return account.startsWith("SE") || currency === "SEK" ? "SE" : null;
}
