/** `npm run openapi`: writes the API's document out of the contract. */
import { readFileSync, writeFileSync } from "node:fs";
import { openApiDocument } from "@innfri/contract";

const { version } = JSON.parse(
  readFileSync(new URL("../apps/server/package.json", import.meta.url), "utf8"),
) as { readonly version: string };

export function openApiText(): string {
  return `${JSON.stringify(openApiDocument(version), null, 2)}\n`;
}

if (import.meta.main)
  writeFileSync(new URL("../docs/reference/openapi.json", import.meta.url), openApiText());
