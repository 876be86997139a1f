/** Norwegian figures without the rules that use them. */
export * from "./attachment-application.ts";
export * from "./checked-through.ts";
export * from "./collection-rate.ts";
export * from "./compensation-amount.ts";
export * from "./conciliation-complaint.ts";
export * from "./court-fee-base.ts";
export * from "./late-payment-interest.ts";
export * from "./notice-fee-fractions.ts";
export * from "./notice-fee-rounding.ts";
export * from "./plan-fee-multiple.ts";
export * from "./recovery-cost-factors.ts";
export * from "./recovery-cost-tiers.ts";
export * from "./sources.ts";
export * from "./tables.ts";
export * from "./terms.ts";
