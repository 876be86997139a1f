/** An exported case as one file of HTML that checks it in any browser, without network. */
import { readFileSync } from "node:fs";
import type { CaseExport } from "./case-export.ts";

let verifier: string | undefined;

export function caseJson(exported: CaseExport): string {
  return `${JSON.stringify(exported, null, 1)}\n`;
}

/** Whatever the case says cannot end the block it stands in: every `<` in it is written as JSON can write it too. */
export function casePage(exported: CaseExport): string {
  verifier ??= readFileSync(new URL("./verifier.html", import.meta.url), "utf8");
  const json = JSON.stringify(exported).replaceAll("<", "\\u003c");
  return verifier.replace("{{case}}", () => json);
}
