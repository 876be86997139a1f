import { date } from "@innfri/kernel";
import { clockOf } from "../../clock.ts";
import { type Tx, withCreditor } from "../../store/index.ts";
import { lockSettings } from "../../usecases/change-creditor.ts";
import {
  type Dashboard,
  dashboardsOf,
  figureBefore,
  figureOf,
  type Improvement,
  improvementsOf,
  MOST_DASHBOARDS,
  tellSatisfaction,
  worksAt,
  writeDashboard,
  writeImprovement,
} from "../../usecases/improving.ts";
import type { Caller } from "../caller.ts";
import type { Asked, Handlers } from "../handler.ts";
import { isAsSeen } from "../if-match.ts";
import { Refused, refusal } from "../problem.ts";
import { ownClaimOf } from "./own-claim.ts";

type ImprovingOperation =
  | "listDashboards"
  | "makeDashboard"
  | "changeDashboard"
  | "removeDashboard"
  | "listImprovements"
  | "makeImprovement"
  | "changeImprovement"
  | "tellSatisfaction";

export const IMPROVING_HANDLERS: Pick<Handlers, ImprovingOperation> = {
  listDashboards: ({ deployment: { pool }, creditor, caller }) =>
    withCreditor(pool, creditor.creditorId, async (tx) => ({
      body: { items: await dashboardsOf(tx, creditor.creditorId, caller.actor) },
    })),

  makeDashboard: async (tx, { creditor, caller, body, now }) => {
    mayKeep(body, caller);
    const all = await dashboardsOf(tx, creditor.creditorId, caller.actor);
    if (all.length >= MOST_DASHBOARDS)
      return refusal(
        "refused",
        `There are ${all.length} boards already. Remove one first. Nothing was done.`,
      );
    const board = { ...body, id: null, isRemoved: false };
    return { body: await writeDashboard(tx, creditor.creditorId, board, 1, caller.actor, now) };
  },

  changeDashboard: async (tx, asked) => {
    const { creditor, caller, body, now, ifMatch } = asked;
    const board = await boardOf(tx, asked);
    if (!isAsSeen(ifMatch, `"${board.version}"`))
      return refusal(
        "changed-meanwhile",
        "The board has been changed since it was read. Nothing was done: read it again.",
      );
    const changed = { ...board, ...body, isRemoved: false };
    const { creditorId } = creditor;
    const written = await writeDashboard(tx, creditorId, changed, board.version + 1, caller.actor, now);
    return { body: written, version: `"${written.version}"` };
  },

  removeDashboard: async (tx, asked) => {
    const { creditor, caller, now } = asked;
    const board = await boardOf(tx, asked);
    const removed = { ...board, isRemoved: true };
    await writeDashboard(tx, creditor.creditorId, removed, board.version + 1, caller.actor, now);
    return { body: undefined };
  },

  listImprovements: ({ deployment: { pool }, creditor, now }) =>
    withCreditor(pool, creditor.creditorId, async (tx) => {
      const { today } = clockOf(creditor, now);
      const items = [];
      for (const one of await improvementsOf(tx, creditor.creditorId))
        items.push({ ...one, after: await afterOf(tx, creditor.creditorId, one, today) });
      return { body: { items } };
    }),

  makeImprovement: async (tx, { creditor, caller, body, now }) => {
    const { creditorId } = creditor;
    const { today } = clockOf(creditor, now);
    const { measure, title, ownerUserId } = body;
    if (!(await worksAt(tx, creditorId, ownerUserId))) return nobodyHere();
    const before = await figureBefore(tx, creditorId, measure, today);
    if (before === undefined)
      return refusal(
        "refused",
        `The report ${measure.report} has no column ${measure.column}. Nothing was done.`,
      );
    const improvement = {
      ...{ id: null, version: 1, title, measure, ownerUserId, before },
      ...{ beganOn: today, dueOn: date(body.dueOn), doneOn: null },
    };
    const written = await writeImprovement(tx, creditorId, improvement, caller.actor, now);
    return { body: { ...written, after: await afterOf(tx, creditorId, written, today) } };
  },

  changeImprovement: async (tx, { creditor, caller, params, body, now }) => {
    const { creditorId } = creditor;
    const { today } = clockOf(creditor, now);
    await lockSettings(tx, creditorId);
    const known = (await improvementsOf(tx, creditorId)).find(({ id }) => id === params.improvementId);
    if (known === undefined)
      return refusal("not-found", "There is no such change of routine at this company.");
    const { ownerUserId } = body;
    if (ownerUserId !== undefined && !(await worksAt(tx, creditorId, ownerUserId))) return nobodyHere();
    const changed: Improvement = {
      ...known,
      version: known.version + 1,
      ownerUserId: ownerUserId ?? known.ownerUserId,
      dueOn: body.dueOn === undefined ? known.dueOn : date(body.dueOn),
      doneOn: body.isDone === undefined ? known.doneOn : body.isDone ? (known.doneOn ?? today) : null,
    };
    const written = await writeImprovement(tx, creditorId, changed, caller.actor, now);
    return { body: { ...written, after: await afterOf(tx, creditorId, written, today) } };
  },

  tellSatisfaction: async (tx, { creditor, caller, params, body, now }) => {
    const { creditorId } = creditor;
    const { claimId, debtorId } = await ownClaimOf(tx, { creditor, caller, params });
    const { today: on } = clockOf(creditor, now);
    const told = await tellSatisfaction(tx, creditorId, { claimId, debtorId, score: body.score, on }, now);
    switch (told) {
      case "told":
        return { body: { done: "Thank you: your answer is recorded." } };
      case "told-before":
        return refusal("refused", "You have answered for this claim already. The first answer stands.");
      case "not-ended":
        return refusal("refused", "This is asked once the claim has ended. Nothing was recorded.");
    }
  },
};

async function afterOf(
  tx: Tx,
  creditorId: Asked<"makeImprovement">["creditor"]["creditorId"],
  { measure, beganOn, doneOn }: Improvement,
  today: Improvement["beganOn"],
): Promise<string | null> {
  return (await figureOf(tx, creditorId, measure, beganOn, doneOn ?? today)) ?? null;
}

/** What everybody of the company sees is for those who set its rules. */
function mayKeep({ isCompanys }: Pick<Dashboard, "isCompanys">, { permissions }: Caller): void {
  if (!isCompanys || permissions.has("settings:write")) return;
  throw new Refused(
    refusal(
      "not-allowed",
      "A board for the whole company needs the permission settings:write. Nothing was done.",
    ),
  );
}

async function boardOf(
  tx: Tx,
  { creditor, caller, params }: Pick<Asked<"changeDashboard">, "creditor" | "caller" | "params">,
): Promise<Dashboard> {
  // One after the other: the newest version is the one that is changed.
  await lockSettings(tx, creditor.creditorId);
  const all = await dashboardsOf(tx, creditor.creditorId, caller.actor);
  const board = all.find(({ id }) => id === params.dashboardId);
  if (board === undefined) throw new Refused(refusal("not-found", "There is no such board for this caller."));
  mayKeep(board, caller);
  return board;
}

function nobodyHere() {
  return refusal(
    "refused",
    "The owner is no user of this company. Name one of those who work here. Nothing was done.",
  );
}
