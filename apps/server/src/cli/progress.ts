/** A progress bar on stderr, only where somebody watches. */
import cliProgress from "cli-progress";

export type Progress = { add(count: number, label?: string): void; stop(): void };

const running = new Set<cliProgress.SingleBar>();

/** Ends what an error left running: a bar's clock would keep the program alive for ever. */
export function stopProgress(): void {
  for (const bar of running) bar.stop();
  running.clear();
}

export function progress(unit: string, total = 0): Progress {
  if (!process.stderr.isTTY) return { add: () => undefined, stop: () => undefined };
  const bar = new cliProgress.SingleBar(
    {
      format:
        total === 0
          ? `{value} ${unit} · {rate}/s {label}`
          : `{bar} {value}/{total} ${unit} · {rate}/s {label}`,
      stream: process.stderr,
      clearOnComplete: true,
      hideCursor: true,
    },
    cliProgress.Presets.rect,
  );
  const startedMs = performance.now();
  let value = 0;
  bar.start(total, 0, { rate: 0, label: "" });
  running.add(bar);
  return {
    add: (count, label = "") => {
      value += count;
      const seconds = (performance.now() - startedMs) / 1000;
      bar.increment(count, { label, rate: Math.round(value / Math.max(seconds, 0.001)) });
    },
    stop: () => {
      bar.stop();
      running.delete(bar);
    },
  };
}
