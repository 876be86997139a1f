/**
 * OpenID Connect: somebody proves who they are at a provider that the operator has named. Authorization code with PKCE,
 * state and nonce. What comes back is an identity and nothing more: who may do what with it is decided elsewhere.
 */
import * as client from "openid-client";
import type { Provider } from "./oidc-settings.ts";

export type Identity = {
  /** The provider's own name for this person, which never changes. */
  readonly subject: string;
  readonly name: string | null;
  /** Only one that the provider has verified. */
  readonly email: string | null;
  /** National identity number, where the provider tells it. */
  readonly number: string | null;
  /** What was shown there counts as two factors. */
  readonly isStrong: boolean;
};

/** What the browser keeps until it comes back; it must not be read or changed there. */
export type Begun = { readonly state: string; readonly nonce: string; readonly verifier: string };

/** The provider answers nothing, or not what it must: nobody's mistake who wanted to sign in. */
export class ProviderAway extends Error {
  override readonly name = "ProviderAway";
}

const ANSWERS_WITHIN_SECONDS = 10;
const KNOWN_FOR_MS = 60 * 60 * 1000;

type Known = { readonly found: Promise<client.Configuration>; readonly untilMs: number };
const known = new Map<string, Known>();

export async function beginAt(
  provider: Provider,
  redirectUri: string,
): Promise<{ readonly url: string; readonly begun: Begun }> {
  const config = await configurationOf(provider);
  const begun = {
    state: client.randomState(),
    nonce: client.randomNonce(),
    verifier: client.randomPKCECodeVerifier(),
  };
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: provider.scope,
    state: begun.state,
    nonce: begun.nonce,
    code_challenge: await client.calculatePKCECodeChallenge(begun.verifier),
    code_challenge_method: "S256",
    ...(provider.acrValues === null ? {} : { acr_values: provider.acrValues }),
  });
  return { url: url.href, begun };
}

/** `came` is the address that the browser came back to. Null where it does not prove anything. */
export async function identityFrom(provider: Provider, came: URL, begun: Begun): Promise<Identity | null> {
  const config = await configurationOf(provider);
  try {
    const tokens = await client.authorizationCodeGrant(config, came, {
      pkceCodeVerifier: begun.verifier,
      expectedState: begun.state,
      expectedNonce: begun.nonce,
      idTokenExpected: true,
    });
    const claims = tokens.claims()!;
    const told =
      claims.email === undefined && config.serverMetadata().userinfo_endpoint !== undefined
        ? { ...(await client.fetchUserInfo(config, tokens.access_token, claims.sub)), ...claims }
        : claims;
    return identityOf(provider, told);
  } catch (error) {
    if (isAway(error)) throw new ProviderAway(`${provider.id} does not answer`, { cause: error });
    return null;
  }
}

function identityOf(provider: Provider, claims: Readonly<Record<string, unknown>>): Identity {
  const text = (name: string): string | null => {
    const value = claims[name];
    return typeof value === "string" && value !== "" ? value : null;
  };
  const acr = text("acr");
  return {
    subject: text("sub")!,
    name: text("name"),
    email: claims.email_verified === true ? (text("email")?.trim().toLowerCase() ?? null) : null,
    number: text(provider.numberClaim),
    isStrong: acr !== null && provider.strongAcr.has(acr),
  };
}

/** Looked up once an hour: the provider's addresses and keys. */
function configurationOf(provider: Provider): Promise<client.Configuration> {
  const kept = known.get(provider.id + provider.issuer.href);
  const nowMs = performance.now();
  if (kept !== undefined && kept.untilMs > nowMs) return kept.found;
  const { issuer, clientId, clientSecret } = provider;
  // Only a provider on this machine is spoken to without TLS: in tests.
  const execute = issuer.protocol === "http:" ? [client.allowInsecureRequests] : [];
  const found = client
    .discovery(issuer, clientId, undefined, client.ClientSecretBasic(clientSecret), {
      execute,
      timeout: ANSWERS_WITHIN_SECONDS,
    })
    .catch((error: unknown) => {
      known.delete(provider.id + provider.issuer.href);
      throw new ProviderAway(`${provider.id} does not answer`, { cause: error });
    });
  known.set(provider.id + provider.issuer.href, { found, untilMs: nowMs + KNOWN_FOR_MS });
  return found;
}

/** No answer, or one that is not the protocol's: what the protocol itself refuses is the person's matter. */
function isAway(error: unknown): boolean {
  if (error instanceof client.ResponseBodyError) return error.status >= 500;
  if (error instanceof client.AuthorizationResponseError) return error.error === "temporarily_unavailable";
  if (error instanceof client.ClientError)
    return error.code === "OAUTH_TIMEOUT" || error.code === "OAUTH_RESPONSE_IS_NOT_CONFORM";
  return error instanceof TypeError && error.message === "fetch failed";
}
