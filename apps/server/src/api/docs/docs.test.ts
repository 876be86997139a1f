/** The page of the API as people meet it: in a browser with and without its program, and as the bytes that are served. */
import { ALL_OPERATIONS, openApiDocument, PROBLEM_KINDS } from "@innfri/contract";
import { testDatabase } from "@innfri/testing";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anInstallation, aWorld, NOW, type World } from "../../payments/test-world.ts";
import { type HttpServer, listen } from "../../processes/http.ts";
import { keysOf, newKey } from "../../secrets/keys.ts";
import { openSignIn } from "../../signin/sign-in.ts";
import { apiApp } from "../app.ts";
import { testApi } from "../test-api.ts";
import { aUser, PASSWORD, type TestUser } from "../test-users.ts";

const CHROMIUM = "/usr/bin/chromium";
const database = await testDatabase();
const installation = await anInstallation(database);
const pool = await database.pool("innfri_api", 2);
const keys = keysOf(newKey("test"), "the test");
const signIn = openSignIn({ pool, keys, address: null });
const app = apiApp({
  deployment: async () => ({
    ...installation,
    pool,
    enginePool: installation.pool,
    keys,
    scanner: null,
    auditor: pool,
  }),
  signIn: async () => signIn,
  now: () => NOW,
});

let browser: Browser;
let server: HttpServer;
let world: World;
let key: string;
let user: TestUser;

beforeAll(async () => {
  world = await aWorld(installation, { startsOn: "2026-05-01" });
  await world.owe([{ number: "1", amount: "4500.00", dueOn: "2026-04-30" }]);
  const api = await testApi(database, installation);
  key = await api.key({ creditorId: world.creditorId });
  user = await aUser(database, api, { role: "creditor-user", creditorId: world.creditorId });
  server = await listen(app as unknown as Parameters<typeof listen>[0], { host: "127.0.0.1", port: 0 });
  // Root may not make a sandbox of its own in a container; the page it opens is ours.
  const isRoot = process.getuid?.() === 0;
  browser = await chromium.launch({ executablePath: CHROMIUM, args: isRoot ? ["--no-sandbox"] : [] });
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

const read = async (path: string) => (await app.request(path)).text();

describe("The page of the API", () => {
  it("tells every call and every schema of the document, and every link on it leads somewhere", async () => {
    const page = await read("/docs");
    const ids = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    for (const { id } of ALL_OPERATIONS) expect(ids, id).toContain(id);
    const { schemas } = openApiDocument("0").components as { schemas: object };
    for (const name of Object.keys(schemas)) expect(ids).toContain(`schema-${name}`);
    const links = [...page.matchAll(/ href="#([^"]+)"/g)].map(([, id]) => id!);
    expect(links.filter((id) => !ids.has(id))).toEqual([]);
    // An id that stands twice leads to one of two places.
    expect([...page.matchAll(/ id="([^"]+)"/g)]).toHaveLength(ids.size);
  });

  it("takes nothing from outside, and its policy lets nothing in", async () => {
    const reply = await app.request("/docs");
    const policy = reply.headers.get("Content-Security-Policy")!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    const page = await reply.text();
    expect(page).not.toMatch(/(?:src|href|action)="(?:https?:)?\/\//);
    expect(page).not.toMatch(/<style|<script>|<script (?!type="module" src="\/docs\/)| style=| on\w+=/);
  });

  it.each(PROBLEM_KINDS)("a problem of the kind %s has a page at its type's address", async (kind) => {
    const reply = await app.request(`/problems/${kind}`);
    expect([reply.status, reply.headers.get("Content-Type")]).toEqual([200, "text/html; charset=utf-8"]);
    expect(await reply.text()).toContain("What to do");
  });
});

type Opened = { readonly page: Page; readonly wrong: string[]; readonly outside: string[] };

async function opened(options: Parameters<Browser["newPage"]>[0] = {}, at = "/docs"): Promise<Opened> {
  const page = await browser.newPage(options);
  const [wrong, outside]: [string[], string[]] = [[], []];
  page.on("pageerror", (error) => wrong.push(error.message));
  page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
  page.on("request", (request) => {
    if (!request.url().startsWith(server.url) && !request.url().startsWith("data:"))
      outside.push(request.url());
  });
  await page.goto(`${server.url}${at}`);
  return { page, wrong, outside };
}

describe("The page of the API in a browser", () => {
  it("finds a call by its words", async () => {
    const { page, wrong, outside } = await opened();
    await page.getByLabel("Find a call").fill("nothing like this");
    expect(await page.getByRole("status").first().textContent()).toBe("0 calls");
    await page.getByLabel("Find a call").fill("claim stop somebody releases");
    const links = page.getByRole("navigation").getByRole("link", { name: /^POST/ });
    expect(await links.allTextContents()).toEqual(["POST stopClaim"]);
    await links.first().click();
    expect(
      await page.getByRole("heading", { name: "Stop a claim until somebody releases it" }).isVisible(),
    ).toBe(true);
    expect([wrong, outside]).toEqual([[], []]);
    await page.close();
  });

  it("tries a call with the reader's key, by keyboard alone, and keeps the key nowhere", async () => {
    const { page, wrong } = await opened({}, "/docs#listClaims");
    await page.getByLabel("API key").focus();
    await page.keyboard.type(key);
    const form = page.getByRole("form", { name: "Try it" }).and(page.locator('[data-path$="/claims"]'));
    await form.getByLabel(/^creditorId/).focus();
    await page.keyboard.type(world.creditorId);
    await page.keyboard.press("Enter");
    await form.getByText(/^200 /).waitFor();
    const told = JSON.parse((await form.locator(".answer code").textContent())!);
    expect(told.items.map(({ invoiceNumber }: { invoiceNumber: string }) => invoiceNumber)).toEqual(["1"]);
    // The id is there for other calls.
    const other = page.locator('form[data-path$="/approvals"]').getByLabel(/^creditorId/);
    expect(await other.inputValue()).toBe(world.creditorId);
    const kept = await page.evaluate(
      "JSON.stringify([localStorage, sessionStorage, document.cookie, location.href])",
    );
    expect(kept).not.toContain(key);
    await page.reload();
    expect(await page.getByLabel("API key").inputValue()).toBe("");
    expect(wrong).toEqual([]);
    await page.close();
  });

  it("tries a call as a user, whose company is filled in, until the user signs out", async () => {
    const { page } = await opened();
    await page.getByRole("radio", { name: "User" }).check();
    const who = page.locator('form[data-way="user"]');
    const said = page.locator(".who .state");
    const enter = async (password: string) => {
      await who.getByLabel("E-mail").fill(user.email);
      await who.getByLabel("Password").fill(password);
      await page.keyboard.press("Enter");
    };
    await enter("no password of this user");
    await page.locator(".who .state.bad").waitFor();
    expect(await page.locator(".who [name=out]").isVisible()).toBe(false);
    await enter(PASSWORD);
    await page.locator(".who .state.good").waitFor();
    expect(await said.textContent()).toMatch(/^Signed in as Oppdiktet \d+, with .+ filled in below\.$/);
    // Who is in is shown no way in.
    expect(await who.isVisible()).toBe(false);
    expect(await page.getByRole("radio", { name: "User" }).isVisible()).toBe(false);
    const form = page.locator('form[data-path="/v1/creditors/{creditorId}/claims"][data-method="GET"]');
    const ask = async () =>
      form.evaluate((one) => (one as unknown as { requestSubmit(): void }).requestSubmit());
    await ask();
    await form.locator(".state.good").waitFor({ state: "attached" });
    expect(await form.locator(".answer code").textContent()).toContain('"invoiceNumber": "1"');
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByText("Signed out.").waitFor();
    expect(await who.isVisible()).toBe(true);
    await ask();
    await form.locator(".state.bad").waitFor({ state: "attached" });
    expect(await form.locator(".state").textContent()).toMatch(/^401 /);
    await page.close();
  });

  it("tells a debtor whose code is not the newest letter's what to do", async () => {
    const { page } = await opened();
    await page.getByRole("radio", { name: "Debtor" }).check();
    await page.getByLabel("Case number").fill("0020104816");
    await page.getByLabel("Code of the newest letter").fill("AAAA-AAAA");
    await page.keyboard.press("Enter");
    await page.locator(".who .state.bad").waitFor();
    expect(await page.locator(".who .state").textContent()).toContain("newest letter");
    await page.close();
  });

  it("shows a problem as what it is, and sends the same request again under the same key", async () => {
    const { page } = await opened({}, "/docs#stopClaim");
    await page.getByLabel("API key").fill(key);
    const form = page.locator('form[data-path$="/stop"]');
    await form.getByLabel(/^creditorId/).fill(world.creditorId);
    await form.getByLabel(/^claimId/).fill("nothing");
    await form.getByRole("button", { name: "Send POST" }).click();
    await form.getByText(/^404 /).waitFor();
    await form.getByLabel(/^claimId/).fill((await world.claim("1")).claimId);
    await form.getByRole("button", { name: "Send POST" }).click();
    await form.getByText(/^200 /).waitFor();
    await form.getByRole("button", { name: "Send POST" }).click();
    await form.getByText("idempotency-replayed").waitFor();
    await page.close();
  });

  it("can be read without its program", async () => {
    const { page } = await opened({ javaScriptEnabled: false }, "/docs#stopClaim");
    expect(await page.getByText("Needs claims:act.").first().isVisible()).toBe(true);
    expect(await page.getByLabel("API key").isVisible()).toBe(false);
    expect(await page.getByRole("button").count()).toBe(0);
    await page.close();
  });

  it.each([
    [360, "light"],
    [360, "dark"],
    [1280, "light"],
    [1280, "dark"],
  ] as const)("fits %i pixels, %s, with every call open", async (width, colorScheme) => {
    const { page, wrong } = await opened({ viewport: { width, height: 800 }, colorScheme });
    await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true");
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
    expect(wrong).toEqual([]);
    const pictures = process.env.INNFRI_PICTURES;
    if (pictures !== undefined)
      await page.screenshot({ path: `${pictures}/docs-${width}-${colorScheme}.png`, fullPage: true });
    await page.close();
  });
});
