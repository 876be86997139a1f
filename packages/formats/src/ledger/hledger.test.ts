import { spawnSync } from "node:child_process";
import { addDays, type CalendarDate, type Currency, date } from "@innfri/kernel";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type JournalClosing, type JournalTransaction, writeHledger } from "./hledger.ts";

const hasHledger = spawnSync("hledger", ["--version"]).status === 0;
if (!hasHledger) console.warn("SKIPPED: hledger is not installed, the journal is not checked by it");

async function journal(transactions: readonly JournalTransaction[], closing?: JournalClosing) {
  let text = "";
  for await (const part of writeHledger(transactions, closing)) text += part;
  return text;
}

function hledger(text: string, ...command: readonly string[]): { status: number | null; out: string } {
  const run = spawnSync("hledger", ["-f", "-", ...command], {
    input: text,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, LANG: "C.UTF-8", LC_ALL: "C.UTF-8" },
  });
  return { status: run.status, out: run.stdout + run.stderr };
}

const reminded: JournalTransaction = {
  id: "018f-1",
  on: date("2026-02-17"),
  description: "Reminder fee",
  currency: "NOK",
  postings: [
    { account: "assets:receivables:Oda Oppdiktet", amountMinor: 3500n },
    { account: "income:reminder fees", amountMinor: -3500n },
  ],
  tags: { claim: "1001", step: "reminder" },
};

const hostileText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.stringMatching(/^[;|,"'()[\]*!=:%\n\r\t <>a-c0-9-]{0,30}$/),
  fc.constantFrom(
    "x\n2026-01-01 theft\n    assets:bank  -1.00 NOK\n    mine",
    "; date:1999-99-99",
    "a | b ; c:d, date:x [2026-13-13]",
    "(virtual)",
    "[balanced virtual]",
    "  two  spaces  ",
    "= 5 NOK",
    "@@ 3 SEK",
    "include /etc/hosts",
  ),
);

const anyTransaction: fc.Arbitrary<JournalTransaction> = fc
  .record({
    id: hostileText,
    day: fc.integer({ min: 0, max: 3000 }),
    description: hostileText,
    currency: fc.constantFrom<Currency[]>("NOK", "SEK", "DKK", "EUR"),
    accounts: fc.array(hostileText, { minLength: 2, maxLength: 5 }),
    amounts: fc.array(fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }), { minLength: 5, maxLength: 5 }),
    tags: fc.dictionary(hostileText, hostileText, { maxKeys: 3 }),
  })
  .map(({ id, day, description, currency, accounts, amounts, tags }) => {
    const free = accounts.slice(1).map((account, at) => ({ account, amountMinor: amounts[at] ?? 0n }));
    const rest = free.reduce((sum, { amountMinor }) => sum - amountMinor, 0n);
    const postings = [{ account: accounts[0] ?? "", amountMinor: rest }, ...free];
    return { id, on: addDays(date("2020-01-01"), day), description, currency, postings, tags };
  });

describe("A journal for hledger", () => {
  it("declares its currency and accounts once and shows the entry as a bookkeeper writes it", async () => {
    expect(await journal([reminded, { ...reminded, id: "018f-2", tags: {} }])).toBe(
      `decimal-mark .

commodity 1000.00 NOK
account assets:receivables:Oda Oppdiktet
account income:reminder fees

2026-02-17 * (018f-1) Reminder fee
    ; claim:1001
    ; step:reminder
    assets:receivables:Oda Oppdiktet  35.00 NOK
    income:reminder fees  -35.00 NOK

2026-02-17 * (018f-2) Reminder fee
    assets:receivables:Oda Oppdiktet  35.00 NOK
    income:reminder fees  -35.00 NOK

`,
    );
  });

  it("is not written when an entry does not sum to zero", async () => {
    const unbalanced = { ...reminded, postings: reminded.postings.slice(0, 1) };
    await expect(journal([unbalanced])).rejects.toThrow(/does not balance: 35\.00/);
  });

  it("keeps a hostile description on its line, and out of the comments", async () => {
    const text = await journal([{ ...reminded, description: 'a;b\n2026-01-01 x | "c"\u2028d', tags: {} }]);
    expect(text).toContain('2026-02-17 * (018f-1) a,b 2026-01-01 x / "c" d\n');
  });

  it("lets neither an id nor a tag become something else", async () => {
    const tags = { date: "1999-99-99", "a b": "1, date:2026-01-01; c", "": "x\ny" };
    const text = await journal([{ ...reminded, id: "1) (2;\n3", tags }]);
    expect(text.split("\n").slice(6, 10)).toEqual([
      "2026-02-17 * (1- -2, 3) Reminder fee",
      "    ; date-:1999-99-99",
      "    ; a-b:1  date:2026-01-01  c",
      "    ; tag:x y",
    ]);
  });

  it("keeps accounts apart that differ only in characters hledger cannot have", async () => {
    const names = ["a;b", "a,b", "a%3Bb", "(a)", "[a]", "a  b", "a b", "", ":", "*a", "-a", " a"];
    const text = await journal(
      names.map((account, at) => ({
        ...reminded,
        id: `${at}`,
        postings: [
          { account: `x:${account}`, amountMinor: 0n },
          { account: "y", amountMinor: 0n },
        ],
      })),
    );
    const declared = text.split("\n").filter((line) => line.startsWith("account "));
    expect(new Set(declared).size).toBe(names.length + 1);
    expect(declared.length).toBe(names.length + 1);
  });
});

describe.skipIf(!hasHledger)("hledger, reading the journal", () => {
  it("finds it sound, also strictly, and recomputes the balances", async () => {
    const closing = {
      on: date("2026-02-18"),
      balances: [{ account: "income:reminder fees", currency: "NOK" as const, amountMinor: -3500n }],
    };
    const text = await journal([reminded], closing);
    expect(hledger(text, "check", "--strict")).toEqual({ status: 0, out: "" });
    expect(hledger(text, "bal", "income", "-N").out.trim()).toBe("-35.00 NOK  income:reminder fees");
  });

  it("fails when the books do not hold what is asserted", async () => {
    const closing = {
      on: date("2026-02-18"),
      balances: [{ account: "income:reminder fees", currency: "NOK" as const, amountMinor: -3501n }],
    };
    expect(hledger(await journal([reminded], closing), "check").status).not.toBe(0);
  });

  it("sees exactly the transactions, days, accounts and amounts that were written, whatever the texts", async () => {
    const sample = fc.sample(anyTransaction, { numRuns: 400, seed: 20261117 });
    const transactions = sample.map((each, at) => ({ ...each, id: `${at} ${each.id}` }));
    const text = await journal(transactions);
    expect(hledger(text, "check", "--strict")).toEqual({ status: 0, out: "" });
    const printed = JSON.parse(hledger(text, "print", "-O", "json").out) as PrintedTransaction[];
    expect(printed.length).toBe(transactions.length);
    const seen = new Map(printed.map((each) => [Number(each.tcode.split(" ")[0]), each]));
    for (const [at, written] of transactions.entries()) {
      const read = seen.get(at);
      expect(read?.tdate).toBe(written.on);
      expect(read?.tpostings.map(amountOf)).toEqual(
        written.postings.map(({ amountMinor }) => `${amountMinor} ${written.currency}`),
      );
    }
    const names = new Set(transactions.flatMap(({ postings }) => postings.map(({ account }) => account)));
    const accounts = hledger(text, "accounts", "--declared").out.trimEnd().split("\n");
    expect(accounts.length).toBe(names.size);
  }, 60_000);
});

type PrintedTransaction = {
  readonly tcode: string;
  readonly tdate: CalendarDate;
  readonly tpostings: readonly PrintedPosting[];
};
type PrintedPosting = {
  readonly pamount: readonly [
    {
      readonly acommodity: string;
      readonly aquantity: { readonly decimalMantissa: number; readonly decimalPlaces: number };
    },
  ];
};

function amountOf({ pamount: [amount] }: PrintedPosting): string {
  const { decimalMantissa, decimalPlaces } = amount.aquantity;
  return `${BigInt(decimalMantissa) * 10n ** BigInt(2 - decimalPlaces)} ${amount.acommodity}`;
}
