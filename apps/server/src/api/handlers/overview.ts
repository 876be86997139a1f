import { date, formatMinor } from "@innfri/kernel";
import { clockOf } from "../../clock.ts";
import { settingsOn } from "../../engine/creditors.ts";
import { countWaiting, FEEDS, readFeeds, staleFeeds } from "../../engine/freshness.ts";
import { withCreditor } from "../../store/index.ts";
import { claimPayments } from "../../usecases/claim-payments.ts";
import { companyRuns, customersLeftLately } from "../../usecases/company-runs.ts";
import { limitationsOf } from "../../usecases/list-limitations.ts";
import { endOfPage, type PreviewEntry, previewDay } from "../../usecases/preview-day.ts";
import { readBalances } from "../../usecases/read-balances.ts";
import { importedFiles, refusedRows } from "../../usecases/read-imports.ts";
import { isNothing, pageIn } from "../cursor.ts";
import type { Handlers } from "../handler.ts";
import { refusal } from "../problem.ts";
import { claimOf } from "./claims.ts";

type OverviewOperation =
  | "previewRun"
  | "listRuns"
  | "listLimitations"
  | "getFeeds"
  | "getBalances"
  | "listClaimPayments"
  | "listImports"
  | "listRefusedRows";

const PREVIEW = "preview";

export const OVERVIEW_HANDLERS: Pick<Handlers, OverviewOperation> = {
  previewRun: async ({ deployment, creditor, query, now }) => {
    const { today } = clockOf(creditor, now);
    const on = query.on === undefined ? today : date(query.on);
    const page = pageIn(PREVIEW, isNothing, query);
    const only = { after: page.after?.id ?? null, limit: query.limit };
    const preview = await previewDay(deployment, creditor, on, now, { only });
    if (preview.kind === "past") return refusal("refused", `${on} has passed: it is ${preview.today}.`);
    if (preview.kind === "not-ready")
      return refusal("refused", `Its rules are not complete: ${fieldsOf(preview.missing)}.`);
    const entries: PreviewEntry[] = [];
    for await (const entry of preview.entries) entries.push(entry);
    const next = await withCreditor(deployment.pool, creditor.creditorId, (tx) =>
      endOfPage(tx, creditor.creditorId, only),
    );
    return {
      body: {
        on,
        items: entries.map(entryBody),
        nextCursor: page.nextCursor(next === null ? null : { value: "", id: next }),
      },
    };
  },

  listRuns: async ({ deployment: { pool }, creditor: { creditorId, ...creditor }, query, now }) => {
    const { today } = clockOf(creditor, now);
    const { value: left } = await customersLeftLately(pool, creditorId, today, now);
    const runs = await withCreditor(pool, creditorId, (tx) => companyRuns(tx, creditorId, query.limit));
    const items = runs.map(({ startedAt, finishedAt, ...run }) => ({
      ...run,
      startedAt: instantOf(startedAt),
      finishedAt: finishedAt === null ? null : instantOf(finishedAt),
    }));
    return { body: { today, left, items } };
  },

  listLimitations: async ({ deployment, creditor, query, now }) => {
    const { claims, currency } = await limitationsOf(deployment, creditor, now);
    return {
      body: {
        count: claims.length,
        items: claims
          .slice(0, query.limit)
          .map(({ name, openPrincipalMinor, alert, debtorId: _, ...claim }) => ({
            ...claim,
            ...{ customerName: name, openPrincipal: formatMinor(openPrincipalMinor), currency },
            ...{ on: alert.on, within: alert.within },
          })),
      },
    };
  },

  getFeeds: ({ deployment, creditor, now }) =>
    withCreditor(deployment.pool, creditor.creditorId, async (tx) => {
      const clock = clockOf(creditor, now);
      const freshWithin = (await settingsOn(tx, creditor.creditorId, clock.today))?.freshWithin;
      const seen = new Map(
        (await readFeeds(tx, creditor.creditorId)).map(({ feed, seenAt }) => [feed, instantOf(seenAt)]),
      );
      const items = FEEDS.map((feed) => ({
        feed,
        seenAt: seen.get(feed) ?? null,
        withinHours: freshWithin?.[feed] ?? null,
      }));
      const stale = await staleFeeds(tx, creditor, { freshWithin }, clock);
      const customersWaiting = await countWaiting(tx, creditor.creditorId);
      return { body: { items, stale: [...stale], customersWaiting } };
    }),

  getBalances: async ({ deployment, creditor }) => {
    const balances = await readBalances(deployment.pool, [creditor.creditorId]);
    return {
      body: {
        items: balances.map(({ account, currency, minor }) => ({
          ...{ account, currency, balance: formatMinor(minor) },
        })),
      },
    };
  },

  listClaimPayments: ({ deployment, creditor, params }) =>
    withCreditor(deployment.pool, creditor.creditorId, async (tx) => {
      const { claimId } = await claimOf(tx, creditor.creditorId, params.claimId);
      const payments = await claimPayments(tx, creditor.creditorId, claimId);
      const items = payments.map(({ amountMinor, closed, ...payment }) => ({
        ...{ ...payment, amount: formatMinor(amountMinor) },
        closed: closed.map(({ amountMinor: minor, ...one }) => ({ ...one, amount: formatMinor(minor) })),
      }));
      return { body: { items } };
    }),

  listImports: ({ deployment, creditor, query }) =>
    withCreditor(deployment.pool, creditor.creditorId, async (tx) => {
      const files = await importedFiles(tx, creditor.creditorId, query.limit);
      const items = files.map((file) => ({ ...file, receivedAt: instantOf(file.receivedAt) }));
      return { body: { items } };
    }),

  listRefusedRows: ({ deployment, creditor, params, query }) =>
    withCreditor(deployment.pool, creditor.creditorId, async (tx) => {
      const rows = await refusedRows(tx, creditor.creditorId, params.importId, query);
      if (rows === undefined) return refusal("not-found", "There is no such import at this company.");
      return { body: { items: rows } };
    }),
};

function entryBody(entry: PreviewEntry) {
  const { kind, claims, customerNumber, name, currency, because } = entry;
  return {
    kind,
    claimIds: claims.map(({ claimId }) => claimId),
    invoiceNumbers: claims.map(({ invoiceNumber }) => invoiceNumber),
    ...{ customerNumber, customerName: name, currency, because: because.text },
    step: "step" in entry ? entry.step : entry.kind === "wait" ? entry.next : null,
    letter: kind === "take" ? entry.letter : null,
    payBy: kind === "take" ? entry.payBy : null,
    adds: kind === "take" ? formatMinor(entry.addsMinor) : null,
    total: kind === "take" ? formatMinor(entry.totalMinor) : null,
    closesAt: kind === "ask" && entry.closesAt !== null ? instantOf(entry.closesAt) : null,
    until: "until" in entry ? entry.until : null,
    heldBy: kind === "held" ? entry.by : null,
    unconfirmed: kind === "take" ? [...entry.unconfirmed] : [],
  };
}

export function fieldsOf(missing: readonly { readonly field: string }[]): string {
  return missing.map(({ field }) => field).join(", ");
}

export function instantOf(instant: string): string {
  return new Date(instant).toISOString();
}
