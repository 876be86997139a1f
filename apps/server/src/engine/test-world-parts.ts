/** What the invented worlds of both countries are made of. */
import type { Plan } from "@innfri/claims";
import type { CreditorSettings } from "./creditor-settings.ts";
import type { World } from "./test-letters.ts";

const ONE = [{ number: "10481", principal: "4500.00", dueOn: "2026-04-30" }] as const;
export const TWO = [
  { number: "20481", principal: "4500.00", dueOn: "2026-04-30" },
  { number: "20482", principal: "500.00", dueOn: "2026-04-29" },
] as const;

/** A plan of one's own whose letters bear what `fees` says of their step; undefined leaves it to the law. */
export function planBearing(
  plan: Plan,
  fees: Readonly<Record<string, "none" | undefined>>,
): Partial<CreditorSettings> {
  const steps = plan.steps.map(({ fee, ...step }) => {
    const own = step.step in fees ? fees[step.step] : fee;
    return own === undefined ? step : { ...step, fee: own };
  });
  const ownPlan = { ...plan, name: "bearing", steps };
  return { plan: "bearing", ownPlan: ownPlan as unknown as CreditorSettings["ownPlan"] };
}

/** A plan that bears a fee in Norway (inkassoforskriften § 2-4). */
export const sixInstalments = { kind: "agree", instalments: 6, wholeDebt: false } as const;

/** A consumer with one claim, whom an agency writes to until the end of August. */
export const base = { operator: "agency", kind: "person", claims: ONE, until: "2026-08-30" } as const;

type Otherwise = Partial<Omit<World, "name" | "country">>;

/** A life in Norway: as `base` has it but for what is said of it. */
export const norwegian = (name: string, otherwise: Otherwise = {}): World => ({
  ...{ ...base, name, country: "NO" },
  ...otherwise,
});

/** The same in Sweden. */
export const swedish = (name: string, otherwise: Otherwise = {}): World => ({
  ...norwegian(name, otherwise),
  country: "SE",
});
