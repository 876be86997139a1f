/** The page of an exported case in a real browser, opened from the disk, as somebody gets it. */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { type CaseExport, caseJson, casePage } from "@innfri/letters";
import { testDatabase } from "@innfri/testing";
import { temporaryFolder } from "@innfri/testing/folders";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anInstallation } from "../payments/test-world.ts";
import { aCase } from "./test-case.ts";

const CHROMIUM = "/usr/bin/chromium";
const database = await testDatabase();
const installation = await anInstallation(database);
const exported = await aCase(installation);
const folder = temporaryFolder("page");

let browser: Browser;
beforeAll(async () => {
  // Root may not make a sandbox of its own in a container; the page it opens is ours.
  const isRoot = process.getuid?.() === 0;
  browser = await chromium.launch({ executablePath: CHROMIUM, args: isRoot ? ["--no-sandbox"] : [] });
});
afterAll(async () => {
  await browser.close();
});

type Opened = { readonly page: Page; readonly asked: string[]; readonly wrong: string[] };

let pages = 0;

async function opened(html: string, options: Parameters<Browser["newPage"]>[0] = {}): Promise<Opened> {
  const file = path.join(folder, `case ${++pages}.html`);
  await writeFile(file, html);
  const page = await browser.newPage(options);
  const [asked, wrong]: [string[], string[]] = [[], []];
  page.on("request", (request) => asked.push(request.url()));
  page.on("pageerror", (error) => wrong.push(error.message));
  page.on("console", (message) => wrong.push(message.text()));
  await page.goto(pathToFileURL(file).href);
  return { page, asked, wrong };
}

const verdict = (page: Page) => page.locator("#verdict").textContent();
const outcomes = (page: Page, outcome: string) =>
  page
    .locator(`[data-outcome="${outcome}"]`)
    .evaluateAll((all) => all.map((one) => one.getAttribute("data-check")));

describe("The page of a case, opened from a disk", () => {
  it("checks everything and finds it right, and asks nobody (B10)", async () => {
    const { page, asked, wrong } = await opened(casePage(exported));
    expect(await verdict(page)).toContain("Alt som kunne prøves, stemmer");
    expect(await outcomes(page, "broken")).toEqual([]);
    expect(await outcomes(page, "untold")).toEqual(["published"]);
    expect(await outcomes(page, "holds")).toHaveLength(13);
    expect(asked).toHaveLength(1);
    expect(wrong).toEqual([]);
    await page.close();
  });

  it("turns red when one byte of it was changed", async () => {
    const html = casePage(exported);
    const at = html.indexOf(`"actor":"engine"`) + `"actor":"`.length;
    const { page } = await opened(`${html.slice(0, at)}f${html.slice(at + 1)}`);
    expect(await verdict(page)).toContain("Noe stemmer ikke");
    expect(await outcomes(page, "broken")).toEqual(["chain"]);
    await page.close();
  });

  it("compares with a root that was published", async () => {
    const { page } = await opened(casePage(exported));
    const root = page.getByLabel("En rot som er kunngjort");
    await root.fill(exported.proof!.operator!.root);
    expect(await outcomes(page, "untold")).toEqual([]);
    await root.fill("ab".repeat(32));
    expect(await outcomes(page, "broken")).toEqual(["published"]);
    expect(await verdict(page)).toContain("Noe stemmer ikke");
    await page.close();
  });

  it("checks another export that is given to it", async () => {
    const { page } = await opened(casePage(exported));
    const files = {
      "changed.json": caseJson({ ...exported, now: { ...exported.now, openCosts: "0" } }),
      "whole.json": caseJson(exported),
      "other.json": "{ this is no case",
    };
    const give = async (name: keyof typeof files) => {
      await page
        .getByLabel("En annen eksport")
        .setInputFiles({ name, mimeType: "application/json", buffer: Buffer.from(files[name]) });
    };
    await give("changed.json");
    await page.locator("[data-outcome=broken]").waitFor();
    expect(await outcomes(page, "broken")).toEqual(["open"]);
    await give("whole.json");
    await page.locator("[data-outcome=broken]").waitFor({ state: "detached" });
    await give("other.json");
    await page.getByRole("alert").waitFor();
    expect(await page.getByRole("alert").textContent()).toContain("kan ikke leses");
    await page.close();
  });

  it("tells what happened in three languages", async () => {
    const { page } = await opened(casePage(exported));
    const first = () => page.locator(".timeline li").first().textContent();
    expect(await first()).toContain("Kravet ble registrert");
    await page.getByLabel("Språk").selectOption("sv");
    expect(await first()).toContain("Fordringen registrerades");
    expect(await page.locator("html").getAttribute("lang")).toBe("sv");
    await page.getByLabel("Språk").selectOption("en");
    expect(await first()).toContain("The claim was registered");
    expect(await page.locator(".timeline li").count()).toBe(exported.events.length);
    await page.close();
  });

  it("shows a hostile name as text", async () => {
    const name = `</script><img src=x onerror="alert(1)">"' 🧨 <b>bold</b>`;
    const { page, asked, wrong } = await opened(
      casePage({ ...exported, creditor: { ...exported.creditor, name } } as CaseExport),
    );
    expect(await page.getByText(name).count()).toBe(1);
    expect(await page.locator("img, b").count()).toBe(0);
    expect([asked.length, wrong]).toEqual([1, []]);
    await page.close();
  });

  it.each([
    [360, "light"],
    [360, "dark"],
    [1280, "light"],
    [1280, "dark"],
  ] as const)(
    "fits %s pixels, %s, can be read there, and has its headings in order",
    async (width, colorScheme) => {
      const { page } = await opened(casePage(exported), { viewport: { width, height: 800 }, colorScheme });
      const seen = await page.evaluate(CONTRASTS);
      expect(seen.width).toBeLessThanOrEqual(width);
      expect(seen.headings).toMatch(/^1(2)+$/);
      expect(seen.lowest).toBeGreaterThanOrEqual(4.5);
      await page.close();
    },
  );
});

/** Runs in the page: how wide it is, its headings, and the lowest contrast of any text with what lies behind it. */
const CONTRASTS = `(() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgb = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const behind = (element) => {
    for (let at = element; at !== null; at = at.parentElement) {
      const colour = rgb(getComputedStyle(at).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return [255, 255, 255];
  };
  let lowest = 21;
  for (const element of document.querySelectorAll("main *")) {
    if (![...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== "")) continue;
    const [a, b] = [light(rgb(getComputedStyle(element).color)), light(behind(element))];
    lowest = Math.min(lowest, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05));
  }
  const headings = [...document.querySelectorAll("h1, h2, h3, h4")].map(({ tagName }) => tagName[1]).join("");
  return { width: document.documentElement.scrollWidth, headings, lowest };
})()` as unknown as () => { width: number; headings: string; lowest: number };
