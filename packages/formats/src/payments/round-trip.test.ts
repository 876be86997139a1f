import { addDays, type CalendarDate, date } from "@innfri/kernel";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalAccount, makeKid, makeSwedishOcr } from "../references/index.ts";
import type { Payment } from "./payment.ts";
import { readWell } from "./test-support.ts";
import { type BgMaxDeposit, type BgMaxLine, writeBgMax } from "./write-bgmax.ts";
import { type Camt054Entry, type Camt054Transaction, writeCamt054 } from "./write-camt054.ts";
import { type OcrGiroAssignment, type OcrGiroLine, writeOcrGiro } from "./write-ocr-giro.ts";

const day = fc.nat(20_000).map((days): CalendarDate => addDays(date("1990-01-01"), days));
const minor = fc.bigInt(0n, 10n ** 13n);
const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`));
// Words as people write them, in the letters of ISO-8859-1, without blanks at the ends.
const words = (lengthMax: number) =>
  fc
    .string({ unit: fc.constantFrom(..."abcæøåÄÖéXYZ 0123456789-/.&<>\"'"), maxLength: lengthMax })
    .map((s) => s.trim());
const kid = fc.oneof(
  fc.constant(""),
  fc.stringMatching(/^\d{1,24}$/).map((payload) => makeKid(payload)),
  fc.stringMatching(/^\d{1,24}$/).map((payload) => makeKid(payload, "mod11")),
);
const RUNS = { numRuns: 60 };

describe("what is written is what is read", () => {
  const line: fc.Arbitrary<OcrGiroLine> = fc.record({
    type: fc.integer({ min: 10, max: 21 }),
    processedOn: day,
    bankOn: fc.option(day),
    amountMinor: minor,
    isNegative: fc.boolean(),
    kid,
    debitAccount: fc.option(digits(11).filter((account) => account !== "00000000000")),
    text: words(40),
  });
  const assignment: fc.Arbitrary<OcrGiroAssignment> = fc.record({
    agreement: digits(9),
    number: fc.nat(9_999_999),
    account: digits(11),
    settledOn: day,
    payments: fc.array(line, { maxLength: 8 }),
  });

  it("in OCR giro", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(assignment, { maxLength: 3 }),
        fc.constantFrom("\n", "\r\n", "") as fc.Arbitrary<"\n" | "\r\n" | "">,
        async (assignments, lineEnd) => {
          const frame = { transmissionNumber: 12, recipient: "34", sentOn: date("2026-03-02"), lineEnd };
          const file = await readWell(writeOcrGiro({ ...frame, assignments }));
          expect(file.sumsHold).toBe(true);
          expect(file.payments.map(ocrFacts)).toEqual(
            assignments.flatMap((each) => each.payments.map((payment) => expectedOcr(each, payment))),
          );
        },
      ),
      RUNS,
    ));

  const giroLine: fc.Arbitrary<BgMaxLine> = fc.record({
    amountMinor: minor,
    isDeduction: fc.constant(false),
    reference: fc.stringMatching(/^\d{1,23}$/).map(makeSwedishOcr),
    referenceCode: fc.constantFrom(2, 3, 4, 5),
    sender: fc.option(fc.stringMatching(/^[1-9]\d{6}$/)),
    serial: fc.oneof(fc.constant(""), digits(12)),
    information: fc.array(words(50), { maxLength: 4 }),
    name: words(35),
  });
  const deposit: fc.Arbitrary<BgMaxDeposit> = fc.record({
    bankgiro: fc.stringMatching(/^[1-9]\d{6}$/),
    currency: fc.constantFrom("SEK", "EUR"),
    paidOn: day,
    serial: fc.nat(99_999),
    payments: fc.array(giroLine, { maxLength: 8 }),
  });

  it("in BgMax", () =>
    fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(deposit, { maxLength: 3, selector: (each) => each.serial }),
        fc.boolean(),
        async (deposits, isTest) => {
          const file = await readWell(writeBgMax({ createdOn: date("2026-03-02"), deposits, isTest }));
          expect([file.sumsHold, file.test]).toEqual([true, isTest]);
          expect(file.payments.map(giroFacts)).toEqual(
            deposits.flatMap((each) => each.payments.map((payment) => expectedGiro(each, payment))),
          );
        },
      ),
      RUNS,
    ));

  const transaction: fc.Arbitrary<Camt054Transaction> = fc.record({
    amountMinor: minor,
    servicerReference: fc.stringMatching(/^[A-Z0-9]{1,35}$/),
    references: fc.array(
      fc.record({
        value: fc.stringMatching(/^\d{1,24}$/).map((payload) => makeKid(payload)),
        amountMinor: fc.option(minor),
      }),
      { maxLength: 3 },
    ),
    text: fc.array(words(140), { maxLength: 2 }),
    payer: fc.record({ name: words(70), account: digits(11) }),
    orderedOn: day,
  });
  const entry: fc.Arbitrary<Camt054Entry> = fc.record({
    direction: fc.constantFrom("credit", "debit"),
    isReversal: fc.boolean(),
    status: fc.constantFrom("BOOK", "PDNG", "INFO"),
    bookedOn: day,
    valueOn: day,
    servicerReference: fc.stringMatching(/^[A-Z0-9]{1,35}$/),
    transactions: fc.array(transaction, { minLength: 1, maxLength: 5 }),
  });

  it("in camt.054, every version", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(entry, { maxLength: 4 }),
        fc.constantFrom("02", "04", "08") as fc.Arbitrary<"02" | "04" | "08">,
        async (entries, version) => {
          const notification = { id: "N", sequence: 1, account: "NO9386011117947", currency: "NOK", entries };
          const file = await readWell(
            writeCamt054({
              version,
              messageId: "M",
              createdOn: date("2026-03-02"),
              notifications: [notification],
            }),
          );
          expect(file.sumsHold).toBe(true);
          expect(file.payments.map(camtFacts)).toEqual(
            entries.flatMap((each) => each.transactions.map((one) => expectedCamt(each, one))),
          );
        },
      ),
      RUNS,
    ));
});

describe("reading a file again", () => {
  it("gives the same keys, and no two payments of a file share one", () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.bigInt(1n, 3n), { minLength: 1, maxLength: 20 }), async (amounts) => {
        const payments = amounts.map((amountMinor) => ({
          type: 10,
          processedOn: date("2026-03-02"),
          bankOn: null,
          amountMinor,
          kid: makeKid("4711"),
          debitAccount: null,
        }));
        const one = {
          agreement: "1",
          number: 1,
          account: "86011117947",
          settledOn: date("2026-03-02"),
          payments,
        };
        const bytes = writeOcrGiro({
          transmissionNumber: 1,
          recipient: "1",
          sentOn: date("2026-03-02"),
          assignments: [one],
        });
        const [a, b] = [await readWell(bytes), await readWell(bytes, 33)];
        expect(a.payments).toEqual(b.payments);
        expect(new Set(a.payments.map((payment) => payment.bankReference)).size).toBe(amounts.length);
      }),
      RUNS,
    ));
});

function ocrFacts(payment: Payment) {
  const { bookedOn, orderedOn, amountMinor, reversal, reference, text, payer, account } = payment;
  return {
    bookedOn,
    orderedOn,
    amountMinor,
    reversal,
    reference: reference?.value ?? "",
    text,
    payer: payer?.account ?? null,
    account,
  };
}

function expectedOcr(assignment: OcrGiroAssignment, line: OcrGiroLine): ReturnType<typeof ocrFacts> {
  const hasText = line.type === 20 || line.type === 21;
  return {
    bookedOn: line.processedOn,
    orderedOn: line.bankOn,
    amountMinor: line.amountMinor,
    reversal: line.isNegative === true || line.type === 18 || line.type === 20,
    reference: line.kid,
    text: hasText ? (line.text ?? "") : "",
    payer: line.debitAccount,
    account: assignment.account,
  };
}

function giroFacts(payment: Payment) {
  const { bookedOn, amountMinor, currency, reference, text, payer, account } = payment;
  return {
    bookedOn,
    amountMinor,
    currency,
    reference: reference?.value,
    text,
    payer: payer?.account ?? null,
    name: payer?.name ?? "",
    account,
  };
}

function expectedGiro(deposit: BgMaxDeposit, line: BgMaxLine): ReturnType<typeof giroFacts> {
  return {
    bookedOn: deposit.paidOn,
    amountMinor: line.amountMinor,
    currency: deposit.currency,
    reference: line.reference,
    text: (line.information ?? []).join(" ").trim(),
    payer: line.sender,
    name: line.name ?? "",
    account: deposit.bankgiro,
  };
}

function camtFacts(payment: Payment) {
  const { bookedOn, valueOn, orderedOn, amountMinor, direction, reversal, status, reference, text, account } =
    payment;
  const parts = payment.references
    .filter((part) => part.source === "stated")
    .map((part) => [part.value, part.amountMinor]);
  return {
    bookedOn,
    valueOn,
    orderedOn,
    amountMinor,
    direction,
    reversal,
    status,
    reference: reference?.value,
    parts,
    text,
    account,
  };
}

function expectedCamt(entry: Camt054Entry, one: Camt054Transaction): ReturnType<typeof camtFacts> {
  const references = one.references ?? [];
  const status = { BOOK: "booked", PDNG: "pending", INFO: "info" } as const;
  return {
    bookedOn: entry.bookedOn,
    valueOn: entry.valueOn,
    orderedOn: one.orderedOn ?? null,
    amountMinor: one.amountMinor,
    direction: entry.direction,
    reversal: entry.isReversal === true,
    status: status[entry.status],
    reference: references[0]?.value,
    parts: references.length > 1 ? references.map((each) => [each.value, each.amountMinor]) : [],
    text: (one.text ?? []).join(" ").trim(),
    account: canonicalAccount("NO9386011117947"),
  };
}
