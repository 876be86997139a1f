/**
 * Loads tests and what they import again and again, as new each time. Vite turns each file into a function once; a file
 * that no change is made in and that imports none such is loaded once and kept.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { deserialize, serialize } from "node:v8";
import { createViteServer } from "vitest/node";

type Exports = Record<string, unknown>;
type Loaded = { readonly exports: Exports };
type Source = {
  readonly path: string;
  readonly imports: readonly string[];
  readonly run: (...args: unknown[]) => Promise<void>;
};

/** Vite's names of what a file turned into a function is given. */
const GIVEN = [
  "__vite_ssr_import__",
  "__vite_ssr_dynamic_import__",
  "__vite_ssr_exportName__",
  "__vite_ssr_exportAll__",
  "__vite_ssr_import_meta__",
] as const;
const AsyncFunction = (async () => undefined).constructor as new (
  ...args: string[]
) => (...args: unknown[]) => Promise<void>;

export class Modules {
  readonly #root: string;
  readonly #changes: (path: string) => boolean;
  readonly #given: Readonly<Record<string, Exports>>;
  readonly #sources = new Map<string, Source>();
  readonly #isTouched = new Map<string, boolean>();
  readonly #kept = new Map<string, Loaded>();
  readonly #outside = new Map<string, Exports>();
  #vite: Awaited<ReturnType<typeof createViteServer>> | undefined;

  /** `changes` says whether changes are made in a file; `given` stands in for packages of these names. */
  constructor(root: string, changes: (path: string) => boolean, given: Readonly<Record<string, Exports>>) {
    this.#root = root;
    this.#changes = changes;
    this.#given = given;
  }

  async open(): Promise<void> {
    this.#vite = await createViteServer({
      configFile: false,
      root: this.#root,
      logLevel: "error",
      resolve: { alias: doors(this.#root) },
      server: { middlewareMode: true, watch: null, hmr: false, ws: false },
      optimizeDeps: { noDiscovery: true, include: [] },
      ssr: { external: true },
    });
  }

  async close(): Promise<void> {
    await this.#vite?.close();
  }

  /** Runs a file once and for all, before anything is changed, and keeps what it exports, which is data, in `copy` for the next process. */
  async loadOnce(path: string, copy: string): Promise<void> {
    if (!existsSync(copy)) {
      await this.#readAll(path);
      writeFileSync(copy, serialize({ ...(await this.#load(path, new Map())) }));
    }
    this.#sources.set(path, { path, imports: [], run: async () => undefined });
    this.#kept.set(path, { exports: deserialize(readFileSync(copy)) as Exports });
  }

  /** Runs a file, and everything it imports that is not kept, as if for the first time. */
  async loadAnew(path: string): Promise<void> {
    await this.#readAll(path);
    await this.#load(path, new Map(this.#kept));
  }

  async #load(path: string, loaded: Map<string, Loaded>): Promise<Exports> {
    const known = loaded.get(path);
    // A file that is being loaded is met again only by those it imports itself: they get what it has so far.
    if (known !== undefined) return known.exports;
    const one: Loaded = { exports: {} };
    loaded.set(path, one);
    if (!this.#reachesChanges(path)) this.#kept.set(path, one);
    const source = this.#sources.get(path)!;
    const load = (name: string) =>
      name.startsWith("/") ? this.#load(this.#placeOf(name), loaded) : this.#fromOutside(name);
    const exportName = (name: string, get: () => unknown) =>
      Object.defineProperty(one.exports, name, { enumerable: true, configurable: true, get });
    const exportAll = (from: Exports) => {
      for (const key of Object.keys(from))
        if (key !== "default" && !(key in one.exports)) exportName(key, () => from[key]);
    };
    const meta = { url: pathToFileURL(path).href, filename: path, dirname: dirname(path) };
    await source.run(load, load, exportName, exportAll, meta);
    return one.exports;
  }

  /** Turns a file, and all that it leads to, into functions. */
  async #readAll(path: string): Promise<void> {
    if (this.#sources.has(path)) return;
    const answer = await this.#vite!.environments.ssr!.transformRequest(path);
    if (answer === null) throw new Error(`Vite cannot read ${path}`);
    const names = [...(answer.deps ?? []), ...(answer.dynamicDeps ?? [])];
    const imports = names.filter((name) => name.startsWith("/")).map((name) => this.#placeOf(name));
    const run = new AsyncFunction(...GIVEN, `"use strict";${answer.code}\n//# sourceURL=${path}`);
    this.#sources.set(path, { path, imports, run });
    for (const name of names) if (!name.startsWith("/")) await this.#fromOutside(name);
    for (const each of imports) await this.#readAll(each);
  }

  #placeOf(name: string): string {
    const path = name.replace(/\?.*$/, "");
    return path.startsWith(`${this.#root}/`) ? path : join(this.#root, path);
  }

  #reachesChanges(path: string): boolean {
    const known = this.#isTouched.get(path);
    if (known !== undefined) return known;
    const seen = new Set<string>();
    const open = [path];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      if (this.#changes(next)) break;
      open.push(...this.#sources.get(next)!.imports);
    }
    const isTouched = [...seen].some(this.#changes);
    this.#isTouched.set(path, isTouched);
    return isTouched;
  }

  async #fromOutside(name: string): Promise<Exports> {
    const known = this.#given[name] ?? this.#outside.get(name);
    if (known !== undefined) return known;
    const found = (await import(name)) as Exports;
    this.#outside.set(name, found);
    return found;
  }
}

/** The doors of every room, as its package.json names them: the copies here, not the originals in `node_modules`. */
function doors(root: string): { find: RegExp; replacement: string }[] {
  const rooms = ["packages", "apps"].flatMap((kind) =>
    readdirSync(join(root, kind)).map((folder) => join(root, kind, folder)),
  );
  return rooms.flatMap((home) => {
    const { name, exports } = JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as {
      readonly name: string;
      readonly exports: Readonly<Record<string, string>>;
    };
    return Object.entries(exports).map(([door, file]) => ({
      find: new RegExp(`^${name}${door.slice(1)}$`),
      replacement: join(home, file),
    }));
  });
}
