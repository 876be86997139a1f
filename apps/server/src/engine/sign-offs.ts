/**
 * The sign-off register (D11): which open points of the law packs somebody qualified has confirmed, and what a
 * creditor therefore may not do yet.
 */
import type { CalendarDate } from "@innfri/kernel";
import { COUNTRIES, lawPack, type SignOffItem } from "@innfri/law";
import { sql, type Tx } from "../store/index.ts";
import type { SignOffState } from "../store/kinds.ts";
import type { Creditor } from "./creditors.ts";

/** One row of the register. */
export type SignOffRecord = {
  readonly itemId: string;
  readonly versionNo: number;
  readonly state: SignOffState;
  readonly byName: string;
  readonly onDay: CalendarDate;
  readonly onText: string;
  readonly unconfirmed: string;
  readonly reading: string;
  readonly recordedAt: string;
};

/** `outdated`: confirmed, but the law pack asks or reads it otherwise since. */
export type SignOffStanding = "unconfirmed" | "confirmed" | "withdrawn" | "outdated";

export type SignOffView = {
  readonly item: SignOffItem;
  readonly standing: SignOffStanding;
  /** Oldest first. */
  readonly records: readonly SignOffRecord[];
};

export function allSignOffItems(): readonly SignOffItem[] {
  return COUNTRIES.flatMap((country) => lawPack(country).signOffs);
}

/** Every item of the law packs with what has been recorded about it. */
export async function readSignOffs(tx: Tx): Promise<readonly SignOffView[]> {
  const rows = await tx.many<SignOffRecord>(sql`
    select item_id as "itemId", version_no as "versionNo", state, by_name as "byName", on_day as "onDay",
      on_text as "onText", unconfirmed, reading, recorded_at as "recordedAt"
    from law_sign_off order by item_id, version_no`);
  const byItem = Map.groupBy(rows, ({ itemId }) => itemId);
  return allSignOffItems().map((item) => {
    const records = byItem.get(item.id) ?? [];
    return { item, records, standing: standingOf(item, records.at(-1)) };
  });
}

function standingOf(item: SignOffItem, newest: SignOffRecord | undefined): SignOffStanding {
  if (newest === undefined) return "unconfirmed";
  if (newest.state === "withdrawn") return "withdrawn";
  const isSame = newest.unconfirmed === item.unconfirmed && newest.reading === item.reading;
  return isSame ? "confirmed" : "outdated";
}

/** What nobody has confirmed of a country's law, whoever asks. */
export async function unconfirmedLaw(tx: Tx, country: Creditor["country"]): Promise<readonly SignOffItem[]> {
  const views = await readSignOffs(tx);
  return views
    .filter(({ item, standing }) => item.country === country && standing !== "confirmed")
    .map(({ item }) => item);
}

/** What a creditor waits with: a sandbox sends nothing, so it waits for nobody. */
export async function gateOf(
  tx: Tx,
  creditor: Pick<Creditor, "country" | "isSandbox">,
): Promise<readonly SignOffItem[]> {
  return creditor.isSandbox ? [] : unconfirmedLaw(tx, creditor.country);
}
