/** The answer of the commands by which a person acts on claims. */
import type { Uuid } from "@innfri/kernel";
import type { Command } from "commander";
import type { FoundClaim } from "../engine/find-claim.ts";
import { type Act, type ActOutcome, actOnClaim } from "../usecases/act-on-claim.ts";
import { settleObjectionsOf } from "../usecases/objections.ts";
import { onInstallation } from "./context.ts";
import { findOne } from "./find-one.ts";
import type { Answer } from "./output.ts";
import { idOf } from "./parse-options.ts";
import { wrapped } from "./wrap.ts";

/** Who acted, as the chain has it. */
export const PERSON = "person";

export type Acted = { readonly named: string; readonly claimId: Uuid; readonly outcome: ActOutcome };

/** One act on one claim. */
export async function actOn(
  command: Command,
  named: string,
  creditor: string | undefined,
  act: Act,
): Promise<void> {
  const creditorId = creditor === undefined ? undefined : idOf("creditor", creditor);
  await onInstallation(command, async (installation) => {
    const claim = await findOne(installation, named, creditorId);
    // Whoever settles an objection tells the debtor, as over HTTP.
    const outcome =
      act.kind === "resolve"
        ? await settleObjectionsOf(
            installation,
            claim,
            { outcome: act.outcome, toldOn: act.on ?? null },
            PERSON,
            new Date(),
          )
        : await actOnClaim(installation, claim, act, PERSON, new Date());
    return actedAnswer([{ named, claimId: claim.claimId, outcome }]);
  });
}

/** One act on claims of one customer, the first of which it names. */
export async function actOnTogether(
  command: Command,
  named: readonly string[],
  creditor: string | undefined,
  actOf: (also: readonly Uuid[]) => Act,
): Promise<void> {
  const creditorId = creditor === undefined ? undefined : idOf("creditor", creditor);
  await onInstallation(command, async (installation) => {
    const claims: FoundClaim[] = [];
    for (const name of named) claims.push(await findOne(installation, name, creditorId));
    const [first, ...others] = claims;
    const also = others.map(({ claimId }) => claimId);
    const outcome = await actOnClaim(installation, first!, actOf(also), PERSON, new Date());
    return actedAnswer([{ named: named.join(" "), claimId: first!.claimId, outcome }]);
  });
}

/** What came of an act, with what to give the command line next. */
export function saidOf(outcome: ActOutcome): string {
  const { hint } = outcome;
  if (outcome.kind === "done") return hint === undefined ? outcome.what : `${outcome.what}; ${hint}`;
  return hint === undefined ? outcome.reason : `${outcome.reason}: ${hint}`;
}

/** What was done and what was refused, with the reason; `before` sums up what is not listed. */
export function actedAnswer(
  acted: readonly Acted[],
  summed: { readonly before: string; readonly approved: number } | null = null,
): Answer {
  const refused = acted.filter(({ outcome }) => outcome.kind === "refused");
  const lines = acted.map(({ named, outcome }) =>
    outcome.kind === "done"
      ? wrapped(`${named}: `, saidOf(outcome))
      : wrapped(`${named}: refused: `, saidOf(outcome)),
  );
  return {
    json: {
      ...(summed === null ? {} : { approved: summed.approved }),
      done: acted.flatMap(({ named, claimId, outcome }) =>
        outcome.kind === "done" ? [{ item: named, id: claimId, what: saidOf(outcome) }] : [],
      ),
      refused: refused.map(({ named, claimId, outcome }) => ({
        item: named,
        id: claimId,
        reason: saidOf(outcome),
      })),
    },
    text: [...(summed === null ? [] : [summed.before]), ...lines].join("\n"),
    exitCode: refused.length > 0 ? 1 : 0,
  };
}
