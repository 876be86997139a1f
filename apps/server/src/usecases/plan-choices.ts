/** The payment plans that a debtor may choose, with what each costs: within the law, and within what its creditor allows (B11). */
import { type Account, type PlanOffer, planOffer } from "@innfri/claims";
import {
  addDays,
  type CalendarDate,
  canonicalJson,
  formatMinor,
  minorFromDecimal,
  sha256,
  type Uuid,
} from "@innfri/kernel";
import { clockOf } from "../clock.ts";
import { type Act, applyAct, emptyActRows } from "../engine/act.ts";
import { type ActOutcome, refused } from "../engine/act-outcome.ts";
import { mayCharge, plannedClaims } from "../engine/agreements.ts";
import { covered } from "../engine/covered.ts";
import { type ForDebtors, NOTHING_FOR_DEBTORS } from "../engine/creditor-settings.ts";
import { type Creditor, settingsOn } from "../engine/creditors.ts";
import type { LoadedFile } from "../engine/load-files.ts";
import { readFiles } from "../engine/read-files.ts";
import type { Operator } from "../installation.ts";
import type { Tx } from "../store/index.ts";
import { lockFiles } from "../store/page.ts";
import { actInTransaction, draftsOf, situationOf, standingOf } from "./act-on-claim.ts";

export type PlanAsked = {
  readonly claimId: Uuid;
  readonly debtorId: Uuid;
  /** Every open claim of the debtor at this company, or the one that is named. */
  readonly isForAll: boolean;
  /** In a fortnight when null. */
  readonly firstOn: CalendarDate | null;
};

export type PlanChoice = PlanOffer & {
  /** What was seen: it is agreed to as long as nothing of it has changed. */
  readonly choiceId: string;
  readonly instalments: number;
};

export type PlanChoices = {
  readonly on: CalendarDate;
  readonly bounds: ForDebtors;
  /** The latest day that the debtor may promise by itself; null where it may not. */
  readonly promiseBy: CalendarDate | null;
  readonly claimIds: readonly Uuid[];
  /** Whether they are all that the debtor owes this company. */
  readonly isWhole: boolean;
  readonly firstOn: CalendarDate;
  /** Why none is offered; null when some are. */
  readonly whyNone: string | null;
  readonly choices: readonly PlanChoice[];
};

/** A first instalment later than this is a person's to agree to. */
const FIRST_WITHIN_DAYS = 45;
const FIRST_USUALLY_DAYS = 14;

type At = { readonly creditor: Creditor; readonly operator: Operator };

export async function planChoices(tx: Tx, at: At, asked: PlanAsked, now: Date): Promise<PlanChoices> {
  const { creditor } = at;
  const clock = clockOf(creditor, now);
  const { today } = clock;
  const settings = await settingsOn(tx, creditor.creditorId, today);
  const bounds = settings?.forDebtors ?? NOTHING_FOR_DEBTORS;
  const files = await readFiles(tx, creditor.creditorId, [asked.debtorId], { withClosed: true });
  const [file] = files;
  const firstOn = asked.firstOn ?? addDays(today, FIRST_USUALLY_DAYS);
  let promiseBy: CalendarDate | null = null;
  const none = (whyNone: string): PlanChoices => ({
    ...{ on: today, bounds, promiseBy, claimIds: [], isWhole: false, firstOn, whyNone, choices: [] },
  });
  if (file === undefined) return none("there is no such claim");
  const standing = await standingOf(tx, at, files, clock);
  const byThen = addDays(today, bounds.mostDelayDays);
  if (bounds.mostDelayDays > 0 && mayPromise(byThen, file, asked.claimId, standing)) promiseBy = byThen;
  const drafts = draftsOf(file, emptyActRows(), { clock, actor: "nobody" });
  const draft = drafts.get(asked.claimId);
  if (draft === undefined || draft.state === "closed") return none("the claim is closed: nothing is owed");
  const situation = situationOf(file, drafts, draft, standing);
  const open = [...drafts.values()].filter(
    ({ state, before }) => state !== "closed" && before.currency === draft.before.currency,
  );
  const others = open.filter((one) => one !== draft).map(({ before }) => before.claimId);
  const isWhole = asked.isForAll || others.length === 0;
  const planned = plannedClaims({ wholeDebt: isWhole, also: asked.isForAll ? others : [] }, situation);
  if ("reason" in planned) return none(planned.reason);
  const claimIds = planned.chosen.map(({ before }) => before.claimId);
  if (bounds.mostInstalments < 2) return none("this company agrees on payment plans with each customer");
  const latestOn = addDays(today, FIRST_WITHIN_DAYS);
  if (firstOn <= today || firstOn > latestOn)
    return none(`the first instalment is after today, ${today}, and by ${latestOn}`);
  const bearsFee = mayCharge(situation, "plan");
  const wish = { claims: claimIds, firstOn, wholeDebt: isFeeBearing(creditor, isWhole) };
  const heads = planned.chosen.map(({ headSeq }) => headSeq);
  const found = covered(() =>
    offersWithin(planned.account, wish, bounds, today, bearsFee).map((offer) => ({
      ...offer,
      choiceId: choiceId([today, firstOn, isWhole, claimIds, heads], offer),
    })),
  );
  if (found.kind === "outside") return none(`what it costs cannot be computed: ${found.because}`);
  const whyNone =
    found.value.length === 0
      ? `no plan has instalments of at least ${bounds.leastInstalment}: the sum is too small to be divided`
      : null;
  return { on: today, bounds, promiseBy, claimIds, isWhole, firstOn, whyNone, choices: found.value };
}

/** Tried, and nothing of it kept. */
function mayPromise(
  payOn: CalendarDate,
  file: LoadedFile,
  claimId: Uuid,
  standing: Awaited<ReturnType<typeof standingOf>>,
): boolean {
  const rows = emptyActRows();
  const drafts = draftsOf(file, rows, { clock: standing.clock, actor: "nobody" });
  const draft = drafts.get(claimId);
  if (draft === undefined || draft.state === "closed") return false;
  const act: Act = { kind: "promise", payOn, within: { latestOn: payOn } };
  return applyAct(rows, act, situationOf(file, drafts, draft, standing)).kind === "done";
}

function offersWithin(
  account: Account,
  wish: { readonly claims: readonly Uuid[]; readonly firstOn: CalendarDate; readonly wholeDebt: boolean },
  { mostInstalments, leastInstalment }: ForDebtors,
  today: CalendarDate,
  bearsFee: boolean,
): (PlanOffer & { readonly instalments: number })[] {
  const leastMinor = minorFromDecimal(leastInstalment);
  const offers: (PlanOffer & { readonly instalments: number })[] = [];
  for (let instalments = 2; instalments <= mostInstalments; instalments += 1) {
    const offer = planOffer(account, { ...wish, instalments }, today, bearsFee);
    if (offer.instalmentMinor < leastMinor || offer.lastMinor <= 0n) break;
    offers.push({ ...offer, instalments });
  }
  return offers;
}

/**
 * In Sweden a plan for the whole debt bears its fee when it was made in writing and was sent or handed over
 * (inkassokostnadslagen 3 § 2, 4 §; sweden.md 2.1 `PLAN`). No letter is sent of one that a debtor chooses, so none is
 * charged for it. The Norwegian fee comes of the agreement itself.
 */
function isFeeBearing({ country }: Creditor, isWhole: boolean): boolean {
  return country === "NO" && isWhole;
}

function choiceId(about: readonly unknown[], offer: PlanOffer & { readonly instalments: number }): string {
  const { instalments, instalmentMinor, lastMinor, totalMinor, dueOn } = offer;
  const amounts = [instalmentMinor, lastMinor, totalMinor].map(formatMinor);
  return sha256(canonicalJson([...about, instalments, ...amounts, dueOn] as never))
    .toString("hex")
    .slice(0, 32);
}

/** Agrees to exactly the choice that was seen. */
export async function agreeToChoice(
  tx: Tx,
  at: At,
  asked: PlanAsked & { readonly choiceId: string },
  actor: string,
  now: Date,
): Promise<ActOutcome> {
  const { creditorId } = at.creditor;
  await lockFiles(tx, creditorId, [asked.debtorId]);
  const { choices, claimIds, isWhole, firstOn, whyNone } = await planChoices(tx, at, asked, now);
  const choice = choices.find((one) => one.choiceId === asked.choiceId);
  if (choice === undefined)
    return refused(
      whyNone ?? "this plan is not as it was when it was seen: look at the choices of today and choose again",
    );
  const { claimId, debtorId } = asked;
  const act: Act = {
    kind: "agree",
    instalments: choice.instalments,
    firstOn,
    wholeDebt: isFeeBearing(at.creditor, isWhole),
    also: claimIds.filter((id) => id !== claimId),
    comingMinor: choice.comingInterestMinor,
  };
  const [outcome] = await actInTransaction(tx, at, [{ claimId, debtorId }], act, actor, now);
  return outcome!;
}
