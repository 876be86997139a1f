/** The roots that were made, oldest first. */
import type { CalendarDate, Uuid } from "@innfri/kernel";
import { allCreditors } from "../engine/creditors.ts";
import { hexOf } from "../roots/root-hash.ts";
import { type Pool, sql, withCreditor, withOperator } from "../store/index.ts";

export type ListedRoot = { readonly on: CalendarDate; readonly root: string };

export type ListedRoots = {
  readonly operator: readonly ListedRoot[];
  readonly creditors: readonly {
    readonly creditorId: Uuid;
    readonly name: string;
    readonly roots: readonly ListedRoot[];
  }[];
};

type Row = { readonly on: CalendarDate; readonly root: Buffer };

export async function listRoots(pool: Pool, from: string | null): Promise<ListedRoots> {
  const since = from ?? "-infinity";
  const operator = await withOperator(pool, (tx) =>
    tx.many<Row>(sql`
      select root_on as on, root from operator_root where root_on >= ${since}::date order by root_on`),
  );
  const creditors: ListedRoots["creditors"][number][] = [];
  for (const { creditorId, name } of await allCreditors(pool)) {
    const roots = await withCreditor(pool, creditorId, (tx) =>
      tx.many<Row>(sql`
        select root_on as on, root from daily_root
        where creditor_id = ${creditorId}::uuid and root_on >= ${since}::date order by root_on`),
    );
    creditors.push({ creditorId, name, roots: roots.map(listed) });
  }
  return { operator: operator.map(listed), creditors };
}

function listed({ on, root }: Row): ListedRoot {
  return { on, root: hexOf(root) };
}
