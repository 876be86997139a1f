export * from "./letter-data.ts";
