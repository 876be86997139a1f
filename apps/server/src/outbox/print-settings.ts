/**
 * Where a print house takes letters, from the environment: `INNFRI_PRINT_FOLDER` for a folder of this machine,
 * `INNFRI_PRINT_SFTP` for one that is reached by SFTP, with the server's key in `INNFRI_PRINT_HOST_KEY` and, where no
 * password is in the address, ours in the file `INNFRI_PRINT_KEY`.
 */
import path from "node:path";
import { type Drop, folderDrop } from "./drop.ts";
import { sftpDrop } from "./sftp-drop.ts";

type Env = Readonly<Record<string, string | undefined>>;

export type DropReading =
  | { readonly kind: "drop"; readonly drop: Drop }
  | { readonly kind: "missing"; readonly problem: string };

export function openDrop(name: "folder" | "sftp", env: Env): DropReading {
  return name === "folder" ? openFolder(env) : openSftp(env);
}

function openFolder({ INNFRI_PRINT_FOLDER }: Env): DropReading {
  const folder = INNFRI_PRINT_FOLDER?.trim() ?? "";
  if (folder === "")
    return missing("no print house is set up: INNFRI_PRINT_FOLDER is missing from the environment");
  return { kind: "drop", drop: folderDrop(path.resolve(folder)) };
}

function openSftp({ INNFRI_PRINT_SFTP, INNFRI_PRINT_HOST_KEY, INNFRI_PRINT_KEY }: Env): DropReading {
  const given = INNFRI_PRINT_SFTP?.trim() ?? "";
  if (given === "")
    return missing("no print house is set up: INNFRI_PRINT_SFTP is missing from the environment");
  const url = URL.canParse(given) ? new URL(given) : null;
  if (url === null || url.protocol !== "sftp:" || url.hostname === "" || url.username === "")
    return missing("INNFRI_PRINT_SFTP is no address such as sftp://user@print.example:22/innfri");
  const hostKey = INNFRI_PRINT_HOST_KEY?.trim().replace(/=+$/, "") ?? "";
  if (!/^SHA256:[A-Za-z0-9+/]{43}$/.test(hostKey))
    return missing("INNFRI_PRINT_HOST_KEY must be the server's key as ssh-keygen -l prints it, SHA256:…");
  const timeout = url.searchParams.get("timeout") ?? "120";
  if (!/^\d{1,4}$/.test(timeout) || Number(timeout) < 1 || Number(timeout) > 3600)
    return missing("INNFRI_PRINT_SFTP takes timeout=120 (seconds for a file) after a ?");
  const keyFile = INNFRI_PRINT_KEY?.trim() || null;
  const password = url.password === "" ? null : decodeURIComponent(url.password);
  if (keyFile === null && password === null)
    return missing(
      "INNFRI_PRINT_KEY is missing: a file with our private key, or a password in INNFRI_PRINT_SFTP",
    );
  return {
    kind: "drop",
    drop: sftpDrop({
      host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
      port: url.port === "" ? 22 : Number(url.port),
      user: decodeURIComponent(url.username),
      password,
      keyFile,
      hostKey,
      root: decodeURIComponent(url.pathname) || "/",
      timeoutMs: Number(timeout) * 1000,
    }),
  };
}

function missing(problem: string): DropReading {
  return { kind: "missing", problem };
}
