/** A PostgreSQL of the harness's own, that may be killed: with a world as a template and a copy of it for every run. */
import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { temporaryFolder } from "@innfri/testing/folders";
import { migrate, startEmbedded, stopEmbedded, withAdministrator } from "../../store/index.ts";

const TEMPLATE = "world";

export type Cluster = {
  readonly folder: string;
  /** Makes the template by a function that fills an empty, migrated database. */
  template<T>(fill: (url: string) => Promise<T>): Promise<T>;
  copy(): Promise<string>;
  drop(url: string): Promise<void>;
  /** `kill -9` of the server; it is started again by itself. Returns once it answers. */
  kill(url: string): Promise<void>;
  end(): Promise<void>;
};

export async function aCluster(): Promise<Cluster> {
  const folder = temporaryFolder("faults");
  const directory = path.join(folder, "pg");
  // What was committed must outlive the server's death, though not the machine's: nothing waits for the disk.
  const settings = { fsync: "off", max_connections: "200", shared_buffers: "64MB" };
  const server = await startEmbedded({ directory, settings, keepRunning: true });
  const named = (name: string) => {
    const url = new URL(server.url);
    url.pathname = `/${name}`;
    return url.href;
  };
  let copies = 0;
  return {
    folder,
    template: async (fill) => {
      await withAdministrator(server.url, (client) => client.query(`create database ${TEMPLATE}`));
      await migrate(named(TEMPLATE));
      return fill(named(TEMPLATE));
    },
    copy: async () => {
      copies += 1;
      const name = `copy_${copies}`;
      await withAdministrator(server.url, (client) =>
        client.query(`create database ${name} template ${TEMPLATE} strategy file_copy`),
      );
      return named(name);
    },
    drop: async (url) => {
      const name = new URL(url).pathname.slice(1);
      await withAdministrator(server.url, (client) => client.query(`drop database ${name} with (force)`));
    },
    kill: async (url) => {
      // Where it was killed a moment ago and is not up again there is nothing to kill.
      const told = await readFile(path.join(server.directory, "postmaster.pid"), "utf8").catch(() => "");
      const pid = Number(told.split("\n")[0]);
      if (pid > 0) process.kill(pid, "SIGKILL");
      await untilAnswers(url);
    },
    end: async () => {
      await server.stop();
      await stopEmbedded(directory);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function untilAnswers(url: string): Promise<void> {
  for (let i = 0; i < 600; i++) {
    const answers = await withAdministrator(url, (client) => client.query("select")).then(
      () => true,
      () => false,
    );
    if (answers) return;
    await sleep(50);
  }
  throw new Error("the database did not come back");
}
