/**
 * A small world with a day in which everything happens that a day can bring, and the days before it as they were:
 * companies of both countries whose letters, lists, demands, closings and payments fall due together.
 */
import { writeOcrGiro } from "@innfri/formats";
import { addDays, type CalendarDate, date, type Uuid } from "@innfri/kernel";
import { aCreditor, type ClaimSpec, registerClaims, someSettings } from "@innfri/testing";
import type { CreditorSettings } from "../../engine/creditor-settings.ts";
import { openInstallation } from "../../installation.ts";
import { openPool, type Pool, sql, withAdministrator, withCreditor } from "../../store/index.ts";
import { recordPayments } from "../../usecases/record-payments.ts";
import { runDays } from "../../usecases/run-days.ts";
import { anAgency } from "../test-company.ts";
import { type People, somePeople } from "./test-people.ts";
import type { Receiver } from "./test-receiver.ts";

/** A Monday: letters of both countries, what comes of the list that closed, a list that opens, claims that are paid. */
export const DAY = date("2026-05-18");
export const AT = "T06:30:00.000Z";
export const NOW = new Date(`${DAY}${AT}`);

/** What the bank's file of the day pays, while the day is run. */
export const PAID_TODAY = ["71024", "71025", "71026"];

const FIRST_RUN = date("2026-04-20");
const ACCOUNT = "12345678903";

/** Claims of the same company that nothing happens to on the day but what people do. */
const SEEN_TO = ["71027", "71028", "71029"];

export type World = { readonly creditorIds: readonly Uuid[]; readonly people: People };

/** Fills an empty, migrated database. Until the day mail is only captured; on it, it goes to a mail server. */
export async function fillWorld(
  url: string,
  directory: string,
  receiver: Pick<Receiver, "follow">,
): Promise<World> {
  const pool = await openPool({ url, role: "innfri_engine" });
  try {
    await anAgency(pool);
    const notice = addDays(DAY, -14);
    const norway = await aCompany(
      pool,
      "NO",
      [
        ...claims("7", 0, 6, date("2026-04-08")),
        ...claims("7", 8, 10, notice),
        ...claims("7", 24, 6, addDays(DAY, 20)),
      ],
      { waivedRest: "0.00" },
    );
    const sweden = await aCompany(pool, "SE", [
      ...claims("8", 0, 6, date("2026-04-19")),
      ...claims("8", 8, 8, addDays(DAY, -11)),
    ]);
    const asking = await aCompany(
      pool,
      "NO",
      [...claims("9", 0, 6, date("2026-04-08")), ...claims("9", 8, 6, notice)],
      {
        name: "Myrholt Snekkeri AS",
        automation: "approve",
        account: { scheme: "NO_BBAN", value: "15032080119" },
        changes: { list: { weekday: 1 } },
      },
    );
    await livedUntil(url, directory, addDays(DAY, -1));
    await paid(url, directory, ["71008", "71009"], addDays(DAY, -1));
    // What goes by post is printed in Norway, and only files in Sweden.
    await changed(pool, norway, { waivedRest: "50.00", send: { email: "smtp", post: "folder" } });
    for (const creditorId of [sweden, asking])
      await changed(pool, creditorId, { waivedRest: "50.00", send: { email: "smtp" } });
    await receiver.follow(url, [norway, sweden, asking]);
    const people = await somePeople(pool, norway, SEEN_TO, NOW);
    return { creditorIds: [norway, sweden, asking], people };
  } finally {
    await pool.close();
  }
}

async function aCompany(
  pool: Pool,
  country: "NO" | "SE",
  claims: readonly ClaimSpec[],
  changes: Partial<CreditorSettings> = {},
): Promise<Uuid> {
  const creditorId = await aCreditor(pool, {
    country,
    clockOn: date("2026-03-02"),
    settings: someSettings(country, changes),
    isReal: true,
  });
  await registerClaims(pool, creditorId, country, claims);
  return creditorId;
}

/** Every eighth is the second of its customer, every fifth a business, every seventh without an e-mail address. */
function claims(prefix: string, from: number, count: number, dueOn: CalendarDate): ClaimSpec[] {
  return Array.from({ length: count }, (_, at) => {
    const i = from + at;
    return {
      number: `${prefix}${1000 + i}`,
      customer: `${prefix}-${i % 8 === 7 ? i - 1 : i}`,
      kind: i % 5 === 3 ? ("business" as const) : ("person" as const),
      principalMinor: BigInt(45_000 + i * 33_301),
      issuedOn: addDays(dueOn, -14),
      dueOn,
      // Nobody's box: the mail server refuses it, and the letter goes by post.
      email: i % 7 === 6 ? null : `${i % 7 === 4 ? "nobody" : "kunde"}${prefix}${i}@post.example`,
    };
  });
}

/** Rules of the day itself: what is left is waived, and letters go out into the world. */
async function changed(pool: Pool, creditorId: Uuid, changes: object): Promise<void> {
  await withCreditor(pool, creditorId, (tx) =>
    tx.run(sql`
      insert into creditor_settings (creditor_id, valid_from_on, version_no, recorded_at, data)
      select creditor_id, ${DAY}::date, 2, recorded_at, data || ${JSON.stringify(changes)}::jsonb from creditor_settings
      where creditor_id = ${creditorId}::uuid`),
  );
}

/** The days before, as they were run then. */
async function livedUntil(url: string, directory: string, last: CalendarDate): Promise<void> {
  const installation = await openInstallation(directory, url);
  try {
    const { operator } = installation;
    if (operator === null) throw new Error("no operator");
    for (let day = FIRST_RUN; day <= last; day = addDays(day, 1)) {
      const runs = await runDays({ ...installation, operator }, {}, new Date(`${day}${AT}`));
      for (const run of runs) {
        if (run.kind !== "ran") throw new Error(run.reason);
        if (process.env.SHOW)
          console.log(day, run.creditor.name, JSON.stringify(run.result), JSON.stringify(run.sent));
      }
    }
  } finally {
    await installation.close();
  }
}

/** What of these claims of the Norwegian company is paid: all, half, and more than was owed, in turn. */
export async function bankFile(
  url: string,
  numbers: readonly string[],
  on: CalendarDate,
): Promise<Uint8Array> {
  const owing = await withAdministrator(url, async (client) => {
    const { rows } = await client.query<{ reference: string; principal: bigint }>(
      `select reference, principal_minor as principal from claim
        join invoice using (creditor_id, invoice_id) where number = any($1) order by number`,
      [numbers],
    );
    return rows;
  });
  const shares = [(minor: bigint) => minor, (minor: bigint) => minor / 2n];
  return writeOcrGiro({
    transmissionNumber: 1,
    recipient: "00010482",
    sentOn: on,
    assignments: [
      {
        agreement: "000100200",
        number: 1,
        account: ACCOUNT,
        settledOn: on,
        payments: owing.map(({ reference, principal }, i) => ({
          type: 10 as const,
          processedOn: on,
          bankOn: on,
          amountMinor: (shares[i] ?? ((minor: bigint) => minor + 5000n))(principal),
          kid: reference,
          debitAccount: null,
        })),
      },
    ],
  });
}

/** Takes the bank's file of a day, which may be killed and given again. */
export async function paid(
  url: string,
  directory: string,
  numbers: readonly string[],
  on: CalendarDate,
): Promise<void> {
  const bytes = await bankFile(url, numbers, on);
  const installation = await openInstallation(directory, url);
  try {
    const { operator } = installation;
    if (operator === null) throw new Error("no operator");
    const source = { name: "paid.txt", open: () => [bytes] };
    const outcome = await recordPayments(
      { ...installation, operator },
      source,
      new Date(`${on}T12:00:00.000Z`),
      {
        pageLines: 1,
      },
    );
    if (outcome.kind !== "recorded") throw new Error(JSON.stringify(outcome));
    if (process.env.SHOW) console.log(JSON.stringify(outcome));
  } finally {
    await installation.close();
  }
}
