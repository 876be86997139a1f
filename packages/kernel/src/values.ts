/**
 * The part of the kernel that needs nothing of Node: days, money and exact fractions. It runs wherever JavaScript does,
 * and so does what stands on it alone.
 */
export * from "./calendar-date.ts";
export * from "./json.ts";
export * from "./money.ts";
export * from "./rational.ts";
export * from "./unreachable.ts";
