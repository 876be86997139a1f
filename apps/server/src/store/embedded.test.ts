import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, readdir, readFile, readlink, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { temporaryFolder } from "@innfri/testing/folders";
import pg from "pg";
import { afterEach, describe, expect, it } from "vitest";
import { withAdministrator } from "./administrator.ts";
import { EmbeddedPostgresError, startEmbedded, stopEmbedded } from "./embedded.ts";
import { closedDirectory } from "./embedded-os-user.ts";

const parent = temporaryFolder("embedded");
const directory = path.join(parent, "pg");
const children: ChildProcess[] = [];

afterEach(async () => {
  for (const child of children.splice(0)) await end(child, "SIGKILL");
  await stopEmbedded(directory);
});

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const over = once(child, "exit");
  child.kill(signal);
  await over;
}

type Other = {
  readonly found: string;
  readonly url: string;
  kill(): Promise<void>;
  release(): Promise<string>;
};

/** A program that uses the database, says what it found, and leaves in good order when it is spoken to. */
const PROGRAM = `
  const { startEmbedded } = await import(process.argv[1]);
  const database = await startEmbedded({ directory: process.argv[2] });
  process.stdout.write(database.found + " " + database.url + "\\n");
  process.stdin.once("data", async () => {
    process.stdout.write((await database.release()) + "\\n");
    process.exit(0);
  });`;

/** Another node process that uses the same data directory. */
async function anotherProcess(): Promise<Other> {
  const launcher = path.join(import.meta.dirname, "embedded.ts");
  const args = ["--input-type=module", "-e", PROGRAM, launcher, directory];
  const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
  children.push(child);
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const [found, url] = String((await lines.next()).value).split(" ");
  return {
    found: found ?? "",
    url: url ?? "",
    kill: () => end(child, "SIGKILL"),
    release: async () => {
      child.stdin.write("\n");
      return String((await lines.next()).value);
    },
  };
}

async function postmasterPid(): Promise<number> {
  return Number((await readFile(path.join(directory, "postmaster.pid"), "utf8")).split("\n")[0]);
}

async function isGone(file: string): Promise<boolean> {
  return stat(file).then(
    () => false,
    () => true,
  );
}

async function write(url: string, word: string): Promise<void> {
  await withAdministrator(url, (client) =>
    client.query(`create table if not exists word (word text); insert into word values ('${word}')`),
  );
}

async function words(url: string): Promise<string[]> {
  return withAdministrator(url, async (client) =>
    (await client.query("select word from word")).rows.map((row) => row.word),
  );
}

describe("A database of its own starts beside the program", () => {
  it("It is there after the first start, keeps what was written, and stops in good order", async () => {
    const first = await startEmbedded({ directory });
    expect(first.found).toBe("started");
    await write(first.url, "before");
    expect(await first.release()).toBe("stopped");
    expect(await isGone(path.join(directory, "postmaster.pid"))).toBe(true);

    const second = await startEmbedded({ directory });
    expect(await words(second.url)).toEqual(["before"]);
    await second.stop();
  });

  it("What the environment says about other databases is not meant for it", async () => {
    process.env.PGSSLMODE = "require";
    try {
      const database = await startEmbedded({ directory, startWithinMs: 5_000 });
      await write(database.url, "in the clear");
      expect(await words(database.url)).toContain("in the clear");
      expect(await database.release()).toBe("stopped");
    } finally {
      delete process.env.PGSSLMODE;
    }
  });

  it("It listens on the loopback only, asks for a password, and waits for the disk", async () => {
    const database = await startEmbedded({ directory });
    const { rows } = await withAdministrator(database.url, (client) =>
      client.query(`select current_setting('listen_addresses') as listens, current_setting('unix_socket_directories') as sockets,
        current_setting('fsync') as fsync, current_setting('synchronous_commit') as commits,
        current_setting('data_checksums') as checksums,
        (select bool_and(auth_method = 'scram-sha-256') from pg_hba_file_rules) as asks`),
    );
    expect(rows).toEqual([
      { listens: "127.0.0.1", sockets: "", fsync: "on", commits: "on", checksums: "on", asks: true },
    ]);
    const wrong = new pg.Client({
      connectionString: Object.assign(new URL(database.url), { password: "guess" }).href,
    });
    await expect(wrong.connect()).rejects.toThrow("password authentication failed");
    expect((await stat(path.join(directory, "innfri-password"))).mode & 0o777).toBe(0o600);
    await database.stop();
  });

  it("Its log tells of a row that was refused, and nothing of what stood in it", async () => {
    const database = await startEmbedded({ directory });
    await withAdministrator(database.url, async (client) => {
      await client.query("create table guest (name text check (length(name) < 5))");
      await expect(client.query("insert into guest values ($1)", ["Oda Oppdiktet"])).rejects.toThrow(
        "check constraint",
      );
    });
    await database.stop();
    const log = await readFile(path.join(directory, "innfri-server.log"), "utf8");
    expect(log).toContain("guest_name_check");
    expect(log).not.toContain("Oppdiktet");
  });

  it("Settings of the caller go before ours", async () => {
    const database = await startEmbedded({ directory, settings: { work_mem: "7MB" } });
    const { rows } = await withAdministrator(database.url, (client) => client.query("show work_mem"));
    expect(rows).toEqual([{ work_mem: "7MB" }]);
    await database.stop();
  });
});

describe("Processes that name one data directory share one server", () => {
  it("Two that start it at once get the same, and the last one to leave stops it", async () => {
    const [one, two] = await Promise.all([anotherProcess(), anotherProcess()]);
    expect(two.url).toBe(one.url);
    expect(await one.release()).toBe("left-running");
    await write(two.url, "still there");
    expect(await two.release()).toBe("stopped");
  });

  it("Two that make the directory at once make one", async () => {
    await rm(directory, { recursive: true, force: true });
    const [one, two] = await Promise.all([startEmbedded({ directory }), startEmbedded({ directory })]);
    expect(two.url).toBe(one.url);
    expect((await readdir(parent)).filter((name) => name.startsWith(".pg-new-"))).toEqual([]);
    await one.stop();
    await two.stop();
  });

  it("It is not stopped under somebody who is connected without the program", async () => {
    const database = await startEmbedded({ directory });
    await withAdministrator(database.url, async () => expect(await database.release()).toBe("left-running"));
  });
});

describe("Whatever is killed, the next start finds everything that was acknowledged", () => {
  it("kill -9 of the program leaves the server, and the next one uses it", async () => {
    const killed = await anotherProcess();
    await write(killed.url, "survives the program");
    const pid = await postmasterPid();
    await killed.kill();
    const next = await startEmbedded({ directory });
    expect([next.found, await postmasterPid()]).toEqual(["running", pid]);
    expect(await words(next.url)).toContain("survives the program");
    expect(await next.release()).toBe("stopped");
  });

  it("kill -9 of PostgreSQL loses nothing, and it starts again at once", async () => {
    const before = await startEmbedded({ directory });
    for (const round of ["first", "second", "third"]) {
      const { url } = await startEmbedded({ directory });
      await write(url, `${round} crash`);
      process.kill(await postmasterPid(), "SIGKILL");
    }
    const after = await startEmbedded({ directory });
    expect(after.found).toBe("started");
    expect(await words(after.url)).toEqual(
      expect.arrayContaining(["first crash", "second crash", "third crash"]),
    );
    await before.stop();
  });

  it("A postmaster.pid whose number belongs to another program by now does not stand in the way", async () => {
    const database = await startEmbedded({ directory });
    await database.stop();
    await writeFile(
      path.join(directory, "postmaster.pid"),
      `${process.pid}\n${directory}\n1\n1\n\n127.0.0.1\n`,
    );
    const next = await startEmbedded({ directory });
    expect(next.found).toBe("started");
    await next.stop();
  });
});

describe("What cannot work is said plainly", () => {
  it("A directory with something else in it is left alone", async () => {
    const other = path.join(parent, "letters");
    await mkdir(other);
    await writeFile(path.join(other, "letter.txt"), "Dear");
    await expect(startEmbedded({ directory: other })).rejects.toThrow("nothing in it was touched");
    expect(await readdir(other)).toEqual(["letter.txt"]);
  });

  it("A setting that PostgreSQL refuses is shown in its own words", async () => {
    const start = startEmbedded({ directory, settings: { shared_buffers: "a lot" } });
    await expect(start).rejects.toThrow(EmbeddedPostgresError);
    await expect(startEmbedded({ directory, settings: { shared_buffers: "a lot" } })).rejects.toThrow(
      "shared_buffers",
    );
  });
});

const isRoot = process.getuid?.() === 0;

describe.runIf(isRoot)("As root", () => {
  it("PostgreSQL runs as an ordinary user", async () => {
    const database = await startEmbedded({ directory });
    const { uid } = await stat(`/proc/${await postmasterPid()}`);
    expect(uid).toBe(Number(execFileSync("id", ["-u", "postgres"], { encoding: "utf8" })));
    await database.stop();
  });

  it("Where that user may not enter, the data lies elsewhere, behind a link, and a note says where", async () => {
    const home = path.join(parent, "root-home");
    await mkdir(home, { mode: 0o700 });
    const asked = path.join(home, "innfri", "pg");
    const database = await startEmbedded({ directory: asked });
    try {
      expect(database.directory).not.toBe(asked);
      expect(await readlink(asked)).toBe(database.directory);
      expect(database.notes.join(" ")).toContain(home);
      await write(database.url, "elsewhere");
      await database.stop();
      const again = await startEmbedded({ directory: asked });
      expect(await words(again.url)).toEqual(["elsewhere"]);
      expect(again.notes).toEqual([]);
      await again.stop();
    } finally {
      await stopEmbedded(asked);
      await rm(path.dirname(database.directory), { recursive: true, force: true });
    }
  });

  it("A closed directory on the way is named", async () => {
    const closed = path.join(parent, "closed");
    await mkdir(closed, { mode: 0o700 });
    const user = { uid: 65_534, gid: 65_534 };
    expect(await closedDirectory(path.join(closed, "a", "b"), user)).toBe(closed);
    await chmod(closed, 0o711);
    expect(await closedDirectory(path.join(closed, "a", "b"), user)).toBeUndefined();
  });
});
