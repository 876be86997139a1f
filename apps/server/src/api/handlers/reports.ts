import { addDays, date, formatMinor, isUuid } from "@innfri/kernel";
import { clockOf } from "../../clock.ts";
import { REPORTS } from "../../reports/index.ts";
import type { ReportTable } from "../../reports/report.ts";
import { withCreditor } from "../../store/index.ts";
import { countClaims } from "../../usecases/count-claims.ts";
import { customerStanding } from "../../usecases/customer-standing.ts";
import { type ClaimMark, type ClaimRow, claimPage } from "../../usecases/list-claims.ts";
import { MOST_COUNTED } from "../../usecases/portfolio.ts";
import { CSV_TYPE, type CsvCell, csvHead, csvLine } from "../csv.ts";
import type { Asked, Handlers } from "../handler.ts";
import { type Refusal, Refused, refusal } from "../problem.ts";
import { filterOf } from "./claims.ts";

type ReportOperation = "getReport" | "exportReport" | "exportClaims" | "getCustomerStanding";

/** Of an export: read and sent at once, so that memory stays as it is however much is exported. */
const PAGE = 500;

export const REPORT_HANDLERS: Pick<Handlers, ReportOperation> = {
  getReport: async (asked) => {
    const { report } = asked.params;
    const { question, definition } = REPORTS[report];
    const { table, ...period } = await tableOf(asked);
    const { n, columns, rows } = table;
    return {
      body: {
        ...{ report, question, definition, ...period, n },
        columns: columns.map((column) => ({ ...column })),
        rows: rows.map((row) => [...row]),
      },
    };
  },

  exportReport: async (asked) => {
    const { decimal } = asked.query;
    const { table, from, to } = await tableOf(asked);
    const lines = table.rows.map((row) =>
      csvLine(
        row.map((cell, index): CsvCell => {
          return table.columns[index]!.kind === "text" ? { text: cell } : { number: cell };
        }),
        decimal,
      ),
    );
    const head = csvHead(
      table.columns.map(({ name }) => name),
      decimal,
    );
    const name = `${asked.params.report}-${from}-${to}.csv`;
    return { body: { type: CSV_TYPE, name, bytes: Buffer.from([head, ...lines].join(""), "utf8") } };
  },

  exportClaims: async ({ deployment: { pool }, creditor, caller, query, now }) => {
    const { creditorId } = creditor;
    const { sort, decimal, ...filters } = query;
    const filter = filterOf(filters, caller);
    const { today } = clockOf(creditor, now);
    const rows = await withCreditor(pool, creditorId, (tx) =>
      countClaims(tx, creditorId, { filter, today, most: MOST_COUNTED + 1 }),
    );
    const pages = async function* () {
      yield Buffer.from(csvHead(Object.keys(CLAIM_CELLS), decimal), "utf8");
      for (let after: ClaimMark | null = null, isFirst = true; isFirst || after !== null; isFirst = false) {
        const page: Awaited<ReturnType<typeof claimPage>> = await withCreditor(pool, creditorId, (tx) =>
          claimPage(tx, creditorId, { filter, sort, after, limit: PAGE, today }),
        );
        after = page.next;
        const lines = page.rows.map((row) =>
          csvLine(
            Object.values(CLAIM_CELLS).map((cell) => cell(row)),
            decimal,
          ),
        );
        if (lines.length > 0) yield Buffer.from(lines.join(""), "utf8");
      }
    };
    const stream = ReadableStream.from(pages()) as ReadableStream<Uint8Array>;
    return { body: { type: CSV_TYPE, name: `claims-${today}.csv`, bytes: new Uint8Array(), stream, rows } };
  },

  getCustomerStanding: ({ deployment: { pool }, creditor, params, now }) =>
    withCreditor(pool, creditor.creditorId, async (tx) => {
      const { today } = clockOf(creditor, now);
      const { debtorId } = params;
      const standing = isUuid(debtorId)
        ? await customerStanding(tx, creditor.creditorId, debtorId, today)
        : undefined;
      if (standing === undefined) return refusal("not-found", "There is no such customer at this company.");
      const { open, holds, because, ...rest } = standing;
      return {
        body: {
          on: today,
          ...rest,
          open: open.map(({ openMinor, ...sum }) => ({ ...sum, open: formatMinor(openMinor) })),
          holds: [...holds],
          because: [...because],
        },
      };
    }),
};

type OnReport = Pick<Asked<"getReport">, "deployment" | "creditor" | "params" | "now"> & {
  readonly query: Asked<"getReport">["query"];
};

async function tableOf({ deployment: { pool }, creditor, params, query, now }: OnReport): Promise<{
  readonly on: string;
  readonly from: string;
  readonly to: string;
  readonly table: ReportTable;
}> {
  const { creditorId } = creditor;
  const { today: on } = clockOf(creditor, now);
  const to = query.to === undefined ? on : date(query.to);
  const from = query.from === undefined ? addDays(to, -364) : date(query.from);
  if (from > to) throw new Refused(wrongPeriod(from, to));
  const table = await withCreditor(pool, creditorId, (tx) =>
    REPORTS[params.report].ask(tx, { creditorId, from, to }),
  );
  return { on, from, to, table };
}

function wrongPeriod(from: string, to: string): Refusal {
  return refusal("invalid", `The period ends on ${to}, before it begins on ${from}.`, {
    errors: [{ path: "from", message: "is after the period's end" }],
  });
}

const CLAIM_CELLS: Readonly<Record<string, (row: ClaimRow) => CsvCell>> = {
  invoiceNumber: ({ invoiceNumber: text }) => ({ text }),
  reference: ({ reference: text }) => ({ text }),
  customerNumber: ({ customerNumber: text }) => ({ text }),
  customerName: ({ customerName: text }) => ({ text }),
  department: ({ department: text }) => ({ text }),
  stage: ({ stage: text }) => ({ text }),
  heldBy: ({ heldBy: text }) => ({ text }),
  dueOn: ({ dueOn: text }) => ({ text }),
  currency: ({ currency: text }) => ({ text }),
  principal: ({ principalMinor }) => ({ number: formatMinor(principalMinor) }),
  open: ({ openMinor }) => ({ number: formatMinor(openMinor) }),
  lastStep: ({ lastStep: text }) => ({ text }),
  lastStepOn: ({ lastStepOn: text }) => ({ text }),
  nextLookOn: ({ nextLookOn: text }) => ({ text }),
  closedOn: ({ closedOn: text }) => ({ text }),
};
