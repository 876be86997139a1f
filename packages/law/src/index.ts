export * from "./citation.ts";
export * from "./derivation.ts";
export * from "./effective.ts";
