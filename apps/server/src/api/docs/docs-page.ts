/** The page of the API, out of its document: everything on it is there before any program runs. */
import { PROBLEM_KINDS, PROBLEMS } from "@innfri/contract";
import { type ApiDocument, callsOf } from "./api-document.ts";
import { callMarkup, methodMarkup } from "./call-markup.ts";
import { html, type Markup, prose } from "./markup.ts";
import { fieldsMarkup } from "./schema-markup.ts";

export function docsPage(document: ApiDocument): string {
  const calls = callsOf(document);
  const groups = document.tags.map(({ name }) => ({
    ...{ name, id: `tag-${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}` },
    calls: calls.filter(({ call }) => call.tags.includes(name)),
  }));
  const main = html`<header class="top">
<p class="mark">Innfri</p>
<h1>The API</h1>
<p class="lead">${calls.length} calls, version ${document.info.version}. The same as a file: <a href="/v1/openapi.json">openapi.json</a> (OpenAPI 3.1).</p>
</header>
<div class="columns">
<nav aria-label="Calls">
<div class="search" hidden><label for="search">Find a call</label><input id="search" type="search" autocomplete="off" spellcheck="false"><p class="found" role="status"></p></div>
${groups.map(
  (group) =>
    html`<details class="group" open><summary>${group.name}</summary><ul>${group.calls.map(
      ({ method, path, call }) =>
        html`<li data-find="${`${call.operationId} ${method} ${path} ${call.summary}`.toLowerCase()}"><a href="#${call.operationId}">${methodMarkup(method)} <span>${call.operationId}</span></a></li>`,
    )}</ul></details>`,
)}
<ul class="more"><li><a href="#schemas">Schemas</a></li><li><a href="#problems">Problems</a></li></ul>
</nav>
<main id="main">
<section class="begin" aria-labelledby="begin"><h2 id="begin">To begin</h2>
<p>${prose(document.info.description)}</p>
<p>Calls are made with an API key, <code>Authorization: Bearer innfri_…</code>. In the examples <code>$INNFRI</code> is the address of this server and <code>$INNFRI_KEY</code> the key. To try calls on this page, a key, a user or a debtor will do.</p>
${whoMarkup()}
</section>
${groups.map((group) => html`<section class="tag" aria-labelledby="${group.id}"><h2 id="${group.id}">${group.name}</h2>${group.calls.map((one) => callMarkup(one, document))}</section>`)}
${schemasMarkup(document)}
${problemsMarkup()}
</main></div>`;
  return pageOf("The API of Innfri", main, { hasProgram: true });
}

/** As whom the calls of the page are tried. */
function whoMarkup(): Markup {
  const field = (name: string, label: string, type: string, autocomplete: string) =>
    html`<label for="${name}">${label}</label><input id="${name}" name="${name}" type="${type}" autocomplete="${autocomplete}" spellcheck="false" required>`;
  const way = (value: string, label: string) =>
    html`<label><input type="radio" name="way" value="${value}"> ${label}</label>`;
  return html`<div class="who" hidden>
<fieldset><legend>Try as</legend>${way("key", "Key")}${way("user", "User")}${way("debtor", "Debtor")}</fieldset>
<form data-way="key"><label for="key">API key</label><input id="key" type="password" autocomplete="off" spellcheck="false" placeholder="innfri_…" aria-describedby="key-note"><p id="key-note">For “Try it”. Kept by this page until it is closed or loaded again, and sent to this server alone.</p></form>
<form data-way="user">${field("email", "E-mail", "email", "username")}${field("password", "Password", "password", "current-password")}<div class="code" hidden><label for="one-time">One-time code</label><input id="one-time" name="code" inputmode="numeric" autocomplete="one-time-code"></div><button type="submit">Sign in</button></form>
<form data-way="debtor">${field("caseNumber", "Case number", "text", "off")}${field("letterCode", "Code of the newest letter", "text", "off")}<button type="submit">Come in</button></form>
<p class="state" role="status"></p><button type="button" name="out" class="quiet" hidden>Sign out</button>
</div>`;
}

function schemasMarkup(document: ApiDocument): Markup {
  return html`<section class="schemas" aria-labelledby="schemas"><h2 id="schemas">Schemas</h2>
${Object.entries(document.components.schemas).map(
  ([
    name,
    schema,
  ]) => html`<details class="schema"><summary><code>${name}</code></summary><div class="inside" id="schema-${name}">
<h3>${name}</h3>${schema.description === undefined ? null : html`<p>${prose(schema.description)}</p>`}${fieldsMarkup(schema, document)}${schema.example === undefined ? null : html`<p class="limits">for example <code>${JSON.stringify(schema.example)}</code></p>`}</div></details>`,
)}</section>`;
}

function problemsMarkup(): Markup {
  return html`<section class="problem-list" aria-labelledby="problems"><h2 id="problems">Problems</h2>
<p>What is refused is told as a problem document (RFC 9457): its <code>kind</code> is one of these, its <code>detail</code> says what happened, what did not and what to do.</p>
<ul class="rows">${PROBLEM_KINDS.map((kind) => html`<li><span class="name"><a href="/problems/${kind}"><code>${kind}</code></a></span><span class="type">${PROBLEMS[kind].status}</span><div class="said"><p>${PROBLEMS[kind].title}.</p></div></li>`)}</ul></section>`;
}

/** Around every page: nothing of it comes from anywhere else. */
export function pageOf(
  title: string,
  main: Markup,
  { hasProgram }: { readonly hasProgram: boolean },
): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/tokens.css">
<link rel="stylesheet" href="/docs/docs.css">
<link rel="stylesheet" href="/docs/try.css">
${hasProgram ? html`<script type="module" src="/docs/docs.js"></script><script type="module" src="/docs/sign-in.js"></script>` : null}
</head>
<body>
<a class="skip" href="#main">To the text</a>
${main}
</body>
</html>
`.text;
}
