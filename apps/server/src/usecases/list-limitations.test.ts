import { testDatabase } from "@innfri/testing";
import { describe, expect, it } from "vitest";
import { limitationAnswer, answerOf as listAnswer } from "../cli/commands/list.ts";
import { answerOf as shownAnswer } from "../cli/commands/show.ts";
import { listLimitations } from "./list-limitations.ts";
import { showClaim } from "./show-claim.ts";
import { aSandbox, NOW, type Sandbox } from "./test-sandbox.ts";

const database = await testDatabase();
const engine = await database.pool("innfri_engine");

async function near(sandbox: Sandbox) {
  const [view] = await listLimitations(sandbox, [sandbox.creditorId], NOW);
  return view?.claims.map(({ invoiceNumber, alert }) => `${invoiceNumber} ${alert.on} ${alert.within}`) ?? [];
}

async function shown(sandbox: Sandbox, number: string) {
  const outcome = await showClaim(sandbox, await sandbox.claim(number), null, NOW);
  if (outcome.kind !== "shown") throw new Error(outcome.kind);
  return shownAnswer(outcome.view).text;
}

describe("Claims that become too old (B23)", () => {
  it("are warned about 180, 90 and 30 days ahead in Norway, and get no letter once it has happened", async () => {
    const dueOn = ["2023-05-04", "2023-06-03", "2023-08-02", "2023-10-31", "2023-11-01"];
    const claims = dueOn.map((due, i) => ({ number: `${i + 1}`, dueOn: due }));
    const sandbox = await aSandbox(engine, { clockOn: "2026-05-04", claims });
    const alerts = ["1 2026-05-04 30 days", "2 2026-06-03 30 days", "3 2026-08-02 90 days"];
    expect(await near(sandbox)).toEqual([...alerts, "4 2026-10-31 180 days"]);
    expect(await shown(sandbox, "2")).toMatch(
      /^ {2}2026-06-03 {2}becomes too old to enforce, if nothing interrupts it before: within 30 days\n {2}2026-06-08 {2}set aside for a person: too old/m,
    );
    expect(await sandbox.run("2026-05-05")).toMatchObject({ letters: { notice: 4 }, parked: 1 });
    expect(await sandbox.history("1")).toEqual(["registered", "parked"]);
    const text = await shown(sandbox, "1");
    expect(text).toContain("Too old to be enforced since 2026-05-04, unless something has interrupted it.");
    expect(text).not.toContain("becomes too old");
    expect(limitationAnswer(await listLimitations(sandbox, [sandbox.creditorId], NOW)).text).toMatch(
      /^ {2}1 +1001 .* 4500\.00 {2}2026-05-04 {5}too old$/m,
    );
    const old = await listLimitations(sandbox, [sandbox.creditorId], NOW);
    expect(listAnswer([], [], old).text).toContain(
      "5 claims are or will soon be too old to be enforced, 1 of them by now. Which: innfri list\n  --limitation",
    );
  });

  it("are warned about 6, 3 and 1 months ahead in Sweden: ten years, three against a consumer", async () => {
    const claims = [
      { number: "1", dueOn: "2023-06-18", kind: "person" as const },
      { number: "2", dueOn: "2023-06-18", kind: "business" as const },
      { number: "3", dueOn: "2023-11-18", kind: null },
      { number: "4", dueOn: "2016-08-18", kind: "business" as const },
    ];
    const sandbox = await aSandbox(engine, { country: "SE", clockOn: "2026-05-04", claims });
    expect(await near(sandbox)).toEqual([
      "1 2026-06-04 1 month",
      "4 2026-08-04 3 months",
      "3 2026-11-04 6 months",
    ]);
  });
});
