/**
 * The sign-off register (D11): shows which points of the law nobody has confirmed, and records who confirmed one, when,
 * and on what text, or that a confirmation no longer holds. Rows are only added.
 */
import type { CalendarDate } from "@innfri/kernel";
import { clockOf, dayIn } from "../clock.ts";
import { allCreditors } from "../engine/creditors.ts";
import { allSignOffItems, readSignOffs, type SignOffView } from "../engine/sign-offs.ts";
import { takeUpConfirmed } from "../engine/take-up.ts";
import type { Installation } from "../installation.ts";
import { LOCKS, sql, type Tx, withOperator } from "../store/index.ts";
import { TIME_ZONES } from "./add-creditor.ts";

export type SignOffInput = {
  readonly itemId: string;
  readonly byName: string;
  readonly on: CalendarDate;
  readonly text: string;
  /** The confirmation no longer holds. */
  readonly isWithdrawn: boolean;
};

export type SignOffOutcome =
  | {
      readonly kind: "recorded";
      readonly view: SignOffView;
      /** False when exactly this stood in the register already. */
      readonly changed: boolean;
      /** Claims that waited for it and for nothing else. */
      readonly resumed: number;
    }
  | { readonly kind: "refused"; readonly reason: string };

const LONGEST = { name: 200, text: 2000 };

/** Every item of the law packs, with what has been recorded. */
export function listSignOffs({ pool }: Pick<Installation, "pool">): Promise<readonly SignOffView[]> {
  return withOperator(pool, readSignOffs);
}

export async function recordSignOff(
  { pool }: Pick<Installation, "pool">,
  input: SignOffInput,
  now: Date,
): Promise<SignOffOutcome> {
  const refusal = refusalOf(input, now);
  if (refusal !== null) return { kind: "refused", reason: refusal };
  const stored = await withOperator(pool, (tx) => store(tx, input, now));
  if (stored.kind === "refused") return stored;
  let resumed = 0;
  if (!input.isWithdrawn)
    for (const creditor of await allCreditors(pool))
      resumed += await takeUpConfirmed(pool, creditor, { clock: clockOf(creditor, now), actor: "person" });
  return { ...stored, resumed };
}

function refusalOf({ itemId, byName, on, text }: SignOffInput, now: Date): string | null {
  const item = allSignOffItems().find(({ id }) => id === itemId);
  if (item === undefined) return `there is no item ${itemId} in the register: innfri law signoff lists them`;
  const today = dayIn(TIME_ZONES[item.country], now);
  if (on > today) return `${on} has not come yet: it is ${today}`;
  if (byName.trim() === "" || byName.length > LONGEST.name)
    return `who confirms it is a name of 1 to ${LONGEST.name} characters`;
  if (text.trim() === "" || text.length > LONGEST.text)
    return `the text it rests on is named in 1 to ${LONGEST.text} characters`;
  // They are shown on terminals: nothing in them may move a cursor.
  if (/\p{Cc}/u.test(byName + text)) return "names and texts have no control characters";
  return null;
}

async function store(
  tx: Tx,
  { itemId, byName, on, text, isWithdrawn }: SignOffInput,
  now: Date,
): Promise<
  Omit<Extract<SignOffOutcome, { kind: "recorded" }>, "resumed"> | { kind: "refused"; reason: string }
> {
  // Two that record at once: the second is written behind the first.
  await tx.run(sql`select pg_advisory_xact_lock(${LOCKS.signOffs}::bigint)`);
  const viewOf = async () => (await readSignOffs(tx)).find(({ item }) => item.id === itemId)!;
  const before = await viewOf();
  const newest = before.records.at(-1);
  if (isWithdrawn && newest?.state !== "confirmed")
    return { kind: "refused", reason: `${itemId} is not confirmed, so there is nothing to withdraw` };
  const state = isWithdrawn ? "withdrawn" : "confirmed";
  const isSame =
    before.standing === state && newest?.byName === byName && newest.onDay === on && newest.onText === text;
  if (isSame) return { kind: "recorded", view: before, changed: false };
  const { unconfirmed, reading } = before.item;
  await tx.run(sql`
    insert into law_sign_off (item_id, version_no, state, by_name, on_day, on_text, unconfirmed, reading, recorded_at)
    values (${itemId}, ${(newest?.versionNo ?? 0) + 1}::int, ${state}, ${byName}, ${on}::date, ${text},
      ${unconfirmed}, ${reading}, ${now.toISOString()}::timestamptz)`);
  return { kind: "recorded", view: await viewOf(), changed: true };
}
