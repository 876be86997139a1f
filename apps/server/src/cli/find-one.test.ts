import { testDatabase } from "@innfri/testing";
import { describe, expect, it } from "vitest";
import { aSandbox } from "../usecases/test-sandbox.ts";
import { findOne } from "./find-one.ts";
import { UsageError } from "./output.ts";

const database = await testDatabase();
const engine = await database.pool("innfri_engine");

describe("The name of a claim", () => {
  it("is its id or its invoice's number, and one company's where several have the same", async () => {
    const claims = [{ number: "10482", dueOn: "2026-04-30" }];
    const [ours, theirs] = [
      await aSandbox(engine, { clockOn: "2026-05-01", claims }),
      await aSandbox(engine, { clockOn: "2026-05-01", claims }),
    ];
    const found = await findOne({ pool: engine }, "10482", ours.creditorId);
    expect(found.creditor.creditorId).toBe(ours.creditorId);
    expect(await findOne({ pool: engine }, found.claimId, undefined)).toEqual(found);

    const ambiguous = findOne({ pool: engine }, "10482", undefined);
    await expect(ambiguous).rejects.toThrow(UsageError);
    await expect(ambiguous).rejects.toThrow(/is the name of 2 claims/);
    await expect(ambiguous).rejects.toThrow(new RegExp((await theirs.claim("10482")).claimId));

    const unknown = findOne({ pool: engine }, "10483", undefined);
    await expect(unknown).rejects.toThrow(UsageError);
    await expect(unknown).rejects.toThrow(/There is no claim 10483\. A claim is named by its id/);
  });
});
