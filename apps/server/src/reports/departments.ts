/** Why does it happen? Departments that have more late claims than chance gives them (S63). */
import { prepared } from "../store/index.ts";
import { chanceOfAtLeast, standOut } from "./binomial.ts";
import { LEAST_CASES, percent, type Report } from "./report.ts";

const BY_DEPARTMENT = prepared(`
  select n.department as key, count(*)::int as claims, count(*) filter (where n.step_count > 0)::int as late,
    count(o.claim_id)::int as objections,
    mode() within group (order by o.reason) as reason
  from claim_now n
  left join lateral (select claim_id, reason from objection
    where creditor_id = $1::uuid and claim_id = n.claim_id limit 1) o on n.step_count > 0 or n.stage = 'disputed'
  where n.creditor_id = $1::uuid and n.due_on between $2::date and $3::date
  group by 1 order by 2 desc, 1`);

type Department = {
  readonly key: string | null;
  readonly claims: number;
  readonly late: number;
  readonly objections: number;
  readonly reason: string | null;
};

export const departments: Report = {
  question: "Which departments have unusually many claims to follow up, and why?",
  definition:
    "Of claims that fell due in the period: how many needed a step. A department stands out where so many or more would come by chance in less than 5 % of cases if it were as all others together (exact binomial, corrected for the number of departments by Holm's method), and it has at least 20 claims. Beside it: its objections, and the reason given most often.",
  ask: async (tx, { creditorId, from, to }) => {
    const rows = await tx.many<Department>({ ...BY_DEPARTMENT, values: [creditorId, from, to] });
    const all = { claims: sum(rows, "claims"), late: sum(rows, "late") };
    const tried = rows.filter(({ claims }) => claims >= LEAST_CASES && all.claims - claims >= LEAST_CASES);
    const chances = tried.map(({ claims, late }) =>
      chanceOfAtLeast(late, claims, (all.late - late) / (all.claims - claims)),
    );
    const stands = standOut(chances);
    return {
      n: all.claims,
      columns: [
        { name: "department", kind: "text" },
        { name: "claims", kind: "count" },
        { name: "followedUp", kind: "count" },
        { name: "followedUpShare", kind: "percent" },
        { name: "chance", kind: "text" },
        { name: "standsOut", kind: "text" },
        { name: "objections", kind: "count" },
        { name: "mostGivenReason", kind: "text" },
      ],
      rows: rows.map((row) => {
        const at = tried.indexOf(row);
        return [
          ...[row.key, String(row.claims), String(row.late), percent(row.late, row.claims)],
          at < 0 ? null : chances[at]!.toPrecision(2),
          at < 0 ? "too few" : stands[at]! ? "yes" : "no",
          ...[String(row.objections), row.reason],
        ];
      }),
    };
  },
};

function sum(rows: readonly Department[], of: "claims" | "late"): number {
  return rows.reduce((all, row) => all + row[of], 0);
}
