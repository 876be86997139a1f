/** The API over an invented world, asked without a network. */
import { PERMISSIONS, type Permission } from "@innfri/contract";
import type { TestDatabase } from "@innfri/testing";
import type { Scanner } from "../enclosures/scan.ts";
import { NOW, type OpenInstallation } from "../payments/test-world.ts";
import { type Keys, keysOf, newKey } from "../secrets/keys.ts";
import type { Mailer } from "../signin/mail.ts";
import type { Provider } from "../signin/oidc-settings.ts";
import { openSignIn } from "../signin/sign-in.ts";
import { type Pool, withCreditor, withOperator } from "../store/index.ts";
import { makeApiKey, type NewKey } from "../usecases/api-keys.ts";
import { apiApp } from "./app.ts";
import type { AddressOf } from "./client-address.ts";

export type Asking = {
  readonly key?: string | null;
  readonly body?: unknown;
  /** A file as it is, instead of a body of JSON. */
  readonly file?: { readonly type: string; readonly bytes: string | Uint8Array };
  readonly headers?: Readonly<Record<string, string>>;
};

export type Reply = {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: whatever came is looked into by the test
  readonly body: any;
};

export type TestApi = {
  readonly app: ReturnType<typeof apiApp>;
  get(path: string, asking?: Asking): Promise<Reply>;
  post(path: string, body?: unknown, asking?: Asking): Promise<Reply>;
  /** What a browser of somebody with this session sends; from a page of ours. */
  asUser(cookie: string): NonNullable<Asking["headers"]>;
  ask(method: string, path: string, asking?: Asking): Promise<Reply>;
  /** A new key; without a creditor it is the operator's. */
  key(given?: Partial<NewKey>): Promise<string>;
};

export const TEST_ORIGIN = "http://localhost";

let requests = 0;

export async function testApi(
  database: TestDatabase,
  installation: OpenInstallation,
  options: {
    readonly requestsPerMinute?: number;
    readonly keys?: Keys;
    readonly scanner?: Scanner | null;
    readonly pool?: Pool;
    readonly providers?: ReadonlyMap<string, Provider>;
    readonly mailer?: Mailer;
    /** Where browsers reach it; this machine alone where it is left out. */
    readonly address?: string;
    readonly addressOf?: AddressOf;
  } = {},
): Promise<TestApi> {
  const pool = options.pool ?? (await database.pool("innfri_api", 5));
  const auditor = await database.pool("innfri_auditor", 2);
  const keys = options.keys ?? keysOf(newKey("test"), "the test");
  const signIn = openSignIn({ pool, keys, address: options.address ?? null });
  const app = apiApp({
    deployment: async () => ({
      ...installation,
      pool,
      enginePool: installation.pool,
      auditor,
      keys,
      scanner: options.scanner ?? null,
      ...(options.mailer === undefined ? {} : { mailer: options.mailer }),
    }),
    signIn: async () => signIn,
    now: () => NOW,
    checksAnswers: true,
    ...(options.providers === undefined ? {} : { providers: options.providers }),
    ...(options.addressOf === undefined ? {} : { addressOf: options.addressOf }),
    requestsPerMinute: options.requestsPerMinute ?? 1_000_000,
  });
  const ask = async (method: string, path: string, asking: Asking = {}): Promise<Reply> => {
    const isWrite = method !== "GET";
    const headers = {
      ...(asking.key == null ? {} : { Authorization: `Bearer ${asking.key}` }),
      ...(asking.body === undefined ? {} : { "Content-Type": "application/json" }),
      ...(asking.file === undefined ? {} : { "Content-Type": asking.file.type }),
      ...(isWrite ? { "Idempotency-Key": `k${++requests}` } : {}),
      ...asking.headers,
    };
    const body = asking.file?.bytes ?? (asking.body === undefined ? null : JSON.stringify(asking.body));
    const response = await app.request(`${TEST_ORIGIN}${path}`, { method, headers, body });
    const { status, headers: answered } = response;
    if (answered.has("Content-Disposition"))
      return { status, headers: answered, body: Buffer.from(await response.arrayBuffer()) };
    const text = await response.text();
    return { status, headers: answered, body: text === "" ? null : JSON.parse(text) };
  };
  return {
    app,
    ask,
    asUser: (cookie) => ({ Cookie: cookie, Origin: TEST_ORIGIN }),
    get: (path, asking) => ask("GET", path, asking),
    post: (path, body, asking) => ask("POST", path, { ...asking, body }),
    key: async (given = {}) => {
      const all: readonly Permission[] = PERMISSIONS;
      const key = {
        creditorId: null,
        name: "A key",
        scopes: all,
        expiresOn: null,
        createdBy: "test",
        ...given,
      };
      const made =
        key.creditorId === null
          ? await withOperator(installation.pool, (tx) => makeApiKey(tx, key, null, NOW))
          : await withCreditor(installation.pool, key.creditorId, (tx) => makeApiKey(tx, key, null, NOW));
      if (made.kind === "refused") throw new Error(made.reason);
      return made.secret;
    },
  };
}
