import type { Command } from "commander";
import { SOLVENCY_CHOICES } from "../../engine/act.ts";
import { actOnClaim } from "../../usecases/act-on-claim.ts";
import { approveAll } from "../../usecases/approve-all.ts";
import { type Acted, actedAnswer, PERSON } from "../acted.ts";
import { onInstallation } from "../context.ts";
import { findOne } from "../find-one.ts";
import { UsageError } from "../output.ts";
import { idOf, oneOf } from "../parse-options.ts";
import { progress } from "../progress.ts";
import { whichCreditors } from "../which-creditors.ts";

type Options = { readonly all?: boolean; readonly creditor?: string; readonly choose?: string };

/** `innfri approve`: a yes to what is proposed. */
export function registerApprove(program: Command): void {
  program
    .command("approve [item...]")
    .description("say yes to proposals, named by claim, payment reference or invoice number, or to all")
    .option("--all", "everything that waits for a yes")
    .option("--creditor <id>", "only this creditor")
    .option(
      `--choose <${SOLVENCY_CHOICES.join("|")}>`,
      "the answer to a solvency question",
      oneOf("--choose", SOLVENCY_CHOICES),
    )
    .action(async (items: readonly string[], options: Options, command: Command) => {
      if ((options.all === true) === items.length > 0)
        throw new UsageError("Name what to approve, or say --all. Nothing was done.");
      const creditorId = options.creditor === undefined ? undefined : idOf("creditor", options.creditor);
      const choice = options.choose ?? null;
      const now = new Date();
      await onInstallation(command, async (installation) => {
        if (options.all === true) {
          const bar = progress("claims");
          const request = { choice, creditorIds: await whichCreditors(installation.pool, options.creditor) };
          const all = await approveAll(installation, request, PERSON, now, {
            onPage: (count) => bar.add(count),
          });
          bar.stop();
          const refused = all.refused.map(
            ({ claimId, ...why }): Acted => ({
              named: claimId,
              claimId,
              outcome: { ...why, kind: "refused" },
            }),
          );
          return actedAnswer(refused, { before: `${all.approved} approved`, approved: all.approved });
        }
        // All are found before the first is touched: a slip of the pen changes nothing.
        const found = [];
        for (const item of new Set(items))
          found.push({ item, claim: await findOne(installation, item, creditorId) });
        const acted: Acted[] = [];
        for (const { item, claim } of found) {
          const outcome = await actOnClaim(installation, claim, { kind: "approve", choice }, PERSON, now);
          acted.push({ named: item, claimId: claim.claimId, outcome });
        }
        return actedAnswer(acted);
      });
    });
}
