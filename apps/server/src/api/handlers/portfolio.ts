import { formatMinor } from "@innfri/kernel";
import { clockOf } from "../../clock.ts";
import { planFor } from "../../engine/creditor-settings.ts";
import { settingsOn } from "../../engine/creditors.ts";
import { STAGES } from "../../engine/stage.ts";
import { withCreditor } from "../../store/index.ts";
import { claimGroups } from "../../usecases/claim-groups.ts";
import { countClaims } from "../../usecases/count-claims.ts";
import { endedOf, MOST_COUNTED, type PortfolioSum, portfolioOf } from "../../usecases/portfolio.ts";
import type { Handlers } from "../handler.ts";
import { filterOf } from "./claims.ts";

type PortfolioOperation = "getPortfolio" | "listClaimGroups" | "countClaims";

export const PORTFOLIO_HANDLERS: Pick<Handlers, PortfolioOperation> = {
  getPortfolio: async ({ deployment: { pool }, creditor, caller, query, now }) => {
    const { creditorId } = creditor;
    const department = caller.department ?? query.department ?? null;
    const portfolio = await portfolioOf(pool, creditorId, clockOf(creditor, now).today, now);
    const sums = portfolio.value.filter((sum) => department === null || sum.department === department);
    const ended = await withCreditor(pool, creditorId, (tx) => endedOf(tx, creditorId, department));
    const byStage = summed(sums, ({ stage }) => stage);
    const place = ({ key }: { readonly key: string }) => (STAGES as readonly string[]).indexOf(key);
    return {
      body: {
        on: portfolio.on,
        countedAt: portfolio.at.toISOString(),
        outstanding: summed(sums, () => "").map(({ key: _, ...sum }) => sum),
        stages: byStage
          .toSorted((a, b) => place(a) - place(b))
          .map(({ key, ...sum }) => ({ stage: key as PortfolioSum["stage"], ...sum })),
        holds: summed(sums, ({ heldBy }) => heldBy).map(({ key: kind, ...sum }) => ({ kind, ...sum })),
        ended: ended.map(({ stage, claims }) => ({ stage, ...upTo(claims) })),
      },
    };
  },

  listClaimGroups: ({ deployment: { pool }, creditor, caller, query, now }) =>
    withCreditor(pool, creditor.creditorId, async (tx) => {
      const { creditorId } = creditor;
      const { by, limit, ...filter } = query;
      const { today } = clockOf(creditor, now);
      const settings = await settingsOn(tx, creditorId, today);
      const plan = settings?.plan == null ? null : planFor(settings, "").name;
      const asked = { by, filter: filterOf(filter, caller), limit, today, plan };
      const { groups, all } = await claimGroups(tx, creditorId, asked);
      return {
        body: {
          on: today,
          items: groups.map(({ openMinor, ...group }) => ({ ...group, open: formatMinor(openMinor) })),
          all: all.map(({ openMinor, ...sum }) => ({ ...sum, open: formatMinor(openMinor) })),
        },
      };
    }),

  countClaims: ({ deployment: { pool }, creditor, caller, query, now }) =>
    withCreditor(pool, creditor.creditorId, async (tx) => {
      const asked = { filter: filterOf(query, caller), today: clockOf(creditor, now).today };
      return { body: upTo(await countClaims(tx, creditor.creditorId, { ...asked, most: MOST_COUNTED + 1 })) };
    }),
};

function upTo(claims: number) {
  return { claims: Math.min(claims, MOST_COUNTED), isMore: claims > MOST_COUNTED };
}

/** By a word of each sum, and by currency; those without the word are left out. */
function summed(sums: readonly PortfolioSum[], by: (sum: PortfolioSum) => string | null) {
  const groups = Map.groupBy(sums, (sum) => JSON.stringify([by(sum), sum.currency]));
  return [...groups.values()].flatMap((own) => {
    const key = by(own[0]!);
    if (key === null) return [];
    const openMinor = own.reduce((all, one) => all + one.openMinor, 0n);
    const claims = own.reduce((all, one) => all + one.claims, 0);
    return [{ key, currency: own[0]!.currency, claims, open: formatMinor(openMinor) }];
  });
}
