/** The operator's roots follow one another, are what they were made of, and the creditors' roots are still there. */
import type { CalendarDate, Uuid } from "@innfri/kernel";
import type { Finding } from "../books/finding.ts";
import type { Operator } from "../installation.ts";
import { type Pool, sql, withOperator } from "../store/index.ts";
import { type CoveredRoot, hexOf, operatorRootHash } from "./root-hash.ts";
import { operatorTree } from "./seal-operator.ts";

type Row = {
  readonly rootOn: CalendarDate;
  readonly root: Buffer;
  readonly tree: Buffer;
  readonly creditorIds: readonly Uuid[];
  readonly creditorRootOn: readonly CalendarDate[];
  readonly creditorRoots: readonly Buffer[];
};

/** `isThere` knows the creditors' roots of which it was read that they are there. */
export async function verifyOperatorRoots(
  pool: Pool,
  { operatorId }: Operator,
  isThere: (root: CoveredRoot) => boolean,
  report: (finding: Finding) => void,
): Promise<readonly { readonly rootOn: CalendarDate; readonly root: Buffer }[]> {
  const rows = await withOperator(pool, (tx) =>
    tx.many<Row>(sql`
      select root_on as "rootOn", root, tree, creditor_ids as "creditorIds", creditor_root_on as "creditorRootOn",
        creditor_roots as "creditorRoots"
      from operator_root order by root_on`),
  );
  let previous: Buffer | null = null;
  for (const { rootOn, root, tree, creditorIds, creditorRootOn, creditorRoots } of rows) {
    const find = (creditorId: Uuid | null, what: string) =>
      report({ creditorId, claimId: null, place: `operator's root of ${rootOn}`, what });
    const covered = creditorIds.map((creditorId, i) => ({
      creditorId,
      rootOn: creditorRootOn[i]!,
      root: creditorRoots[i]!,
    }));
    if (!operatorTree(covered).root.equals(tree))
      find(null, "the roots it covers are not those it was made of");
    const made = { operatorId, rootOn, creditorCount: covered.length, tree };
    if (!operatorRootHash(made, previous).equals(root))
      find(null, "it is not the hash of what it says and of the root before: one was changed or removed");
    for (const one of covered)
      if (!isThere(one))
        find(one.creditorId, `it covers the root ${hexOf(one.root)} of ${one.rootOn}, which is missing`);
    previous = root;
  }
  return rows;
}
