/** The pages of the API: served by the program itself, with nothing from outside. */
import { readFileSync } from "node:fs";
import { PROBLEM_KINDS } from "@innfri/contract";
import type { Context, Hono } from "hono";
import { compress } from "hono/compress";
import type { Env } from "../serve-operation.ts";
import type { ApiDocument } from "./api-document.ts";
import { docsPage } from "./docs-page.ts";
import { problemPage } from "./problem-page.ts";

/** Only what this server serves, and nothing that stands in the page itself. */
const PAGE_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "connect-src 'self'",
  "img-src data:",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join("; ");

const HEADERS = {
  "Content-Security-Policy": PAGE_POLICY,
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
  // Asked for again each time: a new version of the program has new pages.
  "Cache-Control": "no-cache",
};

/** Before what answers calls: pages have a policy of their own. */
export function serveDocs(app: Hono<Env>, document: ApiDocument): void {
  const page = kept(() => docsPage(document));
  app.use("/docs", compress());
  app.get("/docs", (c) => answer(c, page(), "text/html; charset=utf-8"));
  for (const [name, type] of [
    ["tokens.css", "text/css; charset=utf-8"],
    ["docs.css", "text/css; charset=utf-8"],
    ["try.css", "text/css; charset=utf-8"],
    ["docs.js", "text/javascript; charset=utf-8"],
    ["sign-in.js", "text/javascript; charset=utf-8"],
  ] as const) {
    const text = kept(() => readFileSync(new URL(name, import.meta.url), "utf8"));
    app.get(`/docs/${name}`, (c) => answer(c, text(), type));
  }
  for (const kind of PROBLEM_KINDS) {
    const text = kept(() => problemPage(kind, document));
    app.get(`/problems/${kind}`, (c) => answer(c, text(), "text/html; charset=utf-8"));
  }
}

function answer(c: Context<Env>, text: string, type: string): Response {
  return c.body(text, 200, { ...HEADERS, "Content-Type": type });
}

/** Made once, when it is first asked for. */
function kept(make: () => string): () => string {
  let made: string | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
