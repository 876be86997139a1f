/** A company's own server that is told of its events by webhooks, and that goes wrong when it is told to. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { TOLD_KINDS } from "../../events/event-types.ts";
import { keysOf, newKey } from "../../secrets/keys.ts";
import { openPool, withAdministrator, withCreditor } from "../../store/index.ts";
import { makeWebhook } from "../../usecases/webhooks.ts";
import { networksOf } from "../../webhooks/addresses.ts";
import { DAY, NOW, type World } from "./test-world.ts";

/** What becomes of the next message. The second takes it and does not say so. */
export const TELL_FAULTS = ["answer-500", "take-then-drop", "drop-before-body"] as const;
export type TellFault = (typeof TELL_FAULTS)[number];

export type Receiver = {
  readonly env: Readonly<Record<"INNFRI_KEYS" | "INNFRI_WEBHOOK_NETWORKS", string>>;
  readonly wronged: readonly TellFault[];
  /** Has the companies of a world tell it everything from now on. */
  follow(url: string, creditorIds: World["creditorIds"]): Promise<void>;
  begin(faults: readonly TellFault[]): void;
  /** Events of the day that are not one message, taken with that one content; and messages of no event. */
  wrongIn(url: string): Promise<string[]>;
  end(): Promise<void>;
};

export async function aReceiver(): Promise<Receiver> {
  let taken = new Map<string, Set<string>>();
  let wronged: TellFault[] = [];
  let faults: TellFault[] = [];
  const server = createServer((request, response) => {
    const fault = faults.shift();
    if (fault !== undefined) wronged.push(fault);
    if (fault === "drop-before-body") return void request.socket.destroy();
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      if (fault === "answer-500") return response.writeHead(500).end();
      const id = String(request.headers["webhook-id"]);
      taken.set(id, (taken.get(id) ?? new Set()).add(Buffer.concat(chunks).toString("utf8")));
      if (fault === "take-then-drop") return request.socket.destroy();
      return response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const env = { INNFRI_KEYS: newKey("faults"), INNFRI_WEBHOOK_NETWORKS: "127.0.0.0/8" };
  return {
    env,
    get wronged() {
      return wronged;
    },
    follow: async (url, creditorIds) => {
      const pool = await openPool({ url, role: "innfri_api" });
      const given = { url: `http://127.0.0.1:${port}/`, description: "The company's own server", types: [] };
      const using = { keys: keysOf(env.INNFRI_KEYS, "the test"), networks: networksOf(env) };
      for (const creditorId of creditorIds) {
        const by = { actor: "test", now: NOW };
        const made = await withCreditor(pool, creditorId, (tx) =>
          makeWebhook(tx, creditorId, given, by, using),
        );
        if (made.kind === "refused") throw new Error(made.reason);
      }
      await pool.close();
    },
    begin: (next) => {
      taken = new Map();
      wronged = [];
      faults = [...next];
    },
    wrongIn: async (url) => {
      const told = await toldIn(url);
      const ids = new Set(told.flatMap(({ ids }) => ids));
      return [
        ...told
          .filter(({ ids, bodies }) => {
            const got = [...(taken.get(`msg_${ids[0]}`) ?? [])];
            return ids.length !== 1 || got.length !== 1 || got[0] !== bodies[0];
          })
          .map(
            ({ claimId, seq, ids }) =>
              `event ${claimId} ${seq} was told as ${ids.length} messages, or otherwise`,
          ),
        ...[...taken.keys()]
          .filter((id) => !ids.has(id.slice("msg_".length)))
          .map((id) => `${id} is of no event`),
      ];
    },
    end: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

type Told = {
  readonly claimId: string;
  readonly seq: number;
  readonly ids: string[];
  readonly bodies: string[];
};

/** Each event of the day that companies ask to be told of, with its messages. */
async function toldIn(url: string): Promise<Told[]> {
  const { rows } = await withAdministrator(url, (client) =>
    client.query<Told>(
      `select e.claim_id as "claimId", e.seq, array_remove(array_agg(m.message_id::text), null) as ids,
        array_remove(array_agg(m.body), null) as bodies
      from event e
      left join webhook_message m on m.creditor_id = e.creditor_id
        and m.body::jsonb #>> '{data,claimId}' = e.claim_id::text and (m.body::jsonb #>> '{data,seq}')::int = e.seq
      where e.recorded_at >= $1 and e.kind = any($2) group by e.creditor_id, e.claim_id, e.seq`,
      [NOW.toISOString(), TOLD_KINDS],
    ),
  );
  if (rows.length === 0) throw new Error(`nothing happened on ${DAY}`);
  return rows;
}

/** Events that are no message yet, and messages that nobody has taken. */
export async function untoldIn(url: string): Promise<number> {
  const { rows } = await withAdministrator(url, (client) =>
    client.query<{ count: number }>(
      "select count(*)::int as count from webhook_message where state = 'waiting'",
    ),
  );
  const told = await toldIn(url);
  return rows[0]!.count + told.filter(({ ids }) => ids.length === 0).length;
}

/** The waits between two tries have passed. */
export const TOLD_AGAIN = [
  "update webhook_message set next_try_at = now() where state = 'waiting'",
  "update wake set wake_at = now() where work = 'tell'",
];
