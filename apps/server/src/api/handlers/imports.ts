import type { OpenItemField } from "@innfri/formats";
import { OPEN_ITEM_FIELDS } from "@innfri/formats";
import type { Uuid } from "@innfri/kernel";
import { withCreditor, withOperator } from "../../store/index.ts";
import { addAuditLine } from "../../usecases/audit-lines.ts";
import { type ImportOptions, type ImportOutcome, importInvoices } from "../../usecases/import-invoices.ts";
import { importedFile, refusedRows } from "../../usecases/read-imports.ts";
import { NOT_ACTIVATED } from "../../usecases/ready-creditor.ts";
import { type PayOutcome, recordPayments } from "../../usecases/record-payments.ts";
import type { Answered, Deployment, Handlers } from "../handler.ts";
import { type Refusal, Refused, refusal } from "../problem.ts";
import type { ReceivedFile } from "../receive-file.ts";
import { sentence } from "./claims.ts";

type FileOperation = "importInvoices" | "takePaymentFile" | "takeOperatorPaymentFile";

const MOST_LISTED = 100;

export const FILE_HANDLERS: Pick<Handlers, FileOperation> = {
  importInvoices: async ({ deployment, creditor, query, file, caller, now }) => {
    const { creditorId } = creditor;
    const outcome = await importInvoices(deployment, creditorId, file.source, readingOf(query), now);
    if (outcome.kind !== "imported") return notImported(outcome);
    const { importId, format, rows, currency, warnings } = outcome;
    return withCreditor(deployment.pool, creditorId, async (tx) => {
      const line = {
        actor: caller.actor,
        act: "invoices-imported",
        subject: `import:${importId}`,
        creditorId,
      };
      await addAuditLine(tx, line, now);
      // Of the whole file, also where it was broken off before: the same answer to whoever sends it again.
      const stands = (await importedFile(tx, creditorId, importId))!;
      const refused = (await refusedRows(tx, creditorId, importId, { after: 0, limit: MOST_LISTED }))!;
      const { taken, credited, parked, open } = stands;
      return {
        body: {
          ...{ importId, format, rows, taken, credited, parked, open, currency },
          ...{ refusedCount: stands.refused, refused },
          warnings: warnings.slice(0, MOST_LISTED).map(({ message, at }) => `line ${at.line}: ${message}`),
        },
      };
    });
  },

  takePaymentFile: ({ deployment, creditor, file, caller, now }) =>
    takePayments(deployment, file, { ownerId: creditor.creditorId, actor: caller.actor }, now),
  takeOperatorPaymentFile: ({ deployment, file, caller, now }) =>
    takePayments(deployment, file, { ownerId: null, actor: caller.actor }, now),
};

export function readingOf({
  customerKind,
  map,
}: {
  readonly customerKind?: ImportOptions["unknownKind"];
  readonly map?: string | readonly string[] | undefined;
}): ImportOptions {
  const named = map === undefined ? [] : [map].flat();
  const pairs = named.map((one) => [one.slice(0, one.lastIndexOf("=")), one.slice(one.lastIndexOf("=") + 1)]);
  const wrong = pairs.find(
    ([column, field]) =>
      column === "" || (field !== "ignore" && !OPEN_ITEM_FIELDS.some((one) => one === field)),
  );
  if (wrong !== undefined)
    throw new Refused(
      refusal("invalid", "query: map: name a column and a field, Column=field. Nothing was done.", {
        errors: [{ path: "map", message: `the fields are ${OPEN_ITEM_FIELDS.join(", ")} and ignore` }],
      }),
    );
  const mapping = Object.fromEntries(pairs) as Record<string, OpenItemField | "ignore">;
  return {
    ...(pairs.length === 0 ? {} : { openItems: { mapping } }),
    ...(customerKind === undefined ? {} : { unknownKind: customerKind }),
  };
}

/** The reader of tables says what a column is by an option of the command line; here it is a parameter. */
function withoutOptions(reason: string): string {
  return reason.replaceAll("--map", "map").replaceAll(/map "([^"]*)"/g, "map=$1");
}

/** Why nothing of a file was taken. */
export function notImported(outcome: Exclude<ImportOutcome, { readonly kind: "imported" }>): Refusal {
  switch (outcome.kind) {
    case "unknown-creditor":
      return refusal("not-found", "There is no such company for this caller.");
    case "rules-missing": {
      const errors = outcome.missing.map(({ field, why }) => ({ path: field, message: why }));
      const fields = errors.map(({ path }) => path).join(", ");
      const detail = `The company's rules are not complete. Nothing was taken: state ${fields} first.`;
      return refusal("refused", detail, { errors });
    }
    case "not-activated":
      return refusal("refused", `${sentence(NOT_ACTIVATED)} Nothing was taken.`);
    case "refused-file": {
      const { line, code, reason } = outcome;
      const why =
        code === "bank-file"
          ? "This is a file of the bank, which has a call of its own."
          : sentence(withoutOptions(reason));
      return refusal("invalid", `Line ${line}: ${why} Nothing was taken.`, {
        errors: [{ path: `line ${line}`, message: why }],
      });
    }
  }
}

async function takePayments(
  deployment: Deployment,
  { source, sha256 }: ReceivedFile,
  { ownerId, actor }: { readonly ownerId: Uuid | null; readonly actor: string },
  now: Date,
): Promise<Answered<"takePaymentFile">> {
  const installation = { ...deployment, pool: deployment.enginePool };
  const outcome = await recordPayments(installation, source, now, ownerId === null ? {} : { ownerId });
  switch (outcome.kind) {
    case "refused":
      return refusal("invalid", `Line ${outcome.line}: ${outcome.reason}. Nothing was booked.`, {
        errors: [{ path: `line ${outcome.line}`, message: outcome.reason }],
      });
    case "not-booked":
      return refusal("refused", `${sentence(outcome.reason)} Nothing was booked.`);
    case "recorded": {
      const subject = `file:${sha256.toString("hex")}`;
      const line = { actor, act: "payments-taken", subject, creditorId: ownerId };
      await withOperator(deployment.pool, (tx) => addAuditLine(tx, line, now));
      return { body: recordedBody(outcome) };
    }
  }
}

function recordedBody(outcome: Extract<PayOutcome, { kind: "recorded" }>) {
  const { format, isSeen, lines, alreadySeen, matched, unmatched, elsewhere, paid } = outcome;
  return {
    ...{ format, isSeen, lines, alreadySeen, matched, unmatched, elsewhere, paidClaims: paid },
    booked: sumsOf(outcome.booked),
    waiting: sumsOf(outcome.waiting),
    refundsDue: sumsOf(outcome.refundsDue),
    unmatchedLines: outcome.unmatchedLines.map(({ bankReference: _, ...line }) => line),
  };
}

function sumsOf(amounts: Readonly<Record<string, string>>) {
  return Object.entries(amounts).map(([currency, amount]) => ({ currency, amount }));
}
