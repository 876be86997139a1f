import { date, derivedId, isUuid } from "@innfri/kernel";
import { describe, expect, it } from "vitest";
import { bounceAddressOf, readBounceAddress } from "./bounce-address.ts";

describe("The address that a message's bounces come back to", () => {
  const messageId = derivedId(date("2026-05-15"), "message");
  const creditorId = derivedId(date("2026-01-01"), "creditor");
  const address = bounceAddressOf("retur@utsending.example", { messageId, creditorId });

  it("names the message and its creditor, in whatever case it is written, within what an address may be long", () => {
    const of = { messageId, creditorEnd: creditorId.slice(-12) };
    expect(readBounceAddress(address)).toEqual(of);
    expect(readBounceAddress(address.toUpperCase())).toEqual(of);
    expect(isUuid(readBounceAddress(address)?.messageId)).toBe(true);
    expect(address.split("@")[0]!.length).toBeLessThanOrEqual(64);
  });

  it.each([["retur@utsending.example"], ["retur+abc.def@utsending.example"], [""], ["+@"]])(
    "is not %j",
    (text) => {
      expect(readBounceAddress(text)).toBeNull();
    },
  );
});
