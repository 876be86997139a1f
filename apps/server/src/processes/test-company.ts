/** For tests of processes: real companies whose days are run by themselves, with everything confirmed that must be. */
import { addDays, type CalendarDate, date, derivedId, type Uuid } from "@innfri/kernel";
import { lawPack } from "@innfri/law";
import { aCreditor, registerClaims, someSettings, type TestDatabase } from "@innfri/testing";
import type { OpenedInstallation } from "../installation.ts";
import { type Pool, sql, withCreditor, withOperator } from "../store/index.ts";
import { recordSignOff } from "../usecases/sign-off-law.ts";

/** Friday 15 May 2026: claims due on 30 April get their notice. */
export const DAY = date("2026-05-15");
export const MORNING = new Date("2026-05-15T06:30:00.000Z");

/** An agency, and a confirmation of every open item of the law. */
export async function anAgency(pool: Pool): Promise<void> {
  await withOperator(pool, (tx) =>
    tx.run(sql`insert into operator (operator_id, name, kind, licence)
      values (${derivedId(date("2026-01-01"), "operator")}::uuid, 'Tindervik Inkasso AS', 'agency',
        '{"reference":"INK-1","clientAccount":"99991042764","organisationNumber":"310000027","contact":{"addressLines":["Postboks 44"],"email":"svar@tindervik.example","phone":null}}')`),
  );
  for (const country of ["NO", "SE"] as const)
    for (const { id } of lawPack(country).signOffs) {
      const input = {
        itemId: id,
        byName: "Advokat Vera Vrang",
        on: date("2026-05-01"),
        text: "read in full",
      };
      const outcome = await recordSignOff({ pool }, { ...input, isWithdrawn: false }, MORNING);
      if (outcome.kind !== "recorded") throw new Error(JSON.stringify(outcome));
    }
}

/** A real company with so many claims of as many customers, all due for their notice on `DAY`. */
export async function aCompany(
  pool: Pool,
  claims: number,
  dueOn: CalendarDate = addDays(DAY, -15),
): Promise<Uuid> {
  const creditorId = await aCreditor(pool, {
    country: "NO",
    clockOn: date("2026-03-02"),
    settings: someSettings("NO"),
    isReal: true,
  });
  await registerClaims(
    pool,
    creditorId,
    "NO",
    Array.from({ length: claims }, (_, i) => ({
      number: String(7000 + i),
      customer: String(70_000 + i),
      principalMinor: BigInt(100_000 + i * 101),
      issuedOn: addDays(dueOn, -14),
      dueOn,
    })),
  );
  return creditorId;
}

/** What must be so once for each claim, however many workers there were: the notices, fees and letters of the day. */
export async function doneOnce(pool: Pool, creditorId: Uuid) {
  return withCreditor(pool, creditorId, (tx) =>
    tx.one<{
      steps: number;
      claims: number;
      documents: number;
      messages: number;
      sent: number;
      fees: number;
      finished: boolean;
      left: number;
    }>(sql`
      select (select count(*)::int from step where kind = 'notice') as steps,
        (select count(distinct claim_id)::int from step) as claims,
        (select count(*)::int from document) as documents,
        (select count(*)::int from message) as messages,
        (select count(*)::int from message where state = 'sent') as sent,
        (select count(*)::int from ledger_transaction where kind = 'charge') as fees,
        (select coalesce(bool_and(finished_at is not null), false) from run) as finished,
        (select count(*)::int from file where next_look_on <= ${DAY}::date) as left`),
  );
}

/** The test's database as an installation that a process opened, without an operator yet. */
export function openedOn(database: TestDatabase, pool: Pool, directory: string): OpenedInstallation {
  return {
    pool,
    directory,
    operator: null,
    isEmbedded: false,
    poolFor: database.pool,
    urlFor: async () => database.url,
    close: async () => undefined,
  };
}
