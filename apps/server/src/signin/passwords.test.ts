import { describe, expect, it } from "vitest";
import { hashOf, isPassword, weakness } from "./passwords.ts";

const ABOUT = ["Kari Oppdiktet", "kari.oppdiktet@nordlys.example"];

describe("A password", () => {
  it.each([
    ["short", "eleven char", /at least 12/],
    ["long", "ab1 ".repeat(40), /at most 128/],
    ["of few characters", "aaaaaaaabbbbbb", /too few/],
    ["common", "qwertyuiop123", /lists/],
    ["common with something behind it", "Football2026!", /lists/],
    ["repeated", "solsolsolsol1234solsolsolsol1234", /lists/],
    ["of what others know", "Kari-Oppdiktet-1", /others know/],
    ["of the program's name", "innfri-innfri-26", /others know/],
  ])("that is %s is refused, and it is said why", (_, password, reason) => {
    expect(weakness(password, ABOUT)).toMatch(reason);
  });

  it.each(["syv blå hvaler leser avisen", "gTzw8-oLu3m-kPq", "å være eller ikke være 7"])(
    "such as %s is taken",
    (password) => {
      expect(weakness(password, ABOUT)).toBeNull();
    },
  );

  it("is known by its hash, whichever way its letters are written, and no other is", async () => {
    const hash = await hashOf("blåbærsyltetøy i mai");
    expect(hash).not.toContain("mai");
    expect(await isPassword(hash, "blåbærsyltetøy i mai".normalize("NFD"))).toBe(true);
    expect(await isPassword(hash, "blåbærsyltetøy i juni")).toBe(false);
    expect(await isPassword("nonsense", "blåbærsyltetøy i mai")).toBe(false);
  });
});
