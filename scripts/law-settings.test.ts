import { defaultLegalSettings } from "@innfri/claims";
import { COUNTRIES, citationText, lawPack, RULES } from "@innfri/law";
import { describe, expect, it } from "vitest";
import { readText } from "./repository-files.ts";

const page = readText("docs/reference/law-settings.md");

describe("The reference of the law's settings", () => {
  it.each(COUNTRIES)("has every open point of %s as the register has it", (country) => {
    const rows = lawPack(country).signOffs.map(({ id, unconfirmed, reading, steps, rules }) => {
      const provisions = [...new Set(rules.map((rule) => citationText(RULES[rule].citation)))].join("; ");
      return `| \`${id}\` | ${unconfirmed} | ${reading} | ${provisions} | ${steps.join(", ") || "nothing"} |`;
    });
    expect(tableUnder(country)).toEqual(rows);
  });

  it.each(COUNTRIES)("has every setting of the core, with its default in %s", (country) => {
    const defaults = Object.entries(defaultLegalSettings(country)).map(([name, value]) => [
      name,
      textOf(value),
    ]);
    const shown = tableUnder("Settings of the core").map((row) => {
      const [, name, no, se] = row.split("|").map((cell) => cell.trim().replaceAll("`", ""));
      return [name, country === "NO" ? no : se];
    });
    expect(shown).toEqual(defaults);
  });

  it("names only items that are in the register", () => {
    const known = new Set(COUNTRIES.flatMap((country) => lawPack(country).signOffs.map(({ id }) => id)));
    const named = [...page.matchAll(/`((?:no|se)\.sign-off\.[\w-]+)`/g)].map((match) => match[1] ?? "");
    expect(named.filter((id) => !known.has(id))).toEqual([]);
  });
});

function textOf(value: string | number | bigint | null): string {
  if (value === null) return "none";
  return typeof value === "bigint" ? `${value / 100n}.00` : String(value);
}

/** The rows of the table under a heading, without its head. */
function tableUnder(heading: string): string[] {
  const section = page.split(/^## /m).find((one) => one.startsWith(`${heading}\n`)) ?? "";
  return section
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .slice(2);
}
