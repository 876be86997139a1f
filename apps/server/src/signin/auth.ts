/** better-auth as it is set up here. Nothing else of the program knows it. */
import { sha256 } from "@innfri/kernel";
import { type BetterAuthPlugin, betterAuth } from "better-auth";
import { createAuthEndpoint } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import { twoFactor } from "better-auth/plugins/two-factor";
import { z } from "zod";
import type { Keys } from "../secrets/keys.ts";
import type { Pool } from "../store/index.ts";
import { signInDatabase } from "./database.ts";
import { hashOf, isPassword, PASSWORD_LEAST, PASSWORD_MOST } from "./passwords.ts";

export const SIGN_IN_AT = "/v1/auth";
export const SESSION_COOKIE = "innfri_session";
/** Browsers take a cookie of such a name from this host alone, by https. */
export const HOST_ALONE = "__Host-";
const SESSION_SECONDS = 12 * 60 * 60;
const RECOVERY_CODES = 10;

/** Where somebody has shown that they hold a second thing. */
const STRONG_PATHS: ReadonlySet<string> = new Set([
  "/two-factor/verify-totp",
  "/two-factor/verify-backup-code",
]);

const times = { createdAt: "created_at", updatedAt: "updated_at" };

/** What is sealed for signing in says by which of these; the newest signs. */
export function signInSecrets(keys: Keys): {
  readonly secret: string;
  readonly secrets: { version: number; value: string }[];
} {
  const value = (keyId: string) => keys.keyedHash("session", "sign-in", keyId).toString("hex");
  return {
    secret: value(keys.newest),
    secrets: keys.ids.map((keyId) => ({ version: secretVersion(keyId), value: value(keyId) })),
  };
}

/** The number that a key's id is known by in what it sealed. */
export function secretVersion(keyId: string): number {
  return sha256(`sign-in ${keyId}`).readUInt32BE() >>> 1;
}

/** What is asked of better-auth by the program itself. No address leads to it. */
const OWN = {
  id: "innfri",
  endpoints: {
    /** Whose sign-in waits for its second step, by the cookie as the second step itself reads it. */
    halfwayIn: createAuthEndpoint.serverOnly({ method: "GET" }, async (ctx) => {
      const { name } = ctx.context.createAuthCookie("two_factor");
      const waiting = await ctx.getSignedCookie(name, ctx.context.secret);
      if (typeof waiting !== "string") return null;
      return (await ctx.context.internalAdapter.findVerificationValue(waiting))?.value ?? null;
    }),
    /** A session for somebody who has shown otherwise who they are. */
    beginSession: createAuthEndpoint.serverOnly(
      { method: "POST", body: z.object({ userId: z.string(), isStrong: z.boolean() }) },
      async (ctx) => {
        const { userId, isStrong } = ctx.body;
        const user = await ctx.context.internalAdapter.findUserById(userId);
        if (user === null) throw new Error("a session is for a user");
        const session = await ctx.context.internalAdapter.createSession(userId, false, { isStrong }, true);
        await setSessionCookie(ctx, { session, user });
        return ctx.json({});
      },
    ),
  },
} satisfies BetterAuthPlugin;

export function authAt(origin: string, pool: Pool, keys: Keys) {
  const isSecure = origin.startsWith("https://");
  const host = isSecure ? HOST_ALONE : "";
  return betterAuth({
    appName: "Innfri",
    baseURL: origin,
    basePath: SIGN_IN_AT,
    ...signInSecrets(keys),
    database: signInDatabase(pool),
    trustedOrigins: [origin],
    telemetry: { enabled: false },
    // Tries are counted by ours, for an address and for whom they are about.
    rateLimit: { enabled: false },
    logger: { disabled: true },
    emailAndPassword: {
      enabled: true,
      // A user comes by invitation.
      disableSignUp: true,
      minPasswordLength: PASSWORD_LEAST,
      maxPasswordLength: PASSWORD_MOST,
      password: { hash: hashOf, verify: ({ hash, password }) => isPassword(hash, password) },
    },
    session: {
      modelName: "signin_session",
      expiresIn: SESSION_SECONDS,
      disableSessionRefresh: true,
      fields: {
        ...times,
        userId: "user_id",
        expiresAt: "expires_at",
        ipAddress: "ip_address",
        userAgent: "user_agent",
      },
      additionalFields: {
        isStrong: { type: "boolean", fieldName: "is_strong", defaultValue: false, input: false },
      },
    },
    user: { modelName: "signin_user", fields: { ...times, emailVerified: "email_verified" } },
    account: {
      modelName: "signin_account",
      fields: {
        ...times,
        accountId: "account_id",
        providerId: "provider_id",
        userId: "user_id",
        accessToken: "access_token",
        refreshToken: "refresh_token",
        idToken: "id_token",
        accessTokenExpiresAt: "access_token_expires_at",
        refreshTokenExpiresAt: "refresh_token_expires_at",
      },
    },
    verification: { modelName: "signin_verification", fields: { ...times, expiresAt: "expires_at" } },
    databaseHooks: {
      session: {
        create: {
          before: async (session, context) => ({
            // Nothing that a browser sends gets into it: beginSession alone says it beforehand.
            data: {
              ...session,
              isStrong: session.isStrong === true || STRONG_PATHS.has(context?.path ?? ""),
            },
          }),
        },
      },
    },
    plugins: [
      OWN,
      twoFactor({
        issuer: "Innfri",
        backupCodeOptions: { amount: RECOVERY_CODES },
        schema: {
          user: { fields: { twoFactorEnabled: "two_factor_enabled" } },
          twoFactor: {
            modelName: "signin_second_factor",
            fields: {
              userId: "user_id",
              backupCodes: "backup_codes",
              failedVerificationCount: "failed_verification_count",
              lockedUntil: "locked_until",
            },
          },
        },
      }),
    ],
    advanced: {
      useSecureCookies: false,
      cookiePrefix: `${host}innfri`,
      cookies: { session_token: { name: `${host}${SESSION_COOKIE}` } },
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax", secure: isSecure, path: "/" },
      disableOriginCheck: false,
      disableCSRFCheck: false,
    },
  });
}

export type Auth = ReturnType<typeof authAt>;
