import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { lookOut } from "./come-back.ts";

describe("A look every while", () => {
  it("is one look at a time, goes on after an error, and ends with the look in hand", async () => {
    let at = 0;
    let most = 0;
    let looks = 0;
    const errors: unknown[] = [];
    const lookout = lookOut(
      async () => {
        at += 1;
        most = Math.max(most, at);
        await sleep(15);
        at -= 1;
        looks += 1;
        if (looks === 1) throw new Error("the mailbox is away");
      },
      (error) => void errors.push(error),
      2,
    );
    while (looks < 3) await sleep(5);
    await lookout.stop();
    expect({ at, most, errors: errors.length }).toEqual({ at: 0, most: 1, errors: 1 });
    const before = looks;
    await sleep(20);
    expect(looks).toBe(before);
  });
});
