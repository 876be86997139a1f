/** The page about a kind of problem, which the `type` of every problem document points to. */
import { PROBLEM_HELP, PROBLEMS, type ProblemKind } from "@innfri/contract";
import { type ApiDocument, callsOf } from "./api-document.ts";
import { kindsIn, methodMarkup } from "./call-markup.ts";
import { pageOf } from "./docs-page.ts";
import { html, prose } from "./markup.ts";

export function problemPage(kind: ProblemKind, document: ApiDocument): string {
  const { status, title } = PROBLEMS[kind];
  const { means, next } = PROBLEM_HELP[kind];
  const calls = callsOf(document);
  const met = calls.filter(({ call }) =>
    Object.values(call.responses).some(({ description }) => kindsIn(description).includes(kind)),
  );
  const which =
    met.length === calls.length
      ? html`<p>Every call can meet it.</p>`
      : html`<ul class="met">${met.map(({ method, path, call }) => html`<li>${methodMarkup(method)} <a href="/docs#${call.operationId}"><code>${path}</code></a></li>`)}</ul>`;
  const main = html`<header class="top"><p class="mark"><a href="/docs">The API of Innfri</a></p>
<h1>${title}</h1><p class="lead"><code>${kind}</code>, status ${status}</p></header>
<main id="main" class="single">
<h2>What it means</h2><p>${prose(means)}</p>
<h2>What to do</h2><p>${prose(next)}</p>
${met.length === 0 ? null : html`<h2>Which calls meet it</h2>${which}`}
</main>`;
  return pageOf(`${title} (${kind})`, main, { hasProgram: false });
}
