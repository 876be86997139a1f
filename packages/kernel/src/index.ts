export * from "./canonical.ts";
export * from "./id.ts";
export * from "./values.ts";
