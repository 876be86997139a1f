/** A real provider of OpenID Connect on this machine, which vouches for whoever the test says, with claims as ID-porten has. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";
import { TEST_ORIGIN } from "./test-api.ts";

export const CLIENT = { id: "innfri", secret: "the secret of the test, long enough to be one" };

/** Who stands before the provider's page. */
export type Person = {
  readonly sub: string;
  readonly acr: string;
  readonly claims: Readonly<Record<string, unknown>>;
};

export type TestProvider = {
  readonly issuer: string;
  /** From now on it is this person who signs in there; null is somebody who changes their mind. */
  person: Person | null;
  /** What a browser does between leaving us and coming back: answers with the address that it comes back to. */
  visit(url: string): Promise<string>;
  stop(): Promise<void>;
};

export async function testProvider(ids: readonly string[]): Promise<TestProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const found: TestProvider = {
    ...{ issuer, person: null },
    visit: (url) => visit(url, issuer),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
  const people = new Map<string, Person>();
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: ids.map((id) => `${TEST_ORIGIN}/v1/auth/oidc/${id}/callback`),
      },
    ],
    acrValues: ["idporten-loa-substantial", "idporten-loa-high", "low"],
    claims: {
      openid: ["sub", "pid"],
      profile: ["name"],
      email: ["email", "email_verified"],
      acr: null,
      amr: null,
    },
    conformIdTokenClaims: false,
    ttl: { Interaction: 600, Grant: 600, Session: 600, AccessToken: 600, IdToken: 600 },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_: unknown, { uid }: { readonly uid: string }) => `/interaction/${uid}` },
    findAccount: (_: unknown, accountId: string) => ({
      accountId,
      claims: () => ({ sub: accountId, ...people.get(accountId)?.claims }),
    }),
    loadExistingGrant: async (ctx: {
      readonly oidc: {
        readonly session: { readonly accountId: string };
        readonly client: { readonly clientId: string };
      };
    }) => {
      const { session, client } = ctx.oidc;
      const grant = new provider.Grant({ accountId: session.accountId, clientId: client.clientId });
      grant.addOIDCScope("openid profile email");
      await grant.save();
      return grant;
    },
  });
  const answer = provider.callback();
  server.on("request", (request, response) => {
    if (!request.url?.startsWith("/interaction/")) return answer(request, response);
    const { person } = found;
    if (person !== null) people.set(person.sub, person);
    const result =
      person === null
        ? { error: "access_denied", error_description: "changed their mind" }
        : { login: { accountId: person.sub, acr: person.acr, amr: ["BankID"] } };
    void provider.interactionFinished(request, response, result);
  });
  return found;
}

async function visit(url: string, issuer: string): Promise<string> {
  const cookies = new Map<string, string>();
  let at = url;
  for (let steps = 0; steps < 10; steps += 1) {
    if (!at.startsWith(issuer)) return at;
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const reply = await fetch(at, { redirect: "manual", headers: { Cookie: cookie } });
    for (const one of reply.headers.getSetCookie()) {
      const [name, value] = one.split(";")[0]!.split("=") as [string, string];
      cookies.set(name, value);
    }
    const next = reply.headers.get("Location");
    if (next === null) throw new Error(`the provider stays at ${at}: ${await reply.text()}`);
    at = new URL(next, at).href;
  }
  throw new Error("the provider never sends anybody back");
}
