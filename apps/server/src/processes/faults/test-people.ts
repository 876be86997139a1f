/**
 * What people do over HTTP while the day is run: each act is sent until it is answered, under one key, however often the
 * process that serves dies over it. Their claims are in no letter of the day, so that the day stays what it is.
 */
import { isDeepStrictEqual } from "node:util";
import { apiClient, type Client } from "@innfri/contract";
import { addDays, type Uuid } from "@innfri/kernel";
import { type Pool, sql, withCreditor, withOperator } from "../../store/index.ts";
import { makeApiKey } from "../../usecases/api-keys.ts";
import { DAY } from "./test-world.ts";

export type People = {
  readonly secret: string;
  readonly creditorId: Uuid;
  readonly claimIds: readonly Uuid[];
};

/** A key of a program that a company has, and the claims it sees to. */
export async function somePeople(
  pool: Pool,
  creditorId: Uuid,
  numbers: readonly string[],
  now: Date,
): Promise<People> {
  const made = await withOperator(pool, (tx) =>
    makeApiKey(
      tx,
      {
        ...{ creditorId: null, name: "The shop's own program", expiresOn: null, createdBy: "test" },
        scopes: ["claims:read", "claims:act"],
      },
      null,
      now,
    ),
  );
  if (made.kind === "refused") throw new Error(made.reason);
  const rows = await withCreditor(pool, creditorId, (tx) =>
    tx.many<{ claimId: Uuid }>(sql`
      select claim_id as "claimId" from claim join invoice using (creditor_id, invoice_id)
      where creditor_id = ${creditorId}::uuid and number = any(${numbers}::text[]) order by number`),
  );
  return { secret: made.secret, creditorId, claimIds: rows.map(({ claimId }) => claimId) };
}

type More = { readonly idempotencyKey: string; readonly signal: AbortSignal };
type Act = (client: Client, more: More) => Promise<unknown>;

function actsOf({ creditorId, claimIds }: People): Act[] {
  return claimIds.flatMap((claimId) => {
    const params = { creditorId, claimId };
    const until = addDays(DAY, 60);
    return [
      (client, more) => client.stopClaim({ params, body: {}, ...more }),
      (client, more) => client.releaseClaim({ params, ...more }),
      (client, more) => client.postponeClaim({ params, body: { until }, ...more }),
    ] satisfies Act[];
  });
}

/** No answer for so long is none. */
const ANSWER_MS = 3000;

/**
 * Does all of it by whichever process serves now. Returns what was wrong: an act that was refused, or one whose answer
 * another time was not the one that it had.
 */
export async function doTheirActs(
  people: People,
  served: () => string | null,
  signal: AbortSignal,
): Promise<string[]> {
  const wrong: string[] = [];
  const client = apiClient({
    ...{ address: "http://served.invalid", key: people.secret, tries: Number.POSITIVE_INFINITY },
    newKey: () => crypto.randomUUID(),
    fetch: (async (url: string, init: RequestInit) => {
      const address = served();
      if (address === null) throw new Error("nobody serves at the moment");
      const { pathname, search } = new URL(url);
      return fetch(`${address}${pathname}${search}`, { ...init, signal: AbortSignal.timeout(ANSWER_MS) });
    }) as typeof fetch,
    wait: () => new Promise((resolve) => setTimeout(resolve, 100)),
  });
  for (const [no, act] of actsOf(people).entries()) {
    const more = { idempotencyKey: `act-${no}`, signal };
    if (signal.aborted) break;
    const answers = [await act(client, more), await act(client, more)];
    const [first, again] = answers as readonly { readonly kind: string }[];
    if (first?.kind !== "done") wrong.push(`act ${no} over HTTP: ${JSON.stringify(first)}`);
    if (!isDeepStrictEqual(first, again))
      wrong.push(`act ${no} was answered otherwise: ${JSON.stringify(answers)}`);
  }
  return wrong;
}
