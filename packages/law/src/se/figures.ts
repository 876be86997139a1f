/** Swedish figures without the rules that use them. */
export * from "./agent-cost.ts";
export * from "./application-fee.ts";
export * from "./checked-through.ts";
export * from "./compensation-amount.ts";
export * from "./consumer-credit-cap.ts";
export * from "./default-margin.ts";
export * from "./demand-fee.ts";
export * from "./enforcement-fee.ts";
export * from "./plan-fee.ts";
export * from "./reference-rate.ts";
export * from "./reminder-fee.ts";
export * from "./tables.ts";
export * from "./terms.ts";
