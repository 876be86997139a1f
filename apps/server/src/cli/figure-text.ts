/** A figure of the law as people say it. */
import { formatMinor } from "@innfri/kernel";
import { percentText } from "@innfri/law";

/** `12.25 % a year`, `750.00 kr`; the JSON has the bare value beside its unit instead. */
export function figureText(value: unknown, unit: string): string {
  if (value === null) return "refused: sources disagree";
  if (typeof value === "bigint") return `${formatMinor(value)} ${unit.replace(/^[øö]re/, "kr")}`;
  if (typeof value === "number" && unit.startsWith("basis points"))
    return `${percentText(value)}${unit.slice("basis points".length)}`;
  if (typeof value !== "object") return unit === "rounding" ? String(value) : `${String(value)} ${unit}`;
  const parts = Array.isArray(value) ? value.map(partsText).join("; ") : partsText(value);
  return `${unit}: ${parts}`;
}

function partsText(parts: object): string {
  return Object.entries(parts)
    .map(([name, part]) => {
      const words = name.replace(/Minor$/, "").replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
      return part === null ? "above that" : `${words} ${typeof part === "bigint" ? formatMinor(part) : part}`;
    })
    .join(", ");
}
