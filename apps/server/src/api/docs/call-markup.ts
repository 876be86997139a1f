/** One call on the page: what it takes, what it answers, how it is made, and a form to try it. */
import { PROBLEMS, type ProblemKind } from "@innfri/contract";
import { type ApiDocument, contentOf, type Parameter, type PlacedCall, resolved } from "./api-document.ts";
import { exampleOf } from "./example.ts";
import { html, type Markup, prose } from "./markup.ts";
import { fieldsMarkup, rowsMarkup, typeMarkup } from "./schema-markup.ts";

const PLACES = { path: "in the path", query: "in the query", header: "header" };

export function methodMarkup(method: string): Markup {
  return html`<span class="method ${method.toLowerCase()}">${method}</span>`;
}

export function callMarkup(placed: PlacedCall, document: ApiDocument): Markup {
  const { method, path, call } = placed;
  const id = call.operationId;
  const body = contentOf(call.requestBody?.content);
  return html`<details class="call" data-find="${`${id} ${method} ${path} ${call.summary}`.toLowerCase()}">
<summary>${methodMarkup(method)} <code class="path">${broken(path)}</code> <span class="what">${call.summary}</span></summary>
<div class="inside" id="${id}">
<h3>${call.summary}</h3>
${call.description === undefined ? null : html`<p>${prose(call.description)}</p>`}
<p class="needs">${needs(call["x-permission"])} Called <code>${id}</code>.</p>
${call.parameters.length === 0 ? null : html`<h4>Takes</h4>${parametersMarkup(call.parameters, document)}`}
${body === null ? null : html`<h4>Body</h4><p class="type">${typeMarkup(body.schema)} as <code>${body.type}</code></p>${fieldsMarkup(body.schema, document)}`}
<h4>Answers</h4>
${answersMarkup(placed, document)}
<h4>With curl</h4>
<div class="copied"><pre tabindex="0" aria-label="curl for ${id}"><code>${curlOf(placed, document)}</code></pre></div>
${formMarkup(placed, document)}
</div></details>`;
}

function needs(permission: string): Markup {
  if (permission === "anyone") return html`Anyone may.`;
  if (permission === "signed-in") return html`Whoever is signed in may.`;
  if (permission === "debtor") return html`The debtor may, about its own.`;
  return html`Needs <code>${permission}</code>.`;
}

/** A long path may break after a slash. */
function broken(path: string): Markup {
  return html`${path.split("/").map((part, index) => (index === 0 ? html`${part}` : html`/<wbr>${part}`))}`;
}

function parametersMarkup(parameters: readonly Parameter[], document: ApiDocument): Markup {
  return rowsMarkup(
    parameters.map(({ name, in: place, required, description, schema }) => ({
      ...{ name, schema, description: description ?? resolved(schema, document).description },
      mark: required ? ("required" as const) : null,
      place: PLACES[place],
    })),
    document,
  );
}

function answersMarkup({ call }: PlacedCall, document: ApiDocument): Markup {
  const good = Object.entries(call.responses).filter(([status]) => Number(status) < 400);
  const problems = Object.entries(call.responses).flatMap(([status, { description }]) =>
    Number(status) < 400 ? [] : kindsIn(description),
  );
  return html`${good.map(([status, { content }]) => {
    const answer = contentOf(content);
    if (answer === null) return html`<p><b>${status}</b>, without a body</p>`;
    return html`<p><b>${status}</b> ${typeMarkup(answer.schema)}${answer.type === "application/json" ? null : html` as <code>${answer.type}</code>`}</p>${answer.type === "application/json" ? html`<details class="fields"><summary>Its fields</summary>${fieldsMarkup(answer.schema, document)}</details>` : null}`;
  })}
<p class="problems">Or a <a href="#schema-Problem">problem</a>: ${problems.map((kind) => html`<a class="kind" href="/problems/${kind}"><code>${kind}</code></a> `)}</p>`;
}

/** The kinds that stand in a response's description. */
export function kindsIn(description: string): readonly ProblemKind[] {
  return [...description.matchAll(/`([\w-]+)`/g)]
    .map(([, kind]) => kind!)
    .filter((kind) => kind in PROBLEMS) as ProblemKind[];
}

function curlOf({ method, path, call }: PlacedCall, document: ApiDocument): string {
  const query = call.parameters
    .filter((one) => one.in === "query" && one.required)
    .map(({ name, schema }) => `${name}=${encodeURIComponent(String(exampleOf(schema, document)))}`)
    .join("&");
  const body = contentOf(call.requestBody?.content);
  return [
    `curl ${method === "GET" ? "" : `-X ${method} `}"$INNFRI${path}${query === "" ? "" : `?${query}`}"`,
    ...(call["x-permission"] === "anyone" ? [] : [`  -H "Authorization: Bearer $INNFRI_KEY"`]),
    ...(call.parameters.some(({ name }) => name === "Idempotency-Key")
      ? [`  -H "Idempotency-Key: $(uuidgen)"`]
      : []),
    ...(body === null ? [] : [`  -H "Content-Type: ${body.type}"`]),
    ...(body === null
      ? []
      : body.type === "application/json"
        ? [`  -d '${JSON.stringify(exampleOf(body.schema, document)).replaceAll("'", "'\\''")}'`]
        : ["  --data-binary @file"]),
  ].join(" \\\n");
}

/** Hidden until the page's program has taken it up: without it nothing could be sent. */
function formMarkup({ method, path, call }: PlacedCall, document: ApiDocument): Markup {
  const body = contentOf(call.requestBody?.content);
  const id = call.operationId;
  return html`<form class="try" hidden data-method="${method}" data-path="${path}" aria-labelledby="try-${id}">
<h4 id="try-${id}">Try it</h4>
${method === "GET" ? null : html`<p class="warning">This changes something at the company that you name.</p>`}
${call.parameters.map((parameter) => fieldMarkup(id, parameter, document))}
${
  body === null
    ? null
    : body.type === "application/json"
      ? html`<label class="wide">Body, as JSON<textarea name="body" rows="5" spellcheck="false" autocomplete="off">${JSON.stringify(exampleOf(body.schema, document), null, 2)}</textarea></label>`
      : html`<label class="wide">Body, as ${body.type}<input type="file" name="body" data-type="${body.type}"></label>`
}
<div class="send"><button type="submit">Send ${method}</button><span class="state" role="status"></span></div>
<div class="answer" hidden><h5>Answer</h5><dl class="heads"></dl><pre tabindex="0" aria-label="Answer of ${id}"><code></code></pre></div>
</form>`;
}

function fieldMarkup(
  id: string,
  { name, in: place, required, schema }: Parameter,
  document: ApiDocument,
): Markup {
  const { enum: values, type, default: fallback } = resolved(schema, document);
  const attributes = html`name="${name}" data-in="${place}"${required ? html` required` : null}`;
  const label = html`${name}${required ? html` <b class="required">required</b>` : null}`;
  const choices = type === "boolean" ? ["true", "false"] : values;
  if (choices !== undefined)
    return html`<label for="${id}-${name}">${label}<select id="${id}-${name}" ${attributes}>${required ? null : html`<option value="">${fallback === undefined ? "–" : `– (${String(fallback)})`}</option>`}${choices.map((value) => html`<option>${String(value)}</option>`)}</select></label>`;
  return html`<label for="${id}-${name}">${label}<input id="${id}-${name}" ${attributes} autocomplete="off" spellcheck="false"${fallback === undefined ? null : html` placeholder="${String(fallback)}"`}></label>`;
}
