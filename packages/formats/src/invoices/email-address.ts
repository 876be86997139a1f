import { shortened } from "./plain-text.ts";
import type { Warn } from "./warnings.ts";

const EMAIL_ADDRESS = /^[^\s@<>",;]+@[^\s@<>",;]+\.[^\s@<>",;.]+$/;

/** One address alone, without a name and with nothing that could be read as a second one. */
export function isEmailAddress(text: string): boolean {
  return EMAIL_ADDRESS.test(text);
}

/** `text` where a letter can be sent to it. A letter to anything else would count as sent and reach nobody. */
export function emailOf(
  text: string | null,
  { line, field }: { readonly line: number; readonly field: string },
  warn: Warn,
): string | null {
  if (text === null || isEmailAddress(text)) return text;
  warn(
    "email-unusable",
    `${JSON.stringify(shortened(text, 60))} is no e-mail address, or more than one; nothing is sent to it`,
    line,
    field,
  );
  return null;
}
