/** The neutral cases of `conformance/`, read by the checker's own hand. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readAmount } from "./exact.ts";
import type { Claim, Event, Facts, Settings } from "./facts.ts";

const FOLDER = join(import.meta.dirname, "../../../conformance/cases");

type Json = Readonly<Record<string, unknown>>;
export type Expectation = Json & { readonly on: string };
export type Case = {
  readonly id: string;
  readonly title: string;
  readonly facts: Facts;
  readonly expect: readonly Expectation[];
};

/** Every case of every file, in their order. */
export function allCases(): readonly Case[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith(".json"))
    .flatMap((name) => JSON.parse(readFileSync(join(FOLDER, name), "utf8")) as Json[])
    .map(readCase);
}

function readCase(json: Json): Case {
  const country = json.country as Facts["country"];
  const given = json.given as Json;
  const facts: Facts = {
    country,
    currency: (json.currency as string | undefined) ?? { NO: "NOK", SE: "SEK" }[country] ?? "none",
    operator: (given.operator as Facts["operator"] | undefined) ?? "self",
    vatDeductible: ((given.creditor as Json | undefined)?.vatDeductible as boolean | undefined) ?? true,
    debtorKind: (given.debtor as Json).kind as Facts["debtorKind"],
    settings: readSettings(country, (json.settings as Json | undefined) ?? {}),
    claims: (given.claims as Json[]).map(readClaim),
    events: ((given.events as Json[] | undefined) ?? []).map(readEvent),
  };
  const expect = json.expect as Expectation[];
  return { id: json.id as string, title: json.title as string, facts, expect };
}

function readSettings(country: string, json: Json): Settings {
  return {
    dayCount: (json.dayCount as Settings["dayCount"] | undefined) ?? "ACT/ACT",
    firstInterestDay: (json.firstInterestDay as Settings["firstInterestDay"] | undefined) ?? "day-after",
    allocation: (json.allocation as Settings["allocation"] | undefined) ?? "costs-first",
    waitAfterNoticeDays: (json.waitAfterNotice as number | undefined) ?? 0,
    residualLimitMinor: minor((json.residualLimit as string) ?? (country === "SE" ? "100.00" : "0.00")),
    newActFrom: (json.newActFrom as string | undefined) ?? null,
  };
}

function readClaim(json: Json): Claim {
  return {
    ref: json.ref as string,
    principalMinor: minor(json.principal),
    issuedOn: json.issuedOn as string,
    dueOn: json.dueOn as string | null,
    demandedOn: (json.demandedOn as string | undefined) ?? null,
    type: (json.type as Claim["type"] | undefined) ?? "sale",
    interestStated: (json.interestStated as boolean | undefined) ?? true,
    interestBeforeDueMinor: minor(json.interestBeforeDue ?? "0.00"),
    agreedRateBasisPoints: json.agreedRate === undefined ? null : Math.round(Number(json.agreedRate) * 100),
    reminderFeeAgreed: (json.reminderFeeAgreed as boolean | undefined) ?? true,
  };
}

function readEvent(json: Json): Event {
  const on = json.on as string;
  const claim = (json.claim as string | undefined) ?? null;
  const claims = claim === null ? null : [claim];
  switch (json.do) {
    case "reminder":
    case "notice":
    case "demand": {
      const fee = (json.fee as "standard" | "none" | undefined) ?? "standard";
      const receivedOn = (json.receivedOn as string | undefined) ?? null;
      return { kind: "letter", letter: json.do, on, payBy: json.payBy as string, fee, receivedOn, claims };
    }
    case "plan": {
      const wholeDebt = (json.wholeDebt as boolean | undefined) ?? false;
      return { kind: "payment-plan", on, instalments: json.instalments as number, wholeDebt, claims };
    }
    case "payment": {
      const designation = (json.designation as "principal" | undefined) ?? null;
      return { kind: "payment", on, minor: minor(json.amount), designation, claim };
    }
    case "credit":
      return { kind: "credit", on, minor: minor(json.amount), claim };
    case "objection": {
      const scope = json.scope === "whole" ? "whole" : minor(json.scope);
      return { kind: "objection", on, scope, reasonable: json.reasonable as boolean, claim };
    }
    case "objection-resolved":
      return { kind: "objection-resolved", on, outcome: json.outcome as "withdrawn", claim };
    default:
      return { kind: json.do as "application" | "compensation", on, claims };
  }
}

function minor(text: unknown): bigint {
  const read = readAmount(text);
  if (read === undefined) throw new RangeError(`not an amount: ${text}`);
  return read;
}
