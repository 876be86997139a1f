import { testDatabase } from "@innfri/testing";
import { expect, it } from "vitest";
import { anInstallation, aWorld } from "../payments/test-world.ts";
import { TEST_ORIGIN, testApi } from "./test-api.ts";
import { aUser, signIn } from "./test-users.ts";

const database = await testDatabase();
const installation = await anInstallation(database);
const api = await testApi(database, installation);

it("nobody has more tries of a password for naming its user where no password is asked for", async () => {
  const { creditorId } = await aWorld(installation, { startsOn: "2026-05-01" });
  const { email } = await aUser(database, api, { role: "creditor-admin", creditorId });
  const codes = [];
  for (let i = 0; i < 12; i += 1) {
    codes.push((await signIn(api, email, "not the password at all")).status);
    const out = await api.post("/v1/auth/sign-out", { email }, { headers: { Origin: TEST_ORIGIN } });
    expect(out.status).toBe(200);
  }
  expect(codes.slice(0, 10).every((one) => one === 401)).toBe(true);
  expect(codes.slice(10)).toEqual([429, 429]);
}, 60_000);
