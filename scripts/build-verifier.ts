/**
 * `npm run build:verifier`: puts the page that checks an exported case together from its sources in the letters package:
 * one file of HTML, to be run again after one of them was changed.
 */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";

const FOLDER = new URL("../packages/letters/src/case/", import.meta.url);
/** In the order in which they need each other. */
const SCRIPTS = [
  "case-export.ts",
  "plain-hash.ts",
  "check-case.ts",
  "case-names.ts",
  "case-words.ts",
  "case-reason.ts",
  "page-words.ts",
  "page.js",
];

export const VERIFIER = new URL("verifier.html", FOLDER);

export function buildVerifier(): string {
  const script = `"use strict";(() => {\n${SCRIPTS.map(plainScript).join("\n")}\n})();`;
  const style = source("page.css");
  const parts: Readonly<Record<string, string>> = {
    "style-hash": integrity(style),
    "script-hash": integrity(script),
    style,
    script,
  };
  return source("page.html").replaceAll(/\{\{([a-z-]+)\}\}/g, (whole, name: string) => parts[name] ?? whole);
}

function source(name: string): string {
  return readFileSync(new URL(name, FOLDER), "utf8");
}

/** Without types, imports and exports: in one script they all see each other. */
function plainScript(name: string): string {
  const text = name.endsWith(".ts") ? stripTypeScriptTypes(source(name)) : source(name);
  return text
    .replaceAll(/^import\b[^;]*;\n/gm, "")
    .replaceAll(/^export (?=const|function|class)/gm, "")
    .replaceAll(/[ \t]+$/gm, "")
    .replaceAll(/\n{3,}/g, "\n\n");
}

function integrity(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

if (import.meta.main) {
  writeFileSync(VERIFIER, buildVerifier());
  console.log(`Written: ${VERIFIER.pathname}`);
}
