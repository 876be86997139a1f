/** Payments from a bank file, read, matched, allocated and booked, beside the floor of writing the same rows. */
import { writeOcrGiro } from "@innfri/formats";
import { date } from "@innfri/kernel";
import { recordPayments } from "@innfri/server/payments";
import { openPool, sql, withCreditor } from "@innfri/server/store";
import { AN_AGENCY, benchDatabase, checkpoint, dropDatabases } from "./database.ts";
import type { Figure } from "./figure.ts";
import { secondsOfFloor, type Written } from "./floor/staged.ts";
import { RUN_DAYS, seedPortfolio } from "./portfolio.ts";

const BOOKED_ON = date("2026-05-13");
const WRITTEN: Written = {
  bank_file: "true",
  bank_line: "true",
  payment: "true",
  allocation: "true",
  ledger_transaction: "kind <> 'opening'",
  event: "seq > 1",
  chain_growth: "true",
  file: "version > 1",
  claim_now: "head_seq > 1",
};

/** A payment in full of each of `lines` claims, in one OCR giro file. */
export async function benchBankLines(serverUrl: string, lines: number): Promise<Figure[]> {
  const size = { claims: lines, due: lines, days: RUN_DAYS.slice(0, 1), layout: "imported" } as const;
  const { url, creditorId } = await seedPortfolio(serverUrl, "bench_bank", size);
  const untouched = await benchDatabase(serverUrl, "bench_floor", "bench_bank");
  const pool = await openPool({ url, role: "innfri_engine", max: 4 });
  const owed = await withCreditor(pool, creditorId, (tx) =>
    tx.many<{ reference: string; minor: bigint }>(
      sql`select reference, principal_minor as minor from claim where creditor_id = ${creditorId}::uuid order by reference`,
    ),
  );
  const bytes = writeOcrGiro({
    transmissionNumber: 1,
    recipient: "00000001",
    sentOn: BOOKED_ON,
    assignments: [
      {
        agreement: "000000001",
        number: 1,
        account: AN_AGENCY.licence.clientAccount,
        settledOn: BOOKED_ON,
        payments: owed.map(({ reference, minor }) => ({
          type: 10,
          processedOn: BOOKED_ON,
          bankOn: BOOKED_ON,
          amountMinor: minor,
          kid: reference,
          debitAccount: null,
        })),
      },
    ],
  });
  await checkpoint(url);
  const installation = { directory: "", pool, operator: AN_AGENCY, close: async () => undefined };
  const [cpu, startedMs] = [process.cpuUsage(), performance.now()];
  const outcome = await recordPayments(
    installation,
    { name: "bench.ocr", open: () => [bytes] },
    new Date(`${BOOKED_ON}T09:00:00Z`),
  );
  const seconds = (performance.now() - startedMs) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  await pool.close();
  if (outcome.kind !== "recorded" || outcome.matched !== lines) throw new Error(JSON.stringify(outcome));
  const floorSeconds = await secondsOfFloor(WRITTEN, {
    from: url,
    to: untouched,
    creditorId,
    statement: "bank-lines.sql",
    rows: lines,
  });
  await dropDatabases(serverUrl, "bench_floor", "bench_bank");
  const [value, floor] = [lines / seconds, lines / floorSeconds];
  return [
    {
      name: "bank lines read, matched, allocated, booked",
      value,
      unit: "lines/s",
      floor,
      ratio: value / floor,
      target: 5000,
      n: lines,
      cpuMicroseconds: (user + system) / lines,
    },
  ];
}
