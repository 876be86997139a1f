/**
 * How Node is started for work that lasts. A heap that is collected before it has more than doubled, and a young
 * generation that stays as it is in this version: a run of any size then stays under 300 MiB.
 */
export const NODE_FLAGS = ["--max-semi-space-size=16", "--heap-growing-percent=100"];

/** The commands that last. The others are over before it matters, and begin a moment sooner without. */
export const LASTING = ["serve", "worker", "run", "import", "pay"];
