/** What befalls a company of a test, told in few words: acts, payments, and what is seen of its claims afterwards. */
import { answerOf } from "../cli/commands/show.ts";
import { findClaim } from "../engine/find-claim.ts";
import { type anInstallation, anOcrGiro, NOW, type World } from "../payments/test-world.ts";
import { sql, withCreditor } from "../store/index.ts";
import type { Act, ActOutcome } from "./act-on-claim.ts";
import { explainClaim } from "./explain-claim.ts";
import { readBalances } from "./read-balances.ts";
import { showClaim } from "./show-claim.ts";
import { acted, expectBooksOfChains } from "./test-books.ts";

type Installation = Awaited<ReturnType<typeof anInstallation>>;

export function storyOf(installation: Installation, world: World) {
  const { creditorId } = world;
  const seen = async (number: string, asOf: string | null) => {
    const found = await findClaim(installation.pool, number, creditorId);
    if (found.kind !== "found") throw new Error(found.kind);
    const outcome = await showClaim(installation, found.claim, asOf as never, NOW);
    if (outcome.kind !== "shown") throw new Error(outcome.kind);
    return { view: outcome.view, ...answerOf(outcome.view) };
  };
  return {
    ...world,
    act: (act: Act, number = "10482"): Promise<ActOutcome> =>
      acted(installation, creditorId, number, act, NOW),
    sound: () => expectBooksOfChains(installation, creditorId, NOW),
    shown: async (number = "10482", asOf: string | null = null) => {
      const { view, json, text } = await seen(number, asOf);
      return {
        json: json as { amounts: { total: string; lines: { item: string; amount: string }[] } },
        text,
        explained: explainClaim(view, "en", "creditor").lines[0]?.explanation.sum,
      };
    },
    text: async (number = "10482") => (await seen(number, null)).text.replaceAll(/\s+/g, " "),
    kinds: async (number = "10482"): Promise<string[]> => {
      const { claimId } = await world.claim(number);
      const rows = await withCreditor(installation.pool, creditorId, (tx) =>
        tx.many<{ what: string }>(sql`
          select concat_ws(' ', happened_on::text, kind, data ->> 'letter', data ->> 'step') as what from event
          where creditor_id = ${creditorId}::uuid and claim_id = ${claimId}::uuid order by seq`),
      );
      return rows.map(({ what }) => what);
    },
    balance: async (name: string) => {
      const balances = await readBalances(installation.pool, [creditorId]);
      return balances.find(({ account }) => account === name)?.minor ?? 0n;
    },
    pay: async (amount: string, on: string, number = "10482") => {
      const { reference: kid } = await world.claim(number);
      return world.paid(anOcrGiro(world.account, [{ kid, amount, on }]));
    },
  };
}
