/** Writes camt.054 notifications with right counts and sums: for tests, fixtures and the demo. */
import { type CalendarDate, formatMinor } from "@innfri/kernel";

export type Camt054Transaction = {
  readonly amountMinor: bigint;
  /** The bank's own reference of this payment. */
  readonly servicerReference: string;
  readonly endToEndId?: string;
  /** Structured references; an amount is the part for it, negative for a credit note. */
  readonly references?: readonly { readonly value: string; readonly amountMinor: bigint | null }[];
  readonly text?: readonly string[];
  readonly payer?: { readonly name: string; readonly account?: string; readonly organisationNumber?: string };
  readonly orderedOn?: CalendarDate;
  /** ISO code of why the payment came back. */
  readonly returnReason?: string;
};

export type Camt054Entry = {
  readonly direction: "credit" | "debit";
  readonly isReversal?: boolean;
  readonly status: "BOOK" | "PDNG" | "INFO";
  readonly bookedOn: CalendarDate;
  readonly valueOn: CalendarDate;
  readonly servicerReference: string;
  readonly transactions: readonly Camt054Transaction[];
};

export type Camt054File = {
  readonly version: "02" | "04" | "08";
  readonly messageId: string;
  readonly createdOn: CalendarDate;
  readonly notifications: readonly {
    readonly id: string;
    readonly sequence: number;
    /** IBAN, or another number such as eleven digits in Norway. */
    readonly account: string;
    readonly currency: string;
    readonly entries: readonly Camt054Entry[];
  }[];
};

type Version = Camt054File["version"];
type Notification = Camt054File["notifications"][number];

export function writeCamt054(file: Camt054File): Uint8Array {
  const header = element("GrpHdr", [
    leaf("MsgId", file.messageId),
    leaf("CreDtTm", `${file.createdOn}T06:00:00`),
  ]);
  const notifications = file.notifications.map((each) => notification(each, file));
  const xml = [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.${file.version}">\n`,
    element("BkToCstmrDbtCdtNtfctn", [header, ...notifications]),
    "</Document>\n",
  ];
  return new TextEncoder().encode(xml.join(""));
}

function notification(each: Notification, file: Camt054File): string {
  return element("Ntfctn", [
    leaf("Id", each.id),
    leaf("ElctrncSeqNb", String(each.sequence)),
    leaf("CreDtTm", `${file.createdOn}T06:00:00`),
    element("Acct", [element("Id", [accountId(each.account)]), leaf("Ccy", each.currency)]),
    summary(each.entries),
    ...each.entries.map((entry, i) =>
      entryElement(entry, i + 1, { version: file.version, currency: each.currency }),
    ),
  ]);
}

function summary(entries: readonly Camt054Entry[]): string {
  const of = (direction: string) => entries.filter((entry) => entry.direction === direction);
  const sum = (some: readonly Camt054Entry[]) => some.reduce((total, entry) => total + sumOf(entry), 0n);
  const group = (name: string, some: readonly Camt054Entry[]) =>
    element(name, [leaf("NbOfNtries", String(some.length)), leaf("Sum", formatMinor(sum(some)))]);
  return element("TxsSummry", [
    group("TtlNtries", entries),
    group("TtlCdtNtries", of("credit")),
    group("TtlDbtNtries", of("debit")),
  ]);
}

function entryElement(
  entry: Camt054Entry,
  number: number,
  file: { readonly version: Version; readonly currency: string },
): string {
  const { version, currency } = file;
  const batch = element("Btch", [
    leaf("NbOfTxs", String(entry.transactions.length)),
    amount("TtlAmt", sumOf(entry), currency),
  ]);
  return element("Ntry", [
    leaf("NtryRef", String(number)),
    amount("Amt", sumOf(entry), currency),
    direction(entry),
    entry.isReversal ? leaf("RvslInd", "true") : "",
    version === "08" ? element("Sts", [leaf("Cd", entry.status)]) : leaf("Sts", entry.status),
    element("BookgDt", [leaf("Dt", entry.bookedOn)]),
    element("ValDt", [leaf("Dt", entry.valueOn)]),
    leaf("AcctSvcrRef", entry.servicerReference),
    element("NtryDtls", [batch, ...entry.transactions.map((each) => transaction(each, entry, file))]),
  ]);
}

function transaction(
  each: Camt054Transaction,
  entry: Camt054Entry,
  file: { readonly version: Version; readonly currency: string },
): string {
  const { version, currency } = file;
  const value = amount("Amt", each.amountMinor, currency);
  const { orderedOn, returnReason } = each;
  return element("TxDtls", [
    element("Refs", [
      leaf("AcctSvcrRef", each.servicerReference),
      leaf("EndToEndId", each.endToEndId ?? "NOTPROVIDED"),
    ]),
    version === "02" ? element("AmtDtls", [element("TxAmt", [value])]) : value + direction(entry),
    parties(each, version),
    remittance(each, currency),
    orderedOn === undefined ? "" : element("RltdDts", [leaf("AccptncDtTm", `${orderedOn}T12:00:00`)]),
    returnReason === undefined ? "" : element("RtrInf", [element("Rsn", [leaf("Cd", returnReason)])]),
  ]);
}

function parties(each: Camt054Transaction, version: Version): string {
  const { payer } = each;
  if (payer === undefined) return "";
  const number = payer.organisationNumber;
  const own = [
    leaf("Nm", payer.name),
    number === undefined ? "" : element("Id", [element("OrgId", [element("Othr", [leaf("Id", number)])])]),
  ];
  return element("RltdPties", [
    element("Dbtr", version === "08" ? [element("Pty", own)] : own),
    payer.account === undefined ? "" : element("DbtrAcct", [element("Id", [accountId(payer.account)])]),
  ]);
}

function remittance(each: Camt054Transaction, currency: string): string {
  const free = (each.text ?? []).map((text) => leaf("Ustrd", text));
  const structured = (each.references ?? []).map(({ value, amountMinor }) => {
    const type = element("Tp", [element("CdOrPrtry", [leaf("Cd", "SCOR")])]);
    return element("Strd", [
      partAmount(amountMinor, currency),
      element("CdtrRefInf", [type, leaf("Ref", value)]),
    ]);
  });
  return free.length + structured.length === 0 ? "" : element("RmtInf", [...free, ...structured]);
}

function partAmount(minor: bigint | null, currency: string): string {
  if (minor === null) return "";
  const note = element("RfrdDocInf", [element("Tp", [element("CdOrPrtry", [leaf("Cd", "CREN")])])]);
  return minor < 0n
    ? note + element("RfrdDocAmt", [amount("CdtNoteAmt", -minor, currency)])
    : element("RfrdDocAmt", [amount("RmtdAmt", minor, currency)]);
}

function sumOf(entry: Camt054Entry): bigint {
  return entry.transactions.reduce((total, each) => total + each.amountMinor, 0n);
}

function direction(entry: Camt054Entry): string {
  return leaf("CdtDbtInd", entry.direction === "credit" ? "CRDT" : "DBIT");
}

function accountId(account: string): string {
  return /^[A-Z]{2}\d{2}/.test(account) ? leaf("IBAN", account) : element("Othr", [leaf("Id", account)]);
}

function amount(name: string, minor: bigint, currency: string): string {
  return `<${name} Ccy="${escaped(currency)}">${formatMinor(minor)}</${name}>\n`;
}

function leaf(name: string, text: string): string {
  return `<${name}>${escaped(text)}</${name}>\n`;
}

function element(name: string, children: readonly string[]): string {
  return `<${name}>\n${children.join("")}</${name}>\n`;
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
