/** Holds the code against the drawing of the rooms: who may import whom, and through which door. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join, normalize } from "node:path";
import { findCycles, type Graph } from "./cycles.ts";
import { type Import, readSource } from "./read-source.ts";

type Room = {
  readonly folder: string;
  /** The rooms it may import. */
  readonly may: readonly string[];
  /** The built-in modules it may import; `any` for what is not the core. */
  readonly builtins: readonly string[] | "any";
  /** Of a room in `may`, only these paths. */
  readonly only?: Readonly<Record<string, readonly string[]>>;
  /** No clock, no environment, no randomness, no network: today is an argument. */
  readonly pure: boolean;
};

const CORE = ["kernel", "law", "claims", "formats", "letters"];
// Letters load their own fonts and templates, and are set in child processes.
const LETTERS_BUILTINS = [
  "node:fs",
  "node:fs/promises",
  "node:module",
  "node:path",
  "node:url",
  "node:child_process",
];

/** Files that are processes of their own: they speak with the one that started them. */
const OWN_PROCESSES = [
  "packages/letters/src/pdf/evidence-worker.ts",
  "packages/letters/src/pdf/letter-pool-worker.ts",
];

/** Arrows point up this list, never down, never round. */
export const ROOMS: Readonly<Record<string, Room>> = {
  kernel: { folder: "packages/kernel", may: [], builtins: ["node:crypto"], pure: true },
  // Runs wherever JavaScript does, so it keeps to the door of the kernel that needs nothing of Node.
  law: {
    folder: "packages/law",
    may: ["kernel"],
    only: { kernel: ["@innfri/kernel/values"] },
    builtins: [],
    pure: true,
  },
  claims: { folder: "packages/claims", may: ["kernel", "law"], builtins: [], pure: true },
  // A stream reaches for nothing by itself: the caller brings the bytes.
  formats: { folder: "packages/formats", may: ["kernel"], builtins: ["node:stream"], pure: true },
  letters: {
    folder: "packages/letters",
    may: ["kernel", "law", "claims"],
    builtins: LETTERS_BUILTINS,
    pure: true,
  },
  checker: {
    folder: "packages/checker",
    may: ["kernel", "law"],
    only: { law: ["@innfri/law/tables"] },
    builtins: [],
    pure: true,
  },
  contract: { folder: "packages/contract", may: ["kernel"], builtins: [], pure: true },
  // Below everything, with a database of the server's for each test file.
  testing: { folder: "packages/testing", may: [...CORE, "checker", "server"], builtins: "any", pure: false },
  server: {
    folder: "apps/server",
    may: [...CORE, "checker", "contract"],
    builtins: "any",
    pure: false,
  },
  web: { folder: "apps/web", may: ["contract"], builtins: [], pure: false },
  bench: {
    folder: "bench",
    may: [...CORE, "checker", "contract", "testing", "server"],
    builtins: "any",
    pure: false,
  },
  scripts: {
    folder: "scripts",
    may: [...CORE, "checker", "contract", "server"],
    builtins: "any",
    pure: false,
  },
};

/** Inside the server, what a folder may not import. The store answers questions; it does not ask them. */
const SERVER_FOLDERS: Readonly<Record<string, readonly string[]>> = {
  store: ["engine", "usecases", "cli"],
};

const SCOPE = "@innfri/";

type Manifest = {
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
};

/** What the rooms' files import wrongly, one sentence each, and how many files were read. */
export type Findings = { readonly files: number; readonly violations: readonly string[] };

/** Reads every source file of every room under `root`. */
export function findViolations(root: string): Findings {
  const violations = [...roomsOutsideTheDrawing(root)];
  let files = 0;
  const serverFolders: Graph = new Map();
  for (const [name, room] of Object.entries(ROOMS)) {
    const graph: Graph = new Map();
    for (const path of sourceFiles(root, room.folder)) {
      files++;
      const source = readSource(join(root, path), readFileSync(join(root, path), "utf8"));
      const isTest = isTestFile(path) || name === "testing";
      const checked: Checked = { root, name, room, path, isTest };
      violations.push(
        ...source.imports.flatMap((found) => judge(found, checked)).map((text) => `${path}: ${text}`),
      );
      if (room.pure && !isTest && !OWN_PROCESSES.includes(path))
        violations.push(...source.impurities.map((text) => `${path}: ${name} ${text}`));
      if (isTest) continue;
      // Two files of a room may know each other's types; what runs in a circle may run before it is made.
      const running = source.imports.filter(({ isType }) => !isType);
      graph.set(path, new Set(localTargets(path, running)));
      if (name === "server") addServerFolder(serverFolders, path, localTargets(path, source.imports));
    }
    violations.push(...findCycles(graph).map((cycle) => `files in a circle: ${cycle.join(" → ")}`));
  }
  violations.push(
    ...findCycles(serverFolders).map((cycle) => `server folders in a circle: ${cycle.join(" → ")}`),
  );
  return { files, violations };
}

type Checked = {
  readonly root: string;
  readonly name: string;
  readonly room: Room;
  readonly path: string;
  readonly isTest: boolean;
};

function judge({ specifier }: Import, checked: Checked): string[] {
  if (specifier.startsWith(".")) return judgeRelative(specifier, checked);
  if (specifier.startsWith(SCOPE)) return judgeRoom(specifier, checked);
  if (isBuiltin(specifier)) return judgeBuiltin(specifier, checked);
  return judgePackage(specifier, checked);
}

function judgeRelative(specifier: string, { room, path, isTest }: Checked): string[] {
  const target = normalize(join(dirname(path), specifier));
  if (!target.startsWith(`${room.folder}/`)) return [`reaches out of ${room.folder} to ${target}`];
  if (isTestFile(target) && !isTest) return [`imports ${target}, which is for tests`];
  const from = serverFolder(path);
  const to = serverFolder(target);
  if (from !== undefined && to !== undefined && SERVER_FOLDERS[from]?.includes(to)) {
    return [`${from} may not import ${to}`];
  }
  return [];
}

function judgeRoom(specifier: string, { root, name, room, isTest }: Checked): string[] {
  const target = specifier.slice(SCOPE.length).split("/")[0] ?? "";
  if (ROOMS[target] === undefined) return [`imports ${specifier}, which is no room`];
  if (target === name) return [`imports its own door, ${specifier}`];
  const mayHere = room.may.includes(target) || (isTest && target === "testing");
  if (!mayHere) return [`${name} may not import ${specifier}`];
  const only = room.only?.[target];
  if (only !== undefined && !only.includes(specifier)) return [`${name} may import only ${only.join(", ")}`];
  const door = `.${specifier.slice(SCOPE.length + target.length)}`;
  const { exports } = manifest(root, ROOMS[target].folder);
  if (exports?.[door] === undefined) return [`reaches past the door of ${target}: ${specifier}`];
  return [];
}

function judgeBuiltin(specifier: string, { name, room, isTest }: Checked): string[] {
  if (!specifier.startsWith("node:")) return [`names the built-in ${specifier} without node:`];
  if (isTest || room.builtins === "any" || room.builtins.includes(specifier)) return [];
  return [`${name} may not import ${specifier}`];
}

// The workspace hoists every package, so an import works whether or not the room declares it.
function judgePackage(specifier: string, { root, room, isTest }: Checked): string[] {
  const name = specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
  const own = manifest(root, room.folder);
  const top = manifest(root, ".");
  const isOfTheRoom = room.folder.includes("/");
  const isDeclared =
    own.dependencies?.[name] !== undefined ||
    own.devDependencies?.[name] !== undefined ||
    ((isTest || !isOfTheRoom) && (top.devDependencies?.[name] ?? top.dependencies?.[name]) !== undefined);
  return isDeclared ? [] : [`imports ${name}, which ${room.folder}/package.json does not name`];
}

function roomsOutsideTheDrawing(root: string): string[] {
  const known = new Set(Object.values(ROOMS).map(({ folder }) => folder));
  return ["packages", "apps"]
    .flatMap((parent) => folders(join(root, parent)).map((name) => `${parent}/${name}`))
    .filter((folder) => !known.has(folder))
    .map((folder) => `${folder}: this room is not in the drawing`);
}

/** Is this file only for tests? */
export function isTestFile(path: string): boolean {
  return /\.test\.tsx?$|\/test-[^/]+\.tsx?$/.test(path);
}

function localTargets(path: string, imports: readonly Import[]): string[] {
  return imports
    .map(({ specifier }) => specifier)
    .filter((specifier) => specifier.startsWith("."))
    .map((specifier) => normalize(join(dirname(path), specifier)));
}

function addServerFolder(graph: Graph, path: string, targets: readonly string[]): void {
  const from = serverFolder(path);
  if (from === undefined) return;
  const known = graph.get(from) ?? new Set();
  for (const target of targets) {
    const to = serverFolder(target);
    if (to !== undefined && to !== from) known.add(to);
  }
  graph.set(from, known);
}

function serverFolder(path: string): string | undefined {
  return /^apps\/server\/src\/([^/]+)\//.exec(path)?.[1];
}

function sourceFiles(root: string, folder: string): string[] {
  const from = folder.includes("/") ? `${folder}/src` : folder;
  if (!existsSync(join(root, from))) return [];
  return readdirSync(join(root, from), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !/(^|\/)node_modules\//.test(name))
    .map((name) => `${from}/${name}`)
    .sort();
}

function folders(path: string): string[] {
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

function manifest(root: string, folder: string): Manifest {
  const path = join(root, folder, "package.json");
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Manifest) : {};
}
