import { type CostItem, PLANS, type Plan } from "@innfri/claims";
import { formatMinor } from "@innfri/kernel";
import type { Command } from "commander";
import { allCreditors, type Creditor } from "../../engine/creditors.ts";
import { lawfulnessOf } from "../../engine/lawful-plan.ts";
import { type Befallen, type PlanReplay, replayUnderPlan, type Way } from "../../usecases/replay-plan.ts";
import { onInstallation } from "../context.ts";
import { type Answer, counted, table, UsageError } from "../output.ts";
import { planOf } from "../plan-source.ts";
import { progress } from "../progress.ts";
import { itemWord, stepWord } from "../step-words.ts";
import { whichCreditors } from "../which-creditors.ts";
import { wrapped } from "../wrap.ts";

type Options = { readonly creditor?: string };
type Replayed = PlanReplay & { readonly kind: "replayed" };

/** `innfri plan replay`: a company's own history under another plan, side by side; nothing is changed. */
export function registerPlanReplay(plan: Command): void {
  plan
    .command("replay <name>")
    .description("what another plan would have done with a creditor's own claims; nothing is changed")
    .option("--creditor <id>", "only this creditor")
    .action(async (name: string, options: Options, command: Command) => {
      const plan = await planOf(name);
      mustBeLawful(plan, name);
      await onInstallation(command, async (installation) => {
        const ids = await whichCreditors(installation.pool, options.creditor);
        const creditors = (await allCreditors(installation.pool)).filter(
          ({ creditorId, country }) => ids.includes(creditorId) && country === plan.country,
        );
        if (creditors.length === 0)
          throw new UsageError(`${plan.name} is a plan of ${plan.country}, and no creditor there was meant.`);
        const bar = progress("claims");
        const replays: (readonly [Creditor, PlanReplay])[] = [];
        try {
          for (const creditor of creditors) {
            const onPage = (claims: number) => bar.add(claims);
            const replay = await replayUnderPlan(installation, creditor, plan, new Date(), { onPage });
            replays.push([creditor, replay]);
          }
        } finally {
          bar.stop();
        }
        return answerOf(plan, replays);
      });
    });
}

/** What an unlawful plan would have brought is no use to anybody. */
function mustBeLawful(plan: Plan, name: string): void {
  if (Object.hasOwn(PLANS, plan.name)) return;
  const check = lawfulnessOf(plan);
  if (check.kind !== "lawful")
    throw new UsageError(
      `${name} could break the law. innfri plan check ${name} says where. Nothing was done.`,
    );
}

function answerOf(plan: Plan, replays: readonly (readonly [Creditor, PlanReplay])[]): Answer {
  return {
    json: {
      plan: plan.name,
      creditors: replays.map(([{ creditorId, name }, replay]) => ({
        creditor: creditorId,
        name,
        replay: replay.kind === "replayed" ? jsonOf(replay) : null,
      })),
    },
    text: replays
      .map(([creditor, replay]) =>
        replay.kind === "replayed"
          ? replayText(plan, creditor, replay)
          : `${creditor.name}\n  It has no claims whose customers' kind is known.`,
      )
      .join("\n\n"),
    exitCode: 0,
  };
}

function jsonOf({ kind: _, asItWas, underPlan, known, unknown, ...rest }: Replayed): unknown {
  return {
    ...rest,
    asItWas: wayJson(asItWas),
    underPlan: wayJson(underPlan),
    known: befallenJson(known),
    unknown: befallenJson(unknown),
  };
}

function wayJson({ steps, chargedMinor, ...rest }: Way): unknown {
  const charged = [...chargedMinor].map(([item, minor]) => [item, formatMinor(minor)]);
  return { ...rest, steps: Object.fromEntries(steps), charged: Object.fromEntries(charged) };
}

function befallenJson({ paidMinor, ...rest }: Befallen): unknown {
  return { paid: formatMinor(paidMinor), ...rest };
}

const STEPS = ["reminder", "notice", "demand", "heavy"];
const ITEMS: readonly CostItem[] = ["notice-fee", "recovery-costs"];
const CHARGED: Readonly<Partial<Record<CostItem, string>>> = {
  "notice-fee": "fees asked for",
  "recovery-costs": `${itemWord("recovery-costs")} asked for`,
};

function replayText(plan: Plan, creditor: Creditor, replay: Replayed): string {
  const { asItWas, underPlan, known, unknown, claims, customers, claimsAlike } = replay;
  const both = (label: string, of: (way: Way) => string) => [label, of(asItWas), of(underPlan)];
  const steps = STEPS.filter((step) => asItWas.steps.has(step) || underPlan.steps.has(step));
  const items = ITEMS.filter((item) => asItWas.chargedMinor.has(item) || underPlan.chargedMinor.has(item));
  const head = `${creditor.name}, from ${replay.from} through ${replay.through}: ${counted(claims, "claim")} of ${counted(customers, "customer")}`;
  const ways = table(
    [
      ["", "as it was", plan.name],
      ...steps.map((step) => both(stepWord(step), (way) => String(way.steps.get(step) ?? 0))),
      both("claims without a letter", (way) => String(way.claimsWithoutLetter)),
      both("days from due day to first letter", (way) => daysText(way.firstLetterDays)),
      ...items.map((item) => both(CHARGED[item]!, (way) => formatMinor(way.chargedMinor.get(item) ?? 0n))),
    ],
    [1, 2],
  );
  if (claimsAlike === claims)
    return [head, indented(ways), "  Both plans do the same with every claim."].join("\n\n");
  const parted = wrapped(
    "  ",
    `Both do the same with ${counted(claimsAlike, "claim")}. With ${claims - claimsAlike} they part. What came before that day would have come under ${plan.name} too. What its debtors would have done after it is not known:`,
  );
  const split = (label: string, of: (befallen: Befallen) => string) => [label, of(known), of(unknown)];
  const befell = table(
    [
      ["", "before", "not known"],
      split("paid", ({ paidMinor }) => formatMinor(paidMinor)),
      split("days from due day to payment", ({ paidAfterDays }) => daysText(paidAfterDays)),
      split("objections", ({ objections }) => String(objections)),
    ],
    [1, 2],
  );
  return [head, indented(ways), parted, indented(befell)].join("\n\n");
}

function daysText(days: number | null): string {
  return days === null ? "–" : String(days);
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, "  ");
}
