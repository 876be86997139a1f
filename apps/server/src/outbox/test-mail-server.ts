/** A mail server on this machine that takes, refuses and goes silent by whom a letter is for. */
import type { AddressInfo, Socket } from "node:net";
import { SMTPServer, type SMTPServerSession } from "smtp-server";
import { afterAll } from "vitest";

export type Received = { readonly from: string; readonly to: string; readonly text: string };

/**
 * The name before the @ says what happens: `no`, `full`, `grey` and `drop` (the connection) at the recipient, `spam`,
 * `later`, `lost` (after the last dot) and `silent` at the letter; any other is taken. `grey` is taken the second time.
 */
export async function aMailServer(more: { readonly auth?: { user: string; pass: string } } = {}) {
  const received: Received[] = [];
  const seen = new Set<string>();
  let isDown = false;
  let connections = 0;
  const server = new SMTPServer({
    authOptional: more.auth === undefined,
    allowInsecureAuth: true,
    disabledCommands: ["STARTTLS", ...(more.auth === undefined ? (["AUTH"] as const) : [])],
    logger: false,
    onConnect: (_session, done) => {
      connections += 1;
      done(isDown ? answer(421, "4.3.2 closed for today") : undefined);
    },
    onAuth: ({ username, password }, _session, done) =>
      username === more.auth?.user && password === more.auth?.pass
        ? done(null, { user: username })
        : done(answer(535, "5.7.8 who are you")),
    onMailFrom: ({ address }, _session, done) =>
      done(address.startsWith("stranger") ? answer(550, "5.7.1 not from you") : undefined),
    onRcptTo: ({ address }, session, done) => {
      const isNew = !seen.has(address);
      seen.add(address);
      switch (nameOf(address)) {
        case "no":
          return done(answer(550, `5.1.1 no such person: ${address}`));
        case "full":
          return done(answer(452, "4.2.2 the box is full"));
        case "drop":
          socketOf(server, session).destroy();
          return;
        case "grey":
          return done(isNew ? answer(451, "4.7.1 come back later") : undefined);
        default:
          return done();
      }
    },
    onData: (stream, session, done) => {
      const to = addressOf(session);
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const from = session.envelope.mailFrom === false ? "" : session.envelope.mailFrom.address;
        const take = () => received.push({ from, to, text: Buffer.concat(chunks).toString("utf8") });
        switch (nameOf(to)) {
          case "spam":
            return done(answer(554, "5.7.9 we do not like it"));
          case "later":
            return done(answer(451, "4.3.0 not now"));
          case "lost":
            take();
            socketOf(server, session).destroy();
            return;
          case "silent":
            take();
            return;
          default:
            take();
            done();
        }
      });
    },
  });
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const { port } = server.server.address() as AddressInfo;
  return {
    received,
    to: (address: string) => received.filter((one) => one.to === address),
    connections: () => connections,
    isDown: (now: boolean) => {
      isDown = now;
    },
    env: (parameters = "") => ({
      INNFRI_SMTP_URL: `smtp://${more.auth === undefined ? "" : `${more.auth.user}:${more.auth.pass}@`}127.0.0.1:${port}${parameters}`,
    }),
  };
}

function answer(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

function nameOf(address: string): string {
  return address.replace(/[\d.]*@.*$/, "");
}

function addressOf({ envelope }: SMTPServerSession): string {
  return envelope.rcptTo[0]?.address ?? "";
}

function socketOf(server: SMTPServer, session: SMTPServerSession): Socket {
  const open = (server as unknown as { connections: Set<{ session: SMTPServerSession; _socket: Socket }> })
    .connections;
  return [...open].find((one) => one.session.id === session.id)!._socket;
}
