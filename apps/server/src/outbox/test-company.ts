/** A real company whose letters leave, for tests of what carriers do: all of the law is confirmed for it. */
import { date, derivedId, type Uuid } from "@innfri/kernel";
import { aCreditor, registerClaims, someSettings } from "@innfri/testing";
import { temporaryFolder } from "@innfri/testing/folders";
import { clockOf } from "../clock.ts";
import type { CreditorSettings } from "../engine/creditor-settings.ts";
import { creditorById } from "../engine/creditors.ts";
import { allSignOffItems } from "../engine/sign-offs.ts";
import type { Operator } from "../installation.ts";
import { type Pool, sql, withCreditor } from "../store/index.ts";
import { type DayOptions, runDays } from "../usecases/run-days.ts";
import { recordSignOff } from "../usecases/sign-off-law.ts";
import { type DeliverOptions, deliverQueued } from "./deliver.ts";

const SELF: Operator = {
  operatorId: derivedId(date("2026-01-01"), "operator"),
  name: "Own claims",
  kind: "self",
  licence: null,
};

/** Every invoice fell due on 30 April 2026, so that its notice is due on Friday 15 May. */
export const NOTICE_DAY = "2026-05-15";

export type Customer = { readonly number: string; readonly email: string | null };

export async function aCompany(
  pool: Pool,
  send: CreditorSettings["send"],
  customers: readonly Customer[],
  env: Readonly<Record<string, string>> = {},
) {
  const directory = temporaryFolder("company");
  const installation = { pool, directory, operator: SELF, close: async () => undefined };
  await confirmAll(installation);
  const settings = someSettings("NO", send === undefined ? {} : { send });
  const creditorId = await aCreditor(pool, {
    country: "NO",
    clockOn: date("2026-03-02"),
    settings,
    isReal: true,
  });
  await registerClaims(
    pool,
    creditorId,
    "NO",
    customers.map(({ number, email }) => ({
      number,
      customer: `c${number}`,
      principalMinor: 450_000n,
      issuedOn: date("2026-04-16"),
      dueOn: date("2026-04-30"),
      email,
    })),
  );
  const creditor = (await creditorById(pool, creditorId))!;
  const at = (day: string, time = "08:00") => new Date(`${day}T${time}:00.000Z`);
  return {
    installation,
    creditor,
    creditorId,
    env,
    /** The run of a day, as by hand. */
    run: async (day = NOTICE_DAY, time?: string, options: DayOptions = {}) => {
      const all = { ...options, delivery: { env, ...options.delivery } };
      const [ran] = await runDays(installation, { creditorId }, at(day, time), all);
      if (ran?.kind !== "ran") throw new Error(JSON.stringify(ran));
      return ran;
    },
    /** Only what is queued. */
    deliver: (day = NOTICE_DAY, time?: string, options: DeliverOptions = {}) =>
      deliverQueued(installation, creditor, clockOf(creditor, at(day, time)), { env, ...options }),
    clock: (day = NOTICE_DAY, time?: string) => clockOf(creditor, at(day, time)),
    messages: () =>
      withCreditor(pool, creditorId, (tx) =>
        tx.many<MessageSeen>(sql`
          select i.number, m.message_id as "messageId", m.channel, m.state, m.send_after as "sendAfter",
            (select json_agg(json_build_object('no', a.attempt_no, 'outcome', a.outcome, 'carrier', a.carrier)
              order by a.attempt_no) from delivery_attempt a
              where a.creditor_id = m.creditor_id and a.message_id = m.message_id) as attempts
          from message m
          join claim c on c.creditor_id = m.creditor_id and c.debtor_id = m.debtor_id
          join invoice i on i.creditor_id = m.creditor_id and i.invoice_id = c.invoice_id
          where m.creditor_id = ${creditorId}::uuid order by i.number, m.send_after, m.channel`),
      ),
    /** What an import leaves that knows more of the debtor than the last. */
    newContact: (more: Readonly<Record<string, unknown>>) =>
      withCreditor(pool, creditorId, (tx) =>
        tx.run(sql`
          insert into contact (creditor_id, contact_id, debtor_id, valid_from_on, salt, data)
          select creditor_id, gen_random_uuid(), debtor_id, valid_from_on + 1, salt, data || ${JSON.stringify(more)}::jsonb
          from contact where creditor_id = ${creditorId}::uuid`),
      ),
    history: (number: string) =>
      withCreditor(pool, creditorId, async (tx) => {
        const events = await tx.many<{
          kind: string;
          data: { letter?: string; step?: string; rule?: string; reason?: string };
        }>(sql`
          select e.kind, e.data from event e join claim c using (creditor_id, claim_id)
          join invoice i on i.creditor_id = c.creditor_id and i.invoice_id = c.invoice_id
          where e.creditor_id = ${creditorId}::uuid and i.number = ${number} order by e.seq`);
        return events.map(({ kind, data }) =>
          [kind, data.letter ?? data.step ?? data.rule ?? data.reason]
            .filter((part) => part !== undefined)
            .join(": "),
        );
      }),
  };
}

export type MessageSeen = {
  readonly number: string;
  readonly messageId: Uuid;
  readonly channel: string;
  readonly state: string;
  readonly sendAfter: string;
  readonly attempts:
    | readonly { readonly no: number; readonly outcome: string | null; readonly carrier: string }[]
    | null;
};

async function confirmAll(installation: Parameters<typeof recordSignOff>[0]): Promise<void> {
  for (const { id: itemId } of allSignOffItems())
    await recordSignOff(
      installation,
      {
        itemId,
        on: date("2026-02-02"),
        isWithdrawn: false,
        byName: "Advokat Vera Vrang",
        text: "read in full",
      },
      new Date("2026-02-03T08:00:00.000Z"),
    );
}
