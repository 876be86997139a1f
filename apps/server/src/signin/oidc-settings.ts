/**
 * Which providers of OpenID Connect people may sign in at, from the environment: `INNFRI_OIDC=idporten,entra` names them,
 * and `INNFRI_OIDC_IDPORTEN_ISSUER`, `…_CLIENT_ID` and `…_CLIENT_SECRET` say how each is reached.
 */

export type Provider = {
  /** Stands in addresses: `idporten`. */
  readonly id: string;
  /** What people read on the button. */
  readonly name: string;
  readonly issuer: URL;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly for: ReadonlySet<"users" | "debtors">;
  readonly scope: string;
  readonly acrValues: string | null;
  /** Those that count as two factors. */
  readonly strongAcr: ReadonlySet<string>;
  /** The claim with the national identity number. */
  readonly numberClaim: string;
};

type Env = Readonly<Record<string, string | undefined>>;

class OidcSettingsError extends Error {
  override readonly name = "OidcSettingsError";
}

export function providersOf(env: Env): ReadonlyMap<string, Provider> {
  const ids = words(env.INNFRI_OIDC);
  return new Map(ids.map((id) => [id, providerOf(id, env)]));
}

function providerOf(id: string, env: Env): Provider {
  if (!/^[a-z][a-z0-9-]{0,29}$/.test(id))
    throw new OidcSettingsError(`INNFRI_OIDC names providers by small letters, figures and hyphens: ${id}`);
  const prefix = `INNFRI_OIDC_${id.toUpperCase().replaceAll("-", "_")}`;
  const given = (name: string): string | null => env[`${prefix}_${name}`]?.trim() || null;
  const needed = (name: string): string => {
    const value = given(name);
    if (value === null) throw new OidcSettingsError(`${prefix}_${name} is missing from the environment`);
    return value;
  };
  const issuer = needed("ISSUER");
  if (!URL.canParse(issuer) || !isSafe(new URL(issuer)))
    throw new OidcSettingsError(`${prefix}_ISSUER is no https address`);
  const audiences = words(given("FOR") ?? "users");
  if (audiences.length === 0 || !audiences.every((one) => one === "users" || one === "debtors"))
    throw new OidcSettingsError(`${prefix}_FOR is users, debtors or both`);
  return {
    id,
    name: given("NAME") ?? id,
    issuer: new URL(issuer),
    clientId: needed("CLIENT_ID"),
    clientSecret: needed("CLIENT_SECRET"),
    for: new Set(audiences as ("users" | "debtors")[]),
    scope: given("SCOPE") ?? "openid profile email",
    acrValues: given("ACR_VALUES"),
    strongAcr: new Set(words(given("STRONG_ACR") ?? undefined)),
    numberClaim: given("NUMBER_CLAIM") ?? "pid",
  };
}

function isSafe({ protocol, hostname }: URL): boolean {
  return (
    protocol === "https:" || (protocol === "http:" && ["127.0.0.1", "localhost", "[::1]"].includes(hostname))
  );
}

function words(text: string | undefined): string[] {
  return (text ?? "").split(/[\s,]+/).filter((word) => word !== "");
}
