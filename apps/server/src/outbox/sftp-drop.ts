/** A print house's folder by SFTP. The server is known by the key that the operator was given, and by nothing else. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path/posix";
import { Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import SftpClient from "ssh2-sftp-client";
import { type Drop, DropFailed } from "./drop.ts";

export type SftpSettings = {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string | null;
  /** A file with the private key. */
  readonly keyFile: string | null;
  /** `SHA256:…`, as `ssh-keygen -l` prints it. */
  readonly hostKey: string;
  /** The folder on the server. */
  readonly root: string;
  /** How long one file may take. A server that goes silent would otherwise hold whoever waits for it for ever. */
  readonly timeoutMs: number;
};

const GOODBYE_MS = 2_000;

export function sftpDrop(settings: SftpSettings): Drop {
  let opened: Promise<SftpClient> | null = null;
  const client = () => (opened ??= connect(settings));
  const at = (file: string) => path.join(settings.root, file);
  const attempt = async <T>(work: (sftp: SftpClient) => Promise<T>): Promise<T> => {
    const sftp = await client();
    try {
      return await inTime(work(sftp), settings.timeoutMs);
    } catch (error) {
      // Whatever went wrong, the next is tried on a new connection.
      opened = null;
      await ended(sftp);
      throw new DropFailed(`the print house's server ${settings.host} does not take what is written`, {
        cause: error,
      });
    }
  };
  return {
    write: (file, bytes) =>
      attempt(async (sftp) => {
        const target = at(file);
        await sftp.mkdir(path.dirname(target), true);
        await sftp.put(Buffer.from(bytes), `${target}.part`);
        // A rename takes no file's place.
        await sftp.delete(target, true);
        await sftp.rename(`${target}.part`, target);
      }),
    read: (file, most) =>
      attempt(async (sftp) => {
        if ((await sftp.exists(at(file))) !== "-") return null;
        const { size } = await sftp.stat(at(file));
        return size > most ? null : await bytesOf(sftp, at(file), most);
      }),
    list: (folder) =>
      attempt(async (sftp) => {
        if ((await sftp.exists(at(folder))) !== "d") return [];
        const entries = await sftp.list(at(folder));
        return entries
          .filter(({ type }) => type === "-")
          .map(({ name }) => name)
          .sort();
      }),
    move: (from, to) =>
      attempt(async (sftp) => {
        if ((await sftp.exists(at(from))) === false) return;
        await sftp.mkdir(path.dirname(at(to)), true);
        await sftp.delete(at(to), true);
        await sftp.rename(at(from), at(to));
      }),
    rename: (folder, from, to) =>
      attempt(async (sftp) => {
        if ((await sftp.exists(at(`${folder}/${from}`))) === false) return false;
        await sftp.rename(at(`${folder}/${from}`), at(`${folder}/${to}`));
        return true;
      }),
    remove: (file) => attempt(async (sftp) => void (await sftp.delete(at(file), true))),
    close: async () => {
      const sftp = await opened?.catch(() => null);
      opened = null;
      if (sftp !== null && sftp !== undefined) await ended(sftp);
    },
  };
}

/** The bytes of a file; throws where there are more than the server has said. */
async function bytesOf(sftp: SftpClient, file: string, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  const taken = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      length += chunk.length;
      if (length <= most) chunks.push(chunk);
      done(length <= most ? null : new Error("more bytes than the server has said"));
    },
  });
  await sftp.get(file, taken);
  return Buffer.concat(chunks);
}

async function inTime<T>(work: Promise<T>, ms: number): Promise<T> {
  const over = new AbortController();
  const late = sleep(ms, undefined, { signal: over.signal }).then(
    () => Promise.reject(new Error("the server was silent for too long")),
    () => new Promise<never>(() => undefined),
  );
  try {
    return await Promise.race([work, late]);
  } finally {
    over.abort();
    work.catch(() => undefined);
  }
}

/** Says goodbye, and hangs up on a server that does not answer that either. */
async function ended(sftp: SftpClient): Promise<void> {
  await inTime(sftp.end(), GOODBYE_MS).catch(() => clientOf(sftp)?.destroy?.());
}

/** The SSH connection under it, which its types do not tell of. */
function clientOf(sftp: SftpClient) {
  return (
    sftp as unknown as { readonly client?: { destroy?(): void; setNoDelay?(isSo: boolean): void } | null }
  ).client;
}

async function connect(settings: SftpSettings): Promise<SftpClient> {
  const sftp = new SftpClient("innfri", {
    error: () => undefined,
    end: () => undefined,
    close: () => undefined,
  });
  const { host, port, user, password, keyFile, hostKey, timeoutMs } = settings;
  let isKnown = false;
  try {
    const privateKey = keyFile === null ? undefined : await readFile(keyFile);
    const connected = sftp.connect({
      host,
      port,
      username: user,
      ...(password === null ? {} : { password }),
      ...(privateKey === undefined ? {} : { privateKey }),
      readyTimeout: Math.min(timeoutMs, 20_000),
      hostVerifier: (key: Buffer) => {
        isKnown =
          `SHA256:${createHash("sha256").update(key).digest("base64").replace(/=+$/, "")}` === hostKey;
        return isKnown;
      },
    });
    await inTime(connected, timeoutMs);
    // A file is a dozen short questions and answers: none of them waits for the next to be sent along with.
    clientOf(sftp)?.setNoDelay?.(true);
    return sftp;
  } catch (error) {
    await ended(sftp);
    const why = isKnown
      ? "cannot be reached, or does not let us in"
      : "cannot be reached, or shows another key than INNFRI_PRINT_HOST_KEY";
    throw new DropFailed(`the print house's server ${host}:${port} ${why}`, { cause: error });
  }
}
