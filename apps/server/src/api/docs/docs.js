/* What the page of the API can do beyond being read: find, copy, try. The key stays in this page's memory. */

const $ = (selector, within = document) => within.querySelector(selector);
const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];

function element(name, attributes, text) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}

/* Find */

const search = $("#search");
const entries = $$("[data-find]");

const groups = $$("nav .group");
// On a phone the calls would be far below their list.
if (matchMedia("(max-width: 61.99rem)").matches) for (const group of groups) group.open = false;

function find() {
  const words = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  for (const entry of entries) entry.hidden = !words.every((word) => entry.dataset.find.includes(word));
  for (const group of groups) {
    group.hidden = $$("li", group).every((entry) => entry.hidden);
    if (words.length > 0) group.open = true;
  }
  for (const section of $$("section.tag")) section.hidden = $$(".call", section).every((call) => call.hidden);
  const found = $$("nav li[data-find]").filter((entry) => !entry.hidden).length;
  $(".found").textContent = words.length === 0 ? "" : found === 1 ? "1 call" : `${found} calls`;
}

$(".search").hidden = false;
search.addEventListener("input", find);

/* A call that is pointed at is opened, also where the browser does not do so by itself. */

function openTarget() {
  const target = document.getElementById(location.hash.slice(1));
  const around = target?.closest("details");
  if (!around) return;
  if (around.hidden) {
    search.value = "";
    find();
  }
  around.open = true;
  around.scrollIntoView();
}

addEventListener("hashchange", openTarget);
openTarget();
// Following a link to what is shown already changes no address.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href^="#"]');
  if (link && link.hash === location.hash) openTarget();
});

/* Copy */

for (const box of $$(".copied")) {
  const code = $("code", box);
  code.textContent = code.textContent.replace("$INNFRI/", `${location.origin}/`);
  const button = element("button", { type: "button", class: "quiet" }, "Copy");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(code);
      button.textContent = "Selected: copy it with the keyboard";
    }
    setTimeout(() => {
      button.textContent = "Copy";
    }, 2000);
  });
  box.append(button);
}

/* Try */

const key = $("#key");
key.value = "";

/** A key of 128 random bits, also where the page is not on a secure address. */
function freshKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}

const SHOWN = ["request-id", "etag", "ratelimit", "retry-after", "idempotency-replayed", "location"];

function requestOf(form) {
  const fields = $$("[data-in]", form).filter(({ value }) => value !== "");
  const by = (place) => fields.filter((field) => field.dataset.in === place);
  const path = by("path").reduce(
    (text, { name, value }) => text.replace(`{${name}}`, encodeURIComponent(value)),
    form.dataset.path,
  );
  const query = new URLSearchParams(by("query").map(({ name, value }) => [name, value])).toString();
  const headers = new Headers(by("header").map(({ name, value }) => [name, value]));
  if (key.value !== "") headers.set("Authorization", `Bearer ${key.value.trim()}`);
  const field = $("[name=body]", form);
  const body = field === null ? undefined : field.type === "file" ? field.files[0] : field.value;
  if (field !== null) headers.set("Content-Type", field.dataset.type ?? "application/json");
  return [
    query === "" ? path : `${path}?${query}`,
    {
      method: form.dataset.method,
      headers,
      // With a key nobody else's sign-in counts.
      credentials: key.value === "" ? "same-origin" : "omit",
      cache: "no-store",
      redirect: "error",
      ...(body === undefined ? {} : { body }),
    },
  ];
}

async function bodyOf(response) {
  const type = response.headers.get("Content-Type") ?? "";
  if (!/json|^text\//.test(type)) {
    const { size } = await response.blob();
    return size === 0 ? "" : `${size} bytes of ${type}`;
  }
  const text = await response.text();
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

async function send(form) {
  const state = $(".state", form);
  const answer = $(".answer", form);
  state.className = "state";
  state.textContent = "Sending …";
  const began = performance.now();
  try {
    const response = await fetch(...requestOf(form));
    const body = await bodyOf(response);
    const ms = Math.round(performance.now() - began);
    state.className = `state ${response.ok ? "good" : "bad"}`;
    state.textContent = `${response.status} ${response.statusText}, ${ms} ms`;
    $(".heads", answer).replaceChildren(
      ...SHOWN.flatMap((name) => {
        const value = response.headers.get(name);
        return value === null ? [] : [element("dt", {}, name), element("dd", {}, value)];
      }),
    );
    $("code", answer).textContent = body === "" ? "(no body)" : body;
    answer.hidden = false;
  } catch (error) {
    state.className = "state bad";
    state.textContent = `No answer: ${error.message}`;
    answer.hidden = true;
  }
}

for (const form of $$("form.try")) {
  const again = $('[name="Idempotency-Key"]', form);
  if (again) again.value = freshKey();
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form);
  });
  // Another request takes another key; the same one sent again keeps it, and happens once.
  form.addEventListener("input", ({ target }) => {
    if (again && target !== again) again.value = freshKey();
    // An id that is written once is there for the other calls.
    if (target.dataset.in === "path")
      for (const other of $$(`form.try [data-in=path][name="${target.name}"]`)) {
        if (other === target) continue;
        other.value = target.value;
        const others = $('[name="Idempotency-Key"]', other.form);
        if (others) others.value = freshKey();
      }
  });
}
