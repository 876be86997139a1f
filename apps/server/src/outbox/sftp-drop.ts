/** A print house's folder by SFTP. The server is known by the key that the operator was given, and by nothing else. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path/posix";
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
};

export function sftpDrop(settings: SftpSettings): Drop {
  let opened: Promise<SftpClient> | null = null;
  const client = () => (opened ??= connect(settings));
  const at = (file: string) => path.join(settings.root, file);
  const attempt = async <T>(work: (sftp: SftpClient) => Promise<T>): Promise<T> => {
    const sftp = await client();
    try {
      return await work(sftp);
    } catch (error) {
      // Whatever went wrong, the next is tried on a new connection.
      opened = null;
      await sftp.end().catch(() => undefined);
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
        return size > most ? null : ((await sftp.get(at(file))) as Buffer);
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
    remove: (file) => attempt(async (sftp) => void (await sftp.delete(at(file), true))),
    close: async () => {
      const sftp = await opened?.catch(() => null);
      opened = null;
      await sftp?.end().catch(() => undefined);
    },
  };
}

async function connect({ host, port, user, password, keyFile, hostKey }: SftpSettings): Promise<SftpClient> {
  const sftp = new SftpClient("innfri", {
    error: () => undefined,
    end: () => undefined,
    close: () => undefined,
  });
  let isKnown = false;
  try {
    const privateKey = keyFile === null ? undefined : await readFile(keyFile);
    await sftp.connect({
      host,
      port,
      username: user,
      ...(password === null ? {} : { password }),
      ...(privateKey === undefined ? {} : { privateKey }),
      readyTimeout: 20_000,
      hostVerifier: (key: Buffer) => {
        isKnown =
          `SHA256:${createHash("sha256").update(key).digest("base64").replace(/=+$/, "")}` === hostKey;
        return isKnown;
      },
    });
    return sftp;
  } catch (error) {
    await sftp.end().catch(() => undefined);
    const why = isKnown
      ? "cannot be reached, or does not let us in"
      : "cannot be reached, or shows another key than INNFRI_PRINT_HOST_KEY";
    throw new DropFailed(`the print house's server ${host}:${port} ${why}`, { cause: error });
  }
}
