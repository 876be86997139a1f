/** What is changed in which package; docs/reference/mutation.md says why something is left out. */

export const PACKAGES = ["law", "claims", "checker"] as const;
export type Package = (typeof PACKAGES)[number];

/** Of every hundred changes, the tests notice at least this many. */
export const LEAST_PERCENT = 85;

/** Files of figures, texts and citations: rows that are copied from a source and computed with elsewhere. */
export const LEFT_OUT: Readonly<Record<Package, readonly string[]>> = {
  law: [
    "src/*/acts.ts",
    "src/*/rules.ts",
    "src/*/sign-offs.ts",
    "src/*/sources.ts",
    "src/*/terms.ts",
    "src/no/attachment-application.ts",
    "src/no/collection-rate.ts",
    "src/no/compensation-amount.ts",
    "src/no/conciliation-complaint.ts",
    "src/no/court-fee-base.ts",
    "src/no/late-payment-interest.ts",
    "src/no/notice-fee-fractions.ts",
    "src/no/notice-fee-rounding.ts",
    "src/no/plan-fee-multiple.ts",
    "src/no/recovery-cost-factors.ts",
    "src/no/recovery-cost-tiers.ts",
    "src/se/agent-cost.ts",
    "src/se/application-fee.ts",
    "src/se/compensation-amount.ts",
    "src/se/consumer-credit-cap.ts",
    "src/se/default-margin.ts",
    "src/se/demand-fee.ts",
    "src/se/enforcement-fee.ts",
    "src/se/plan-fee.ts",
    "src/se/reference-rate.ts",
    "src/se/reminder-fee.ts",
  ],
  claims: [],
  checker: [],
};

/**
 * Packages whose tests work out their examples when their file is loaded. Nearly every change is made there too, and
 * would be held against all tests instead of those that reach it: hours instead of minutes. What is reached while
 * loading and never by a test is then not judged.
 */
export const NOT_WHILE_LOADING: readonly Package[] = ["claims", "checker"];

/**
 * Folders whose tests live through years of a claim and so reach the whole package, seconds for each change. They are
 * held against changes of their own folder, and left out where only other files are changed.
 */
export const FOR_THEMSELVES: Readonly<Record<Package, readonly string[]>> = {
  law: [],
  claims: ["src/plan-check"],
  checker: [],
};

/** The folders whose tests do not run when only these files are changed; none when everything is. */
export function testsLeftOut(name: Package, only: readonly string[]): readonly string[] {
  if (only.length === 0) return [];
  return FOR_THEMSELVES[name].filter((folder) => !only.some((file) => file.startsWith(`${folder}/`)));
}

export function isPackage(name: string): name is Package {
  return (PACKAGES as readonly string[]).includes(name);
}

/** Stryker's patterns: all of a package's source or some files of it, less tests, what only tests use, and what is left out. */
export function mutatedFiles(name: Package, only: readonly string[]): readonly string[] {
  const files = only.length > 0 ? only : ["src/**/*.ts"];
  const left = ["src/**/*.test.ts", "src/**/test-*.ts", ...LEFT_OUT[name]];
  return [
    ...files.map((path) => `packages/${name}/${path}`),
    ...left.map((path) => `!packages/${name}/${path}`),
  ];
}
