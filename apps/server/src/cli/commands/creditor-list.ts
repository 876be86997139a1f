import type { Command } from "commander";
import { listCreditors } from "../../usecases/read-creditors.ts";
import { onInstallation } from "../context.ts";
import { table } from "../output.ts";

/** `innfri creditor list`. */
export function registerCreditorList(creditor: Command): void {
  creditor
    .command("list")
    .description("the creditors of this installation")
    .action(async (_options: object, command: Command) => {
      await onInstallation(command, async (installation) => {
        const views = await listCreditors(installation, new Date());
        const rows = views.map(
          ({ creditor: { creditorId, name, country, isSandbox }, today, settings, missing }) => ({
            id: creditorId,
            name,
            country,
            sandbox: isSandbox,
            today,
            plan: settings.plan,
            automation: settings.automation,
            complete: missing.length === 0,
          }),
        );
        const lines = rows.map((row) => [
          row.id,
          row.name,
          row.country,
          row.sandbox ? `sandbox on ${row.today}` : "real",
          row.plan ?? "-",
          row.automation ?? "-",
          row.complete ? "complete" : "rules missing",
        ]);
        return {
          json: rows,
          text:
            lines.length === 0 ? "There is no creditor yet. Next: innfri creditor add --help" : table(lines),
          exitCode: 0,
        };
      });
    });
}
