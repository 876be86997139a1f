/* Who the calls of this page are made as: by a key, a user's session, or a debtor's. Nothing of it is kept by the page. */

const $ = (selector, within = document) => within.querySelector(selector);
const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];

const box = $(".who");
const state = $(".state", box);
const out = $("[name=out]", box);

function choose(way) {
  for (const part of $$("[data-way]", box)) part.hidden = part.dataset.way !== way;
}

/** Who is in needs no way in, and whoever is out again chooses one. */
function show(isIn) {
  out.hidden = !isIn;
  $("fieldset", box).hidden = isIn;
  const way = $("[name=way]:checked", box);
  if (isIn) for (const part of $$("[data-way]", box)) part.hidden = true;
  else choose(way.value);
  (isIn ? out : way).focus();
}

function tell(kind, text) {
  state.className = `state ${kind}`;
  state.textContent = text;
}

/** The answer's body; throws what a problem says of itself. */
async function ask(method, path, body, token) {
  const response = await fetch(path, {
    method,
    headers: {
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    },
    credentials: token === undefined ? "same-origin" : "omit",
    cache: "no-store",
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.detail ?? `${response.status} ${response.statusText}`);
  return answer;
}

/** An id that is known is there for all calls that ask for it. */
function fill(name, value) {
  for (const field of $$(`form.try [data-in=path][name="${name}"]`)) field.value = value;
}

async function whoIsIn() {
  const self = await ask("GET", "/v1/self");
  const { items } = await ask("GET", "/v1/creditors");
  if (items.length > 0) fill("creditorId", items[0].id);
  const at = items.length === 0 ? "" : `, with ${items[0].name} filled in below`;
  tell("good", `Signed in as ${self.name}${at}.`);
  show(true);
  $(".code", box).hidden = true;
}

const WAYS = {
  async user({ email, password, code }) {
    const isHalfway = !$(".code", box).hidden;
    const answer = isHalfway
      ? await ask("POST", "/v1/auth/two-factor/verify-totp", { code })
      : await ask("POST", "/v1/auth/sign-in/email", { email, password });
    if (answer.twoFactorRedirect !== true) return whoIsIn();
    $(".code", box).hidden = false;
    $("[name=code]", box).focus();
    tell("", "Now the code of your app.");
  },
  async debtor({ caseNumber, letterCode }) {
    const { token } = await ask("POST", "/v1/debtor/session", { caseNumber, code: letterCode });
    $("#key").value = token;
    const { items } = await ask("GET", "/v1/debtor/claims", undefined, token);
    if (items.length > 0) fill("claimId", items[0].id);
    tell("good", `In as the debtor of case ${caseNumber}, until this page is closed or loaded again.`);
    show(true);
  },
};

for (const form of $$("form[data-way]", box))
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const act = WAYS[form.dataset.way];
    if (act === undefined) return;
    tell("", "One moment …");
    try {
      await act(Object.fromEntries(new FormData(form)));
      for (const field of $$("[type=password]", form)) field.value = "";
    } catch (error) {
      tell("bad", error.message);
    }
  });

out.addEventListener("click", async () => {
  const isUser = $("#key").value === "";
  try {
    if (isUser) await ask("POST", "/v1/auth/sign-out", {});
    else await ask("DELETE", "/v1/debtor/session", undefined, $("#key").value);
    $("#key").value = "";
    show(false);
    tell("", "Signed out.");
  } catch (error) {
    tell("bad", error.message);
  }
});

for (const radio of $$("[name=way]", box)) radio.addEventListener("change", () => choose(radio.value));
$("[name=way][value=key]", box).checked = true;
choose("key");
box.hidden = false;
