/** A process's answers about itself, from what it has open. */
import type { OpenedInstallation } from "../installation.ts";
import { createMetrics, live, ready } from "../operations/index.ts";
import type { Answers } from "./http.ts";
import type { Worker } from "./worker.ts";

export async function answersOf(
  installation: OpenedInstallation,
  { jobs }: Pick<Worker, "jobs">,
  now: () => Date,
): Promise<Answers> {
  const metrics = createMetrics(await installation.poolFor("innfri_auditor"));
  return {
    live,
    ready: async () => {
      const { pool, directory } = installation;
      const of = jobs === null ? {} : { jobs: () => jobs.state() };
      const body = await ready({ pool, directory, ...of }, now());
      return { isReady: body.status !== "failing", body };
    },
    metrics: async () => ({ contentType: metrics.contentType, text: await metrics.text(now()) }),
  };
}
