/** An SFTP server on this machine that serves one folder. */
import { createHash, generateKeyPairSync } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { mkdir, open, readdir, rename, stat, unlink } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import path from "node:path";
import type { Attributes, Connection, SFTPWrapper } from "ssh2";
import ssh2 from "ssh2";
import { afterAll } from "vitest";

const { OPEN_MODE, STATUS_CODE } = ssh2.utils.sftp;

export async function anSftpServer(root: string) {
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "pkcs1", format: "pem" },
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
  });
  const parsed = ssh2.utils.parseKey(privateKey);
  if (parsed instanceof Error) throw parsed;
  const hostKey = `SHA256:${createHash("sha256").update(parsed.getPublicSSH()).digest("base64").replace(/=+$/, "")}`;
  const open = new Set<Connection>();
  let isSilent = false;
  const server = new ssh2.Server({ hostKeys: [privateKey] }, (client) => {
    open.add(client);
    // As real servers do; its types do not tell of it.
    (client as unknown as { setNoDelay(isSo: boolean): void }).setNoDelay(true);
    client.on("error", () => undefined);
    client.on("close", () => open.delete(client));
    client.on("authentication", (asked) =>
      asked.method === "password" && asked.username === "innfri" && asked.password === "rett"
        ? asked.accept()
        : asked.reject(["password"]),
    );
    client.on("ready", () =>
      client.on("session", (accept) =>
        accept().on("sftp", (acceptSftp) => serve(acceptSftp(), root, () => isSilent)),
      ),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => {
    for (const client of open) client.end();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  afterAll(close);
  return {
    close,
    /** From now on it answers nothing, and keeps its connections. */
    goSilent: () => {
      isSilent = true;
    },
    env: (password = "rett", key = hostKey) => ({
      INNFRI_PRINT_SFTP: `sftp://innfri:${password}@127.0.0.1:${port}/`,
      INNFRI_PRINT_HOST_KEY: key,
    }),
  };
}

function serve(sftp: SFTPWrapper, root: string, isSilent: () => boolean): void {
  const handles = new Map<number, FileHandle | { names: string[]; folder: string }>();
  let last = 0;
  const at = (name: string) => path.join(root, path.posix.join("/", name));
  const keep = (what: FileHandle | { names: string[]; folder: string }) => {
    last += 1;
    handles.set(last, what);
    const handle = Buffer.alloc(4);
    handle.writeUInt32BE(last);
    return handle;
  };
  const held = (handle: Buffer) => handles.get(handle.readUInt32BE())!;
  const answering = (id: number, work: () => Promise<void>) =>
    isSilent() ||
    void work().catch((error: NodeJS.ErrnoException) =>
      sftp.status(id, error.code === "ENOENT" ? STATUS_CODE.NO_SUCH_FILE : STATUS_CODE.FAILURE),
    );
  const ok = (id: number) => sftp.status(id, STATUS_CODE.OK);
  const attributes = async (file: string): Promise<Attributes> => {
    const { mode, uid, gid, size, atimeMs, mtimeMs } = await stat(file);
    return { mode, uid, gid, size, atime: Math.floor(atimeMs / 1000), mtime: Math.floor(mtimeMs / 1000) };
  };
  const look = (id: number, name: string) =>
    answering(id, async () => sftp.attrs(id, await attributes(at(name))));
  sftp.on("REALPATH", (id, name) => {
    const filename = path.posix.resolve("/", name);
    sftp.name(id, [{ filename, longname: filename, attrs: {} as Attributes }]);
  });
  sftp.on("STAT", look);
  sftp.on("LSTAT", look);
  sftp.on("OPEN", (id, name, flags) =>
    answering(id, async () => {
      const mode = flags & OPEN_MODE.WRITE ? "w" : "r";
      sftp.handle(id, keep(await open(at(name), mode)));
    }),
  );
  sftp.on("FSTAT", (id, handle) =>
    answering(id, async () => {
      const { size, mode } = await (held(handle) as FileHandle).stat();
      sftp.attrs(id, { size, mode, uid: 0, gid: 0, atime: 0, mtime: 0 });
    }),
  );
  sftp.on("READ", (id, handle, offset, length) =>
    answering(id, async () => {
      const { bytesRead, buffer } = await (held(handle) as FileHandle).read(
        Buffer.alloc(length),
        0,
        length,
        offset,
      );
      if (bytesRead === 0) sftp.status(id, STATUS_CODE.EOF);
      else sftp.data(id, buffer.subarray(0, bytesRead));
    }),
  );
  sftp.on("WRITE", (id, handle, offset, data) =>
    answering(id, async () => {
      await (held(handle) as FileHandle).write(data, 0, data.length, offset);
      ok(id);
    }),
  );
  sftp.on("FSETSTAT", ok);
  sftp.on("SETSTAT", ok);
  sftp.on("CLOSE", (id, handle) =>
    answering(id, async () => {
      const what = held(handle);
      if (!("names" in what)) await what.close();
      handles.delete(handle.readUInt32BE());
      ok(id);
    }),
  );
  sftp.on("OPENDIR", (id, folder) =>
    answering(id, async () => sftp.handle(id, keep({ names: await readdir(at(folder)), folder }))),
  );
  sftp.on("READDIR", (id, handle) =>
    answering(id, async () => {
      const what = held(handle) as { names: string[]; folder: string };
      const names = what.names.splice(0);
      if (names.length === 0) {
        sftp.status(id, STATUS_CODE.EOF);
        return;
      }
      const entries = await Promise.all(
        names.map(async (filename) => {
          const attrs = await attributes(path.join(at(what.folder), filename));
          const isFolder = (attrs.mode & 0o170000) === 0o040000;
          return {
            filename,
            longname: `${isFolder ? "d" : "-"}rw------- 1 o o 0 Jan 1 00:00 ${filename}`,
            attrs,
          };
        }),
      );
      sftp.name(id, entries);
    }),
  );
  sftp.on("MKDIR", (id, folder) =>
    answering(id, async () => {
      await mkdir(at(folder));
      ok(id);
    }),
  );
  sftp.on("REMOVE", (id, file) =>
    answering(id, async () => {
      await unlink(at(file));
      ok(id);
    }),
  );
  sftp.on("RENAME", (id, from, to) =>
    answering(id, async () => {
      await rename(at(from), at(to));
      ok(id);
    }),
  );
}
