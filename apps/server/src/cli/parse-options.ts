/** Values of options as people write them. Each throws `UsageError` with the option and what it takes. */
import { isDayOfCase } from "@innfri/claims";
import { type CalendarDate, isDate, isUuid, parseMinor, type Uuid } from "@innfri/kernel";
import { UsageError } from "./output.ts";

export function yesOrNo(option: string) {
  return (text: string): boolean => {
    if (text === "yes" || text === "no") return text === "yes";
    throw new UsageError(`${option} takes yes or no, not ${JSON.stringify(text)}. Nothing was done.`);
  };
}

export function wholeDays(option: string) {
  return (text: string): number => {
    if (/^\d{1,4}$/.test(text) && Number(text) <= 3650) return Number(text);
    throw new UsageError(`${option} takes a number of days, not ${JSON.stringify(text)}. Nothing was done.`);
  };
}

/** `whole`, or an amount such as 250.00. */
export function scope(option: string) {
  return (text: string): "whole" | bigint => {
    if (text === "whole") return text;
    const minor = parseMinor(text);
    if (minor !== undefined && minor > 0n) return minor;
    throw new UsageError(
      `${option} takes whole or an amount such as 250.00, not ${JSON.stringify(text)}. Nothing was done.`,
    );
  };
}

/** An amount above nothing, such as 250.00. */
export function amount(option: string) {
  return (text: string): bigint => {
    const minor = parseMinor(text);
    if (minor !== undefined && minor > 0n) return minor;
    throw new UsageError(
      `${option} takes an amount such as 250.00, not ${JSON.stringify(text)}. Nothing was done.`,
    );
  };
}

/** A count from 1 to `most`. */
export function upTo(option: string, most: number, least = 1) {
  return (text: string): number => {
    if (/^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most) return Number(text);
    throw new UsageError(
      `${option} takes a number from ${least} to ${most}, not ${JSON.stringify(text)}. Nothing was done.`,
    );
  };
}

export function day(option: string) {
  return (text: string): CalendarDate => {
    if (isDate(text)) return text;
    throw new UsageError(
      `${option} takes a day such as 2026-02-17, not ${JSON.stringify(text)}. Nothing was done.`,
    );
  };
}

/** A day that years are counted from: they too stay within the calendar. */
export function dayToCountFrom(option: string) {
  return (text: string): CalendarDate => {
    const given = day(option)(text);
    if (isDayOfCase(given)) return given;
    throw new UsageError(`${option} takes a day from 1950 to 2150, not ${given}. Nothing was done.`);
  };
}

export function timeOfDay(option: string) {
  return (text: string): string => {
    if (/^([01]\d|2[0-3]):[0-5]\d$/.test(text)) return text;
    throw new UsageError(
      `${option} takes a time of day such as 08:00, not ${JSON.stringify(text)}. Nothing was done.`,
    );
  };
}

export function oneOf<const T extends string>(option: string, allowed: readonly T[]) {
  return (text: string): T => {
    const found = allowed.find((one) => one === text);
    if (found !== undefined) return found;
    throw new UsageError(
      `${option} takes ${allowed.join(", ")}, not ${JSON.stringify(text)}. Nothing was done.`,
    );
  };
}

export function idOf(what: string, text: string): Uuid {
  const id = text.toLowerCase();
  if (isUuid(id)) return id;
  throw new UsageError(`${JSON.stringify(text)} is not the id of a ${what}. Nothing was done.`);
}

/** `NAME=VALUE`, of which there may be several; the later of two with one name counts. */
export function pairs(option: string) {
  return (text: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => {
    // The value comes after the last sign: names of columns may hold one.
    const at = text.lastIndexOf("=");
    if (at > 0 && at < text.length - 1) return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
    throw new UsageError(`${option} takes NAME=VALUE, not ${JSON.stringify(text)}. Nothing was done.`);
  };
}

export function collected(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

/** A port of this machine; 0 takes any that is free. */
export function port(option: string) {
  return (text: string): number => {
    if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
    throw new UsageError(
      `${option} takes a port from 0 to 65535, not ${JSON.stringify(text)}. Nothing was done.`,
    );
  };
}
