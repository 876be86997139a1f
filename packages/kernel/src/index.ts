export * from "./calendar-date.ts";
export * from "./canonical.ts";
export * from "./id.ts";
export * from "./money.ts";
export * from "./rational.ts";
export * from "./unreachable.ts";
