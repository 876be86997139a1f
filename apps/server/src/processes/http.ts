/** What a process answers over HTTP about itself: whether it lives, whether work may be sent to it, and its metrics. */
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { type Context, Hono } from "hono";

export type Answers = {
  /** 200 as long as the process can answer at all. */
  readonly live: () => object;
  /** 200, or 503 while it should get no work; the body says why. */
  readonly ready: () => Promise<{ readonly isReady: boolean; readonly body: object }>;
  readonly metrics: () => Promise<{ readonly contentType: string; readonly text: string }>;
};

export type HttpServer = { readonly url: string; stop(): Promise<void> };

/**
 * How long a connection may take: to say what it asks, and to send all of it, which may be a bank's file by a slow line.
 * Whoever sends a letter a minute is let go, and holds one connection of so many until then.
 */
export const LIMITS = {
  headersMs: 15_000,
  requestMs: 300_000,
  checkedEveryMs: 5_000,
  headerBytes: 16 * 1024,
  connections: 1_000,
} as const;

/** Who does not come from inside learns whether it is there, and no more. */
export function appOf(answers: Answers, isInside: (context: Context) => boolean): Hono {
  const app = new Hono();
  app.use(async (context, next) => {
    await next();
    context.header("Cache-Control", "no-store");
    context.header("X-Content-Type-Options", "nosniff");
    context.header("Referrer-Policy", "no-referrer");
    context.header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  });
  app.get("/health/live", (context) => context.json(isInside(context) ? answers.live() : { status: "ok" }));
  app.get("/health/ready", async (context) => {
    const { isReady, body } = await answers.ready();
    const told = isInside(context) ? body : { status: isReady ? "ready" : "not-ready" };
    return context.json(told, isReady ? 200 : 503);
  });
  app.get("/metrics", async (context) => {
    if (!isInside(context)) return context.notFound();
    const { contentType, text } = await answers.metrics();
    return context.body(text, 200, { "Content-Type": contentType });
  });
  return app;
}

/** Listens until it is stopped. Throws when the port is taken. */
export function listen(
  app: Hono,
  at: { readonly host: string; readonly port: number },
  limits: { readonly [Name in keyof typeof LIMITS]: number } = LIMITS,
): Promise<HttpServer> {
  return new Promise((resolve, reject) => {
    const serverOptions = {
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      connectionsCheckingInterval: limits.checkedEveryMs,
      maxHeaderSize: limits.headerBytes,
    };
    const asked = { fetch: app.fetch, hostname: at.host, port: at.port, serverOptions };
    const server = serve(asked, (info: AddressInfo) => {
      const host = at.host.includes(":") ? `[${at.host}]` : at.host;
      resolve({
        url: `http://${host}:${info.port}`,
        stop: () =>
          new Promise((stopped) => {
            server.close(() => stopped());
            // Those that keep their connection open would keep the process.
            if ("closeAllConnections" in server) server.closeAllConnections();
          }),
      });
    });
    server.maxConnections = limits.connections;
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        error.code === "EADDRINUSE"
          ? new Error(`port ${at.port} is taken: stop what answers there, or choose another with --port`)
          : error,
      ),
    );
  });
}
