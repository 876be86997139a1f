/** The two companies of the demo, the agency that collects for them, and their files. All invented. */
import { fileURLToPath } from "node:url";
import { date } from "@innfri/kernel";
import type { OperatorIs } from "../installation.ts";
import type { NewCreditor } from "../usecases/add-creditor.ts";

export const AGENCY: OperatorIs = {
  kind: "agency",
  name: "Tindervik Inkasso AS",
  licence: {
    reference: "INK-2026-0042",
    clientAccount: "99991042764",
    organisationNumber: "310000027",
    contact: {
      addressLines: ["Postboks 44", "2401 Elverum"],
      email: "svar@tindervik.example",
      phone: "62 00 01 45",
    },
  },
};

/** What the debtors of both may agree to without asking anybody. */
const FOR_DEBTORS = { mostDelayDays: 14, mostInstalments: 6, leastInstalment: "500.00" } as const;

export const NORWAY: NewCreditor = {
  country: "NO",
  isSandbox: true,
  clockOn: date("2026-04-01"),
  input: {
    name: "Kvernelva Rør AS",
    organisationNumber: "310000000",
    addressLines: ["Verkstedgata 8", "2408 Elverum"],
    email: "kravet@kvernelva.example",
    phone: "62 00 04 82",
    account: "12345678903",
    plan: "no-standard",
    automation: "automatic",
    dueDateAgreed: true,
    agreedRate: "statutory",
    consumerCredit: false,
    vatDeducted: true,
    forDebtors: FOR_DEBTORS,
  },
};

export const SWEDEN: NewCreditor = {
  country: "SE",
  isSandbox: true,
  clockOn: date("2026-04-01"),
  input: {
    name: "Björkdalens Rör AB",
    organisationNumber: "9999990030",
    addressLines: ["Verkstadsgatan 3", "411 04 Göteborg"],
    email: "ekonomi@bjorkdalen.example",
    phone: "031-000 04 18",
    account: "991-2346",
    plan: "se-standard",
    automation: "automatic",
    dueDateAgreed: true,
    agreedRate: "statutory",
    consumerCredit: false,
    reminderFeeAgreed: true,
    forDebtors: FOR_DEBTORS,
  },
};

/** A file of `fixtures/demo`. */
export function demoFile(name: string): string {
  return fileURLToPath(new URL(`../../../../fixtures/demo/${name}`, import.meta.url));
}
