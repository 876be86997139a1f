/* The page around the checks. Whatever a case says becomes text, never markup. */

import { caseReason } from "./case-reason.ts";
import { caseAmount, caseDay, caseItem, caseSentence, caseStep } from "./case-words.ts";
import { checkCase, openItems } from "./check-case.ts";
import { checkWords, outcomeNote, outcomeWords, pageWord } from "./page-words.ts";

const SIGNS = { holds: "✓", broken: "✗", untold: "–" };
const LANGUAGES = { nb: "Norsk", sv: "Svenska", en: "English" };

let shown = null;
let language = "en";
let published = "";

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key, value);
    else made.setAttribute(key, value);
  }
  for (const child of children.flat()) if (child !== null) made.append(child);
  return made;
}

function word(key) {
  return pageWord(key, language);
}

function section(id, heading, ...children) {
  return element("section", { "aria-labelledby": id }, element("h2", { id }, heading), ...children);
}

function pairs(list) {
  return element(
    "dl",
    {},
    list.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]),
  );
}

function money(minor) {
  return `${caseAmount(minor, language)} ${shown.claim.currency}`;
}

function show(text) {
  const page = document.getElementById("page");
  try {
    shown = JSON.parse(text);
    if (!LANGUAGES[language]) language = "en";
    page.replaceChildren(...parts());
  } catch {
    page.replaceChildren(
      element("h1", {}, "Innfri"),
      element("p", { class: "verdict broken", role: "alert" }, `${SIGNS.broken} ${word("unreadable")}`),
      compare(),
    );
  }
  document.documentElement.lang = language;
}

function parts() {
  const title = `${word("title")} ${shown.claim.reference}`;
  document.title = title;
  return [
    element("div", { class: "top" }, element("h1", {}, title), chooseLanguage()),
    element("div", { id: "verdict", role: "status" }, verdict()),
    shown.creditor.isSandbox === false ? null : element("p", { class: "note" }, word("sandbox")),
    section("about", `${word("invoice")} ${String(shown.invoices[0].number)}`, facts()),
    section("checks", word("checks"), element("div", { id: "results" }, results())),
    compare(),
    section("timeline", word("timeline"), timeline()),
    section("amounts", word("amounts"), open()),
    ...(shown.documents.length === 0 ? [] : [section("letters", word("letters"), letters())]),
    ...(shown.payments.length === 0 ? [] : [section("payments", word("payments"), payments())]),
    element(
      "section",
      {},
      element("details", {}, element("summary", {}, element("h2", {}, word("forExperts"))), hashes()),
    ),
    element("p", { class: "quiet" }, word("honest")),
  ].filter((part) => part !== null);
}

function checked() {
  return checkCase(shown, published);
}

function verdict() {
  const isBroken = checked().some(({ outcome }) => outcome === "broken");
  return element(
    "p",
    { class: isBroken ? "verdict broken" : "verdict" },
    element("span", { class: "sign", "aria-hidden": "true" }, isBroken ? SIGNS.broken : SIGNS.holds),
    word(isBroken ? "somethingBroken" : "allHolds"),
  );
}

function results() {
  return element(
    "ul",
    { class: "checks" },
    checked().map((result) => {
      const note = outcomeNote(result, language);
      return element(
        "li",
        { "data-check": result.check, "data-outcome": result.outcome },
        element(
          "span",
          { class: `outcome ${result.outcome}` },
          element("span", { class: "sign", "aria-hidden": "true" }, SIGNS[result.outcome]),
          outcomeWords(result.outcome, language),
        ),
        element(
          "span",
          {},
          checkWords(result.check, language),
          note === "" ? null : element("small", {}, note),
        ),
      );
    }),
  );
}

function chooseLanguage() {
  const choice = element(
    "select",
    {
      id: "language",
      change: () => {
        language = choice.value;
        show(JSON.stringify(shown));
        document.getElementById("language").focus();
      },
    },
    Object.entries(LANGUAGES).map(([value, name]) =>
      element("option", value === language ? { value, selected: "" } : { value }, name),
    ),
  );
  return element("div", { class: "screen" }, element("label", { for: "language" }, word("language")), choice);
}

function facts() {
  const contact = shown.debtor.contacts.at(-1);
  const name = contact?.data?.name ?? word("erased");
  const { openPrincipal, openInterest, openCosts, state } = shown.now;
  return pairs([
    [word("creditor"), String(shown.creditor.name)],
    [word("debtor"), String(name)],
    [word("reference"), String(shown.claim.reference)],
    [word("principal"), money(shown.claim.principal)],
    [word("dueOn"), caseDay(shown.claim.dueOn, language)],
    [word("state"), ["open", "closed", "parked"].includes(state) ? word(state) : String(state)],
    [word("openNow"), money(BigInt(openPrincipal) + BigInt(openInterest) + BigInt(openCosts))],
    [word("exported"), caseDay(String(shown.madeAt).slice(0, 10), language)],
  ]);
}

function compare() {
  const say = () => {
    const verdictNow = document.getElementById("verdict");
    if (verdictNow === null) return;
    verdictNow.replaceChildren(verdict());
    document.getElementById("results").replaceChildren(results());
  };
  const root = element("input", {
    type: "text",
    id: "root",
    value: published,
    spellcheck: "false",
    autocomplete: "off",
    "aria-describedby": "root-hint",
    input: () => {
      published = root.value;
      say();
    },
  });
  const read = async (file) => {
    if (file !== undefined) show(await file.text());
  };
  const other = element("input", {
    type: "file",
    id: "other",
    accept: ".json,application/json",
    "aria-describedby": "other-hint",
    change: () => read(other.files[0]),
  });
  document.ondragover = (event) => event.preventDefault();
  document.ondrop = (event) => {
    event.preventDefault();
    read(event.dataTransfer.files[0]);
  };
  const made = section(
    "compare",
    word("compare"),
    element(
      "div",
      { class: "field" },
      element("label", { for: "root" }, word("rootLabel")),
      element("p", { class: "quiet", id: "root-hint" }, word("rootHint")),
      root,
    ),
    element(
      "div",
      { class: "field" },
      element("label", { for: "other" }, word("otherLabel")),
      element("p", { class: "quiet", id: "other-hint" }, word("otherHint")),
      other,
    ),
  );
  made.classList.add("screen");
  return made;
}

function timeline() {
  return element(
    "ol",
    { class: "timeline" },
    shown.events.map((event) =>
      element(
        "li",
        {},
        element("time", { datetime: String(event.happenedOn) }, caseDay(event.happenedOn, language)),
        element("span", {}, caseSentence(event, shown, language)),
      ),
    ),
  );
}

function amountTable(caption, rows, total) {
  return element(
    "table",
    {},
    caption === "" ? null : element("caption", {}, caption),
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        element("th", { scope: "col" }, word("item")),
        element("th", { scope: "col" }, word("amount")),
      ),
    ),
    element(
      "tbody",
      {},
      rows.map(([name, amount, why = ""]) =>
        element(
          "tr",
          {},
          element("th", { scope: "row" }, name, why === "" ? null : element("small", { class: "why" }, why)),
          element("td", {}, amount),
        ),
      ),
    ),
    element(
      "tfoot",
      {},
      element("tr", {}, element("th", { scope: "row" }, word("total")), element("td", {}, total)),
    ),
  );
}

function open() {
  const items = [...openItems(shown)].filter(([item, minor]) => minor !== 0n && item !== "creditor");
  if (items.length === 0) return element("p", {}, word("nothingOpen"));
  const total = items.reduce((sum, [, minor]) => sum + minor, 0n);
  return amountTable(
    word("booked"),
    items.map(([item, minor]) => [caseItem(item, language), money(minor)]),
    money(total),
  );
}

function letters() {
  return shown.documents.map(({ data, derivations, kind, datedOn, file }) => {
    const lines = data.lines.map(({ item, amount }, i) => [
      caseItem(item, language),
      money(amount),
      caseReason(derivations[i], shown.parts, language),
    ]);
    const caption = `${caseStep(kind, language)}, ${word("dated")} ${caseDay(datedOn, language)} · ${file}`;
    return amountTable(caption, lines, money(data.total));
  });
}

function payments() {
  return shown.payments.map(({ valueOn, amount, allocations }) =>
    amountTable(
      caseDay(valueOn, language),
      allocations.map(({ item, amount: part }) => [caseItem(item, language), money(part)]),
      money(amount),
    ),
  );
}

function hashes() {
  const code = (text) => element("code", {}, String(text));
  const { proof } = shown;
  return pairs([
    ...shown.events.map(({ seq, hash }) => [String(seq), code(hash)]),
    ...(proof === null ? [] : [[`${word("creditor")} ${proof.day.on}`, code(proof.day.root)]]),
    ...(proof?.operator
      ? [[`${String(shown.operator.name)} ${proof.operator.on}`, code(proof.operator.root)]]
      : []),
  ]);
}

const given = document.getElementById("case").textContent;
try {
  language = JSON.parse(given).language;
} catch {
  // Said where it is shown.
}
show(given);
