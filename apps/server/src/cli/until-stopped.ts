/** Waits until somebody asks this process to end: Ctrl-C, or what a service manager sends. A second time ends it at once. */
export function untilStopped(): Promise<void> {
  let firstMs: number | undefined;
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const)
      process.on(signal, () => {
        const nowMs = performance.now();
        // npm passes on a Ctrl-C that the terminal has sent to both: that is one and no second.
        if (firstMs !== undefined && nowMs - firstMs > SAME_MS) process.exit(1);
        firstMs ??= nowMs;
        resolve();
      });
  });
}

const SAME_MS = 500;
