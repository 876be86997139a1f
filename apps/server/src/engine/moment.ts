/** The moment at which a creditor's claims are judged, as its rules ask for it. */
import { type Clock, localTime } from "../clock.ts";
import type { Tx } from "../store/index.ts";
import type { CreditorSettings, Moment } from "./creditor-settings.ts";
import type { Creditor } from "./creditors.ts";
import { staleFeeds } from "./freshness.ts";

export async function momentOf(
  tx: Tx,
  creditor: Creditor,
  settings: Pick<CreditorSettings, "freshWithin">,
  clock: Clock,
): Promise<Moment> {
  return {
    now: localTime(clock, creditor.timeZone),
    stale: await staleFeeds(tx, creditor, settings, clock),
  };
}
