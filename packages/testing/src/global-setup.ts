/**
 * Set-up of a test run, named in vitest.config.ts. It makes the run's folder and chooses where the server will be;
 * the first test file that needs a database starts it, so that a run without such a file starts none. At the end all
 * of it is removed, and what a test left running or outside the folder fails the run.
 */
import path from "node:path";
import { stopEmbedded, withAdministrator } from "@innfri/server/store";
import type { TestProject } from "vitest/node";
import { openRunFolder } from "./run-folder.ts";
import type { TestServer } from "./test-server.ts";

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const run = await openRunFolder();
  const server: TestServer = {
    url: process.env.INNFRI_TEST_DATABASE_URL || null,
    directory: path.join(run.folder, "pg"),
    template: `innfri_template_${process.pid}`,
  };
  project.provide("innfriTestServer", server);
  return async () => {
    let left: readonly string[] = [];
    try {
      if (server.url !== null) await dropTemplate(server.url, server.template);
      else await stopEmbedded(server.directory);
    } finally {
      left = await run.close();
    }
    if (left.length > 0) throw new Error(`Tests have left behind what they started:\n${left.join("\n")}`);
  };
}

async function dropTemplate(url: string, template: string): Promise<void> {
  await withAdministrator(url, (client) => client.query(`drop database if exists ${template} with (force)`));
}
