/** What is changed in which package; docs/reference/mutation.md says why something is left out. */
import { matchesGlob } from "node:path";

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
 * Folders whose tests live through years of a claim and so reach the whole package, seconds for each change. They are
 * held against changes of their own folder, and left out where only other files are changed.
 */
const FOR_THEMSELVES: Readonly<Record<Package, readonly string[]>> = {
  law: [],
  claims: ["src/plan-check"],
  checker: [],
};

/**
 * The tests that changes of a package are held against: its own, and those that hold it and the other mind against each
 * other; the checker's documents and cases from elsewhere are the server's to make.
 */
const TESTS: Readonly<Record<Package, readonly string[]>> = {
  law: ["packages/law/src/**/*.test.ts"],
  claims: ["packages/claims/src/**/*.test.ts", "apps/server/src/engine/two-minds.test.ts"],
  checker: [
    "packages/checker/src/**/*.test.ts",
    "apps/server/src/engine/second-mind.test.ts",
    "apps/server/src/engine/stated-reasons.test.ts",
    "apps/server/src/engine/two-minds.test.ts",
    "apps/server/src/usecases/audit-cases.test.ts",
  ],
};

/** What the tests look at and takes long to work out, as it is before anything is changed. */
export const LOADED_ONCE: Readonly<Record<Package, readonly string[]>> = {
  law: [],
  claims: [],
  checker: ["apps/server/src/engine/test-world-letters.ts"],
};

/**
 * What a quick test takes at most when nothing is changed. The rest live through thousands of invented days, and would
 * be waited for with each change that nobody notices; they only look at what no quick test reaches.
 */
export const QUICK_MILLISECONDS: Readonly<Record<Package, number>> = {
  law: Number.POSITIVE_INFINITY,
  claims: 1_200,
  checker: Number.POSITIVE_INFINITY,
};

/** How long something takes says nothing of code in which each place asks whether it is changed. */
const SPEED_TESTS: readonly string[] = [
  "a letter about a claim a year overdue is checked in well under a millisecond",
  "breaks no duty, whenever an invoice falls due and whatever happens",
];

/** Whether a test of this name is about how long something takes, or about that too. */
export function isSpeedTest(name: string): boolean {
  return SPEED_TESTS.some((ending) => name.endsWith(ending));
}

/** The files of these tests, of those that there are. */
export function testFiles(
  name: Package,
  only: readonly string[],
  files: readonly string[],
): readonly string[] {
  const without = testsLeftOut(name, only).map((folder) => `packages/${name}/${folder}/`);
  return files.filter(
    (file) =>
      TESTS[name].some((pattern) => matchesGlob(file, pattern)) &&
      !without.some((folder) => file.startsWith(folder)),
  );
}

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
