/** Norwegian lives in which a part is disputed after the demand, so that it is said again for the rest. */
import type { World } from "./test-letters.ts";
import { base, TWO } from "./test-world-parts.ts";

export const CORRECTED_WORLDS: readonly World[] = [
  {
    ...base,
    name: "Norway, a part disputed after the demand, and some of the rest paid, agency",
    country: "NO",
    happenings: [
      { on: "2026-06-12", pay: "500.00", claim: "10481" },
      { on: "2026-06-12", dispute: "1000.00", claim: "10481" },
    ],
  },
  {
    ...base,
    name: "Norway, joint letter, a part of one disputed after the demand, self, business",
    country: "NO",
    claims: TWO,
    operator: "self",
    kind: "business",
    happenings: [{ on: "2026-06-12", dispute: "200.00", claim: "20482" }],
  },
  {
    ...base,
    name: "Norway, joint letter, a part of each disputed after the demand, agency",
    country: "NO",
    claims: TWO,
    happenings: [
      { on: "2026-06-12", dispute: "200.00", claim: "20482" },
      { on: "2026-06-12", dispute: "300.00", claim: "20481" },
    ],
  },
];
