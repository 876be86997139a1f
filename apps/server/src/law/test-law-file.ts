/** For tests: law files with invented figures. No authority has set any of them. */
import { allTables } from "@innfri/law";

export const INVENTED = "INVENTED FOR A TEST, set by no authority";

/** A row with an invented figure. */
export function aRow(from: string, value: unknown, more: object = {}): object {
  return { from, value, regulation: null, sources: [INVENTED], confidence: "invented", ...more };
}

/** A law file; says only what matters. */
export function aLawFile(more: object): string {
  return JSON.stringify({
    format: "innfri-law-1",
    enteredBy: "Ada Oppdiktet",
    confirmedBy: "Bo Oppdiktet",
    source: INVENTED,
    ...more,
  });
}

/** The first half of 2027: other rates of interest and fees, everything else as it was. */
export function halfYearFile(more: object = {}): string {
  const changed: Readonly<Record<string, unknown>> = {
    "no.late-payment-interest": 1300,
    "no.collection-rate": 77000,
    "se.reference-rate": 250,
  };
  return aLawFile({
    tables: [
      ...Object.entries(changed).map(([table, value]) => ({
        table,
        checkedThrough: "2027-06-30",
        rows: [aRow("2027-01-01", value)],
      })),
      {
        table: allTables().flatMap(({ id }) => (Object.hasOwn(changed, id) ? [] : [id])),
        checkedThrough: "2027-06-30",
        unchanged: true,
      },
    ],
    ...more,
  });
}
