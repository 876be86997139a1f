import { date } from "@innfri/kernel";
import { describe, expect, it } from "vitest";
import { makeKid, makeSwedishOcr } from "../references/index.ts";
import {
  aBgMaxFile,
  aBgMaxLine,
  aCamtFile,
  aDeposit,
  anEntry,
  anOcrFile,
  anOcrLine,
  asStatement,
  aTransaction,
  type Outcome,
  read,
  seededRandom,
} from "./test-support.ts";
import { writeBgMax } from "./write-bgmax.ts";
import { writeCamt054 } from "./write-camt054.ts";
import { writeOcrGiro } from "./write-ocr-giro.ts";

// INNFRI_FUZZ=20000 is the long form.
const MUTATIONS = Number(process.env.INNFRI_FUZZ ?? 500);
const GARBAGE = [
  "\u0000",
  "\n",
  "\r",
  "\t",
  "<",
  ">",
  "&",
  "]]>",
  "-",
  "9".repeat(40),
  "\ufeff",
  "NY000010",
  "01BGMAX",
  "\u00ff",
];

type Mutation = (bytes: Buffer, random: () => number) => Buffer;

const flipBit: Mutation = (bytes, random) => {
  const at = Math.floor(random() * bytes.length);
  const changed = Buffer.from(bytes);
  changed[at] = (changed[at] ?? 0) ^ (1 << Math.floor(random() * 8));
  return changed;
};
const cutOff: Mutation = (bytes, random) => bytes.subarray(0, Math.floor(random() * bytes.length));
const cutOut: Mutation = (bytes, random) => {
  const from = Math.floor(random() * bytes.length);
  return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + 1 + Math.floor(random() * 100))]);
};
const insert: Mutation = (bytes, random) => {
  const at = Math.floor(random() * bytes.length);
  const piece = Buffer.from(
    (GARBAGE[Math.floor(random() * GARBAGE.length)] ?? "").repeat(1 + Math.floor(random() * 3)),
  );
  return Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);
};
const onLines =
  (change: (lines: string[], a: number, b: number) => void): Mutation =>
  (bytes, random) => {
    const lines = bytes.toString("latin1").split("\n");
    change(lines, Math.floor(random() * lines.length), Math.floor(random() * lines.length));
    return Buffer.from(lines.join("\n"), "latin1");
  };
const swapLines = onLines((lines, a, b) => {
  [lines[a], lines[b]] = [lines[b] ?? "", lines[a] ?? ""];
});
const dropLine = onLines((lines, a) => lines.splice(a, 1));
const repeatLine = onLines((lines, a, b) => lines.splice(b, 0, lines[a] ?? ""));
const MUTATE = [flipBit, flipBit, flipBit, cutOff, cutOut, insert, swapLines, dropLine, repeatLine] as const;

const entries = [
  anEntry([
    aTransaction(),
    aTransaction({ servicerReference: "T-2", amountMinor: 45_600n, references: [], text: ["nr 4711"] }),
  ]),
  anEntry([aTransaction({ servicerReference: "T-3", returnReason: "AC04" })], {
    direction: "debit",
    isReversal: true,
  }),
];
const SEEDS: readonly (readonly [format: string, seed: Uint8Array])[] = [
  [
    "OCR giro",
    writeOcrGiro(
      anOcrFile([
        anOcrLine(),
        anOcrLine({ type: 21, text: "Husleie", amountMinor: 880_000n }),
        anOcrLine({ type: 18, kid: makeKid("10003", "mod11") }),
        anOcrLine({ bankOn: null, amountMinor: 9_900n, processedOn: date("2026-02-27") }),
      ]),
    ),
  ],
  [
    "BgMax",
    writeBgMax(
      aBgMaxFile([], {
        deposits: [
          aDeposit([
            aBgMaxLine({
              name: "Åke",
              information: ["Hyra"],
              extra: [{ reference: "657866", amountMinor: 125_000n }],
            }),
            aBgMaxLine({ isDeduction: true, amountMinor: 5_000n }),
          ]),
          aDeposit([aBgMaxLine({ reference: makeSwedishOcr("99"), serial: "" })], { serial: 75 }),
        ],
      }),
    ),
  ],
  ["camt.054", writeCamt054(aCamtFile(entries))],
  [
    "camt.053",
    Buffer.from(asStatement(writeCamt054(aCamtFile(entries)), { opening: "0.00", closing: "456.00" })),
  ],
];

describe("a damaged file", () => {
  it.each(SEEDS)(
    `is read or refused, and never counts other money than it says: %s`,
    async (_format, seed) => {
      const whole = Buffer.from(seed);
      const unharmed = await read(whole);
      expect(unharmed).toMatchObject({ kind: "read", sumsHold: true });
      const random = seededRandom(20_260_302);
      const wrong: string[] = [];
      for (let i = 0; i < MUTATIONS; i++) {
        const mutate = MUTATE[Math.floor(random() * MUTATE.length)] ?? flipBit;
        const outcome = await read(mutate(whole, random), 1 + Math.floor(random() * 2000));
        // Mutations in pairs would agree with each other by chance; one by one they may change names, days and
        // references, but not how much money the file holds without its sums telling.
        if (outcome.kind === "read" && outcome.sumsHold && !holdsSameMoney(outcome, unharmed))
          wrong.push(`mutation ${i} (${mutate.name})`);
      }
      expect(wrong).toEqual([]);
    },
    600_000,
  );

  it.each(SEEDS)(
    `damaged in many places is read or refused all the same: %s`,
    async (_format, seed) => {
      const random = seededRandom(7);
      for (let i = 0; i < MUTATIONS / 5; i++) {
        let bytes: Buffer = Buffer.from(seed);
        for (let n = 0; n < 20; n++)
          bytes = (MUTATE[Math.floor(random() * MUTATE.length)] ?? flipBit)(bytes, random);
        const outcome = await read(bytes);
        expect(["read", "refused"]).toContain(outcome.kind);
      }
    },
    600_000,
  );
});

function holdsSameMoney(a: Outcome, b: Outcome): boolean {
  return grossOf(a) === grossOf(b);
}

function grossOf(outcome: Outcome): bigint {
  if (outcome.kind === "refused") return -1n;
  return outcome.totals.sums.reduce((sum, each) => sum + each.creditMinor + each.debitMinor, 0n);
}
