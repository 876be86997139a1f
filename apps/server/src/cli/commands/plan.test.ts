import { writeFile } from "node:fs/promises";
import path from "node:path";
import { temporaryFolder } from "@innfri/testing/folders";
import { describe, expect, it } from "vitest";
import { runProgram } from "../test-program.ts";

const directory = temporaryFolder("plan");

// No installation: the folder has no database, and none is started.
const run = (...words: string[]) => runProgram(words, { directory });

async function ownPlan(change: (text: string) => string): Promise<string> {
  const { stdout } = await run("plan", "show", "no-gentle");
  const file = path.join(directory, "own.json");
  await writeFile(file, change(stdout.replace('"no-gentle"', '"own"')));
  return file;
}

describe("innfri plan", () => {
  it("shows a plan to start from, which checks as it is", async () => {
    const file = await ownPlan((text) => text);
    const checked = await run("plan", "check", file);
    expect(checked).toMatchObject({ exitCode: 0, stderr: "" });
    expect(checked.stdout).toMatch(/^own keeps the law\.\nLived through: \d+ invoices with \d+ steps/);
  }, 60_000);

  it("answers an unlawful plan with exit code 1 and the counter-example, in words and as JSON (B9)", async () => {
    const file = await ownPlan((text) => text.replace('"termDays": 14', '"termDays": 12'));
    const said = await run("plan", "check", file);
    expect(said.exitCode).toBe(1);
    expect(said.stdout.replaceAll(/\s+/g, " ")).toContain(
      "with deadline Wed 27 May 2026, 12 days later; inkassoloven § 9 asks for 14.",
    );
    const { stdout, exitCode } = await run("plan", "check", file, "--json");
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      plan: "own",
      lawful: false,
      counterExamples: [
        { dueOn: "2026-04-30", step: "notice", on: "2026-05-15", rule: "no.notice.deadline" },
      ],
    });
  }, 60_000);

  it("says what is wrong with a file that holds no plan, and where", async () => {
    const file = await ownPlan((text) => text.replace('"termDays": 7', '"termDays": "a week"'));
    const said = await run("plan", "check", file);
    expect(said.exitCode).toBe(2);
    expect(said.stdout).toContain("steps[0].termDays: a whole number of days");
    expect(await run("plan", "check", "our-plan")).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("there is no-standard, no-gentle, se-standard"),
    });
  }, 60_000);

  it("previews the days and amounts of a plan on given invoices", async () => {
    const invoice = ["--invoice", "due=2026-04-30,amount=4500,number=10482"];
    const { stdout, exitCode } = await run(
      "plan",
      "preview",
      "no-gentle",
      "--operator",
      "agency",
      ...invoice,
    );
    expect(exitCode).toBe(0);
    const lines = stdout.split("\n").map((line) => line.trim().replaceAll(/ {2,}/g, " | "));
    expect(lines).toEqual([
      "no-gentle, collected by an agency, if nobody pays or objects. Amounts in NOK.",
      "",
      "day | invoice | step | adds | in all",
      "",
      "May 2026",
      "Mon 2026-05-04 | 10482 | reminder | 4505.92 | to pay by Mon 2026-05-11",
      "Fri 2026-05-15 | 10482 | collection notice | +38.00 | 4560.19 | to pay by Fri 2026-05-29",
      "",
      "June 2026",
      "Tue 2026-06-02 | 10482 | collection list | closes Thu 2026-06-04 at 08:00",
      "Fri 2026-06-05 | 10482 | demand for payment | +600.00 | 5191.26 | to pay by Fri 2026-06-19",
      "Mon 2026-06-22 | 10482 | follow-up | 5216.41",
      "",
      "July 2026",
      "Sat 2026-07-18 | 10482 | doubled recovery costs | +600.00 | 5855.43",
      "Sat 2026-07-18 | 10482 | legal step | 5855.43 | if a person says yes",
      "",
    ]);
    const asJson = await run("plan", "preview", "no-gentle", ...invoice, "--json");
    expect(JSON.parse(asJson.stdout)).toMatchObject({
      plan: "no-gentle",
      steps: [
        { on: "2026-05-04", step: "reminder", payBy: "2026-05-11", adds: "0.00", total: "4505.92" },
        {},
        {},
        {},
        {},
        {},
      ],
    });
  }, 60_000);

  it.each([
    [
      ["--invoice", "due=2199-12-31,amount=4500"],
      '--invoice needs due, a day such as due=2026-04-30, not "2199-12-31". Nothing was done.',
    ],
    [
      ["--invoice", "due=2026-04-30,amount=4500", "--on", "2199-12-31"],
      "--on takes a day from 1950 to 2150, not 2199-12-31. Nothing was done.",
    ],
    [
      ["--invoice", "due=2026-04-30,due=2026-05-31,amount=4500"],
      "--invoice has due twice. Nothing was done.",
    ],
    [
      [
        "--invoice",
        "due=2026-04-30,amount=4500,customer=71",
        "--invoice",
        "due=2026-04-30,amount=500,customer=71,kind=business",
      ],
      "Customer 71 is of two kinds: say the same in each. Nothing was done.",
    ],
  ])("does not guess what is beyond the calendar or contradicts itself: %s", async (words, what) => {
    const { exitCode, stderr } = await run("plan", "preview", "no-standard", ...words);
    expect(stderr.trim()).toBe(what);
    expect(exitCode).toBe(2);
  });

  it("previews a table of open items, with a customer's invoices in one letter, and says what it left out", async () => {
    const file = path.join(directory, "open.csv");
    const rows = [
      "invoice_number;issued_on;due_on;amount;open_amount;currency;customer_number;customer_name;customer_kind",
      "1;2026-04-16;2026-04-30;400.00;400.00;NOK;91;Invented AS;business",
      "2;2026-04-16;2026-04-30;700.00;700.00;NOK;91;Invented AS;business",
      "3;2026-04-16;2026-04-30;700.00;700.00;SEK;92;Invented AB;business",
    ];
    await writeFile(file, `${rows.join("\n")}\n`);
    const { stdout, exitCode } = await run("plan", "preview", "no-standard", "--file", file);
    expect(stdout).toMatch(/Fri 2026-05-15 {2}1, 2 +collection notice +\+38\.00 +1143\.42/);
    expect(stdout).toMatch(/Left out:\n {2}3: it is in SEK/);
    expect(exitCode).toBe(1);
  }, 60_000);

  it.each([
    ["amount=5", 'needs due, a day such as due=2026-04-30, not ""'],
    ["due=2026-04-30", 'needs amount, a sum such as amount=4500.00, not ""'],
    ["due=2026-04-30,amount=5,kind=cat", "kind is person, sole-trader, business, public"],
    ["due=2026-04-30,amount=5,colour=red", "has colour: it takes due, amount, kind, number, customer"],
  ])("refuses --invoice %s", async (words, message) => {
    const { stderr, exitCode } = await run("plan", "preview", "no-standard", "--invoice", words);
    expect({ stderr, exitCode }).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(message) });
  });
});
