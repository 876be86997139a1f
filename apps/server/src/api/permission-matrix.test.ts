/**
 * Every call of the contract × every role, and a key with each single permission × the caller's own company and another
 * one × nobody. Made out of the contract, so that a new call is tried without anybody thinking of it.
 */
import {
  ALL_OPERATIONS,
  type Operation,
  PERMISSIONS,
  PERMISSIONS_OF,
  type Permission,
  ROLES,
} from "@innfri/contract";
import type { Uuid } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import { describe, expect, it } from "vitest";
import { anInstallation, aWorld } from "../payments/test-world.ts";
import { isStaff } from "../usecases/users.ts";
import { type Asking, testApi } from "./test-api.ts";
import { aUser } from "./test-users.ts";

const database = await testDatabase();
const installation = await anInstallation(database);
const api = await testApi(database, installation);
const own = (await aWorld(installation, { startsOn: "2026-05-01" })).creditorId;
const foreign = (await aWorld(installation, { startsOn: "2026-05-01" })).creditorId;

type Somebody = {
  readonly name: string;
  readonly asking: Asking;
  /** Null is the operator's own, and every company. */
  readonly of: Uuid | null;
  readonly permissions: readonly Permission[];
};

async function everybody(): Promise<Somebody[]> {
  const callers: Somebody[] = [];
  for (const role of ROLES) {
    const of = isStaff(role) ? null : own;
    const { headers } = await aUser(database, api, { role, creditorId: of });
    callers.push({ name: role, asking: { headers }, of, permissions: PERMISSIONS_OF[role] });
    if (!isStaff(role)) continue;
    const weak = await aUser(database, api, { role, creditorId: null, hasSecondFactor: false });
    const name = `${role} without a second factor`;
    callers.push({ name, asking: { headers: weak.headers }, of: own, permissions: [] });
  }
  for (const permission of PERMISSIONS) {
    for (const of of [own, null]) {
      const key = await api.key({ creditorId: of, scopes: [permission] });
      const name = `${of === null ? "the operator's key" : "a key"} with ${permission}`;
      callers.push({ name, asking: { key }, of, permissions: [permission] });
    }
  }
  return callers;
}

const callers = await everybody();

/** What the call must come to: `in` is whatever comes after the door, also a request that is not as it must be. */
function expected({ needs, params }: Operation, { of, permissions }: Somebody, creditorId: Uuid): string {
  if (needs === "debtor") return "403";
  const namesCompany = params.creditorId !== undefined;
  const isNobodyHere = of !== null && permissions.length === 0;
  if (namesCompany && ((of !== null && of !== creditorId) || isNobodyHere)) return "404";
  if (needs === "anyone" || needs === "signed-in") return "in";
  if (!namesCompany && of !== null) return "403";
  return permissions.includes(needs) ? "in" : "403";
}

async function found(operation: Operation, asking: Asking, creditorId: Uuid): Promise<string> {
  const path = operation.path.replace("{creditorId}", creditorId).replaceAll(/\{\w+\}/g, "no-such-id");
  // What is asked is nothing that could be done: the door is tried, and not what lies behind it.
  const body = operation.body === undefined ? {} : { body: { nothing: "of the sort" } };
  const reply = await api.ask(operation.method.toUpperCase(), path, { ...asking, ...body });
  if (reply.status >= 500) return `${reply.status} ${JSON.stringify(reply.body)}`;
  if (reply.status === 401 || reply.status === 403) return String(reply.status);
  // An id that does not exist is met behind the door.
  const isCompany = reply.status === 404 && reply.body.detail.includes("no such company");
  return isCompany ? "404" : "in";
}

describe("Who may make which call (B24, B25)", () => {
  const shown = ALL_OPERATIONS.map((one) => [`${one.method.toUpperCase()} ${one.path}`, one] as const);

  it.each(shown)(
    "%s",
    async (_, operation) => {
      const wrong: string[] = [];
      const companies = operation.params.creditorId === undefined ? [own] : [own, foreign];
      for (const creditorId of companies) {
        const where = creditorId === own ? "own company" : "another company";
        for (const caller of callers) {
          const [must, is] = [
            expected(operation, caller, creditorId),
            await found(operation, caller.asking, creditorId),
          ];
          if (must !== is) wrong.push(`${caller.name}, ${where}: ${is} instead of ${must}`);
        }
        const nobody = operation.needs === "anyone" ? "in" : "401";
        for (const asking of [{}, { key: "innfri_wrong" }, { headers: { Cookie: "innfri_session=x.y" } }])
          if ((await found(operation, asking, creditorId)) !== nobody)
            wrong.push(`nobody gets in with ${JSON.stringify(asking)}`);
      }
      expect(wrong).toEqual([]);
    },
    120_000,
  );
});
