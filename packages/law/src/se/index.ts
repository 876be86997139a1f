export * from "./acts.ts";
export * from "./calendar.ts";
export * from "./charge.ts";
export * from "./consumer-credit.ts";
export * from "./figures.ts";
export * from "./interest.ts";
export * from "./limitation.ts";
