import { type CalendarDate, type Currency, formatMinor } from "@innfri/kernel";

/** One line of a transaction: minor units of its currency, debit positive. */
export type JournalPosting = { readonly account: string; readonly amountMinor: bigint };

/** A balanced entry of the books. Accounts are written with colons from the general to the particular. */
export type JournalTransaction = {
  readonly id: string;
  readonly on: CalendarDate;
  readonly description: string;
  readonly currency: Currency;
  readonly postings: readonly JournalPosting[];
  readonly tags?: Readonly<Record<string, string>>;
};

/** What an account must hold at the end of a day, so that hledger recomputes it and fails when it does not. */
export type BalanceAssertion = JournalPosting & { readonly currency: Currency };
export type JournalClosing = { readonly on: CalendarDate; readonly balances: readonly BalanceAssertion[] };

/**
 * Writes a journal for hledger, one text per transaction, in the order given. Each account and currency is
 * declared where it first occurs, so `hledger check --strict` passes. Texts from outside cannot change the
 * books: what would end a description, begin a comment or become a posting is written as something else.
 *
 * Throws `RangeError` on a transaction that does not sum to zero: the books are then wrong already.
 */
export async function* writeHledger(
  transactions: AsyncIterable<JournalTransaction> | Iterable<JournalTransaction>,
  closing?: JournalClosing,
): AsyncGenerator<string> {
  const declared = new Set<string>();
  yield "decimal-mark .\n\n";
  for await (const transaction of transactions) {
    const accounts = transaction.postings.map(({ account }) => account);
    yield `${declarations(declared, [transaction.currency], accounts)}${transactionText(transaction)}\n`;
  }
  if (closing !== undefined && closing.balances.length > 0) yield closingText(closing, declared);
}

function transactionText(transaction: JournalTransaction): string {
  const sum = transaction.postings.reduce((total, { amountMinor }) => total + amountMinor, 0n);
  if (sum !== 0n)
    throw new RangeError(`transaction ${transaction.id} does not balance: ${formatMinor(sum)} is left over`);
  const lines = [
    `${transaction.on} * (${codeText(transaction.id)}) ${lineText(transaction.description)}`.trimEnd(),
  ];
  for (const [name, value] of Object.entries(transaction.tags ?? {}))
    lines.push(`    ; ${tagName(name)}:${tagValue(value)}`.trimEnd());
  for (const { account, amountMinor } of transaction.postings)
    lines.push(`    ${accountText(account)}  ${formatMinor(amountMinor)} ${transaction.currency}`);
  return `${lines.join("\n")}\n`;
}

function closingText({ on, balances }: JournalClosing, declared: Set<string>): string {
  const currencies = balances.map(({ currency }) => currency);
  const accounts = balances.map(({ account }) => account);
  const lines = balances.map(
    ({ account, currency, amountMinor }) =>
      `    ${accountText(account)}  0.00 ${currency} = ${formatMinor(amountMinor)} ${currency}`,
  );
  return `${declarations(declared, currencies, accounts)}${on} * Balances that must hold\n${lines.join("\n")}\n`;
}

function declarations(
  declared: Set<string>,
  currencies: readonly Currency[],
  accounts: readonly string[],
): string {
  let text = "";
  const declare = (directive: string) => {
    if (declared.has(directive)) return;
    declared.add(directive);
    text += `${directive}\n`;
  };
  for (const currency of currencies) declare(`commodity 1000.00 ${currency}`);
  for (const account of accounts) declare(`account ${accountText(account)}`);
  return text === "" ? "" : `${text}\n`;
}

// hledger has no way to escape. In a description a semicolon begins a comment and a bar divides payee from note.
function lineText(text: string): string {
  return oneLine(text).replaceAll(";", ",").replaceAll("|", "/");
}

function codeText(id: string): string {
  return lineText(id).replace(/[()]/g, "-");
}

/**
 * An account name that hledger reads as one: letters, digits, single spaces and a few marks stand, every other
 * character is percent-encoded, so that two different accounts never become the same. Brackets would make a
 * posting virtual, two spaces would end the name, and an empty part is written `%`.
 */
function accountText(account: string): string {
  return account.split(":").map(accountPart).join(":");
}

function accountPart(part: string): string {
  if (part === "") return "%";
  return part.replace(/^ | $| (?= )|[^\p{L}\p{N} ._/&+'-]|^[^\p{L}\p{N}]/gu, percentEncoded);
}

function percentEncoded(character: string): string {
  return [...Buffer.from(character, "utf8")]
    .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`)
    .join("");
}

// The names that hledger gives a meaning of its own: a date in a tag would move the transaction.
const RESERVED_TAGS = new Set(["date", "date2", "type", "t", "assert", "retain", "start"]);

function tagName(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9_-]+/g, "-").replace(/^-+|-+$/g, "") || "tag";
  return RESERVED_TAGS.has(plain.toLowerCase()) ? `${plain}-` : plain;
}

// A comma ends a tag's value, and what comes after it could be a tag.
function tagValue(value: string): string {
  return oneLine(value).replaceAll(",", " ").replaceAll(";", " ");
}

function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Cn}]+/gu, " ")
    .replace(/\s+/gu, " ")
    .trim();
}
