/** A mail server that counts what it accepts, and that goes wrong when it is told to. */
import { createHash } from "node:crypto";
import type { AddressInfo, Socket } from "node:net";
import { SMTPServer, type SMTPServerSession } from "smtp-server";

export type Mail = { readonly messageId: string; readonly hash: string };

/** What becomes of the next letter. The first two accept it and do not say so. */
export const MAIL_FAULTS = [
  "accept-then-silent",
  "accept-then-drop",
  "drop-before-dot",
  "refuse-for-now",
] as const;
export type MailFault = (typeof MAIL_FAULTS)[number];

export type MailServer = {
  readonly env: Readonly<Record<string, string>>;
  /** What was accepted since the last call of `begin`. */
  readonly accepted: readonly Mail[];
  /** Letters it went wrong with since then. */
  readonly wronged: readonly MailFault[];
  begin(faults: readonly MailFault[]): void;
  end(): Promise<void>;
};

export async function aMailServer(): Promise<MailServer> {
  let accepted: Mail[] = [];
  let wronged: MailFault[] = [];
  let faults: MailFault[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    logger: false,
    onRcptTo: ({ address }, _session, done) =>
      done(address.startsWith("nobody") ? answer(550, "5.1.1 no such person") : undefined),
    onData: (stream, session, done) => {
      const fault = faults.shift();
      if (fault !== undefined) wronged.push(fault);
      if (fault === "drop-before-dot") {
        socketOf(server, session).destroy();
        return;
      }
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        if (fault === "refuse-for-now") return done(answer(451, "4.3.0 not now"));
        accepted.push(mailOf(Buffer.concat(chunks).toString("utf8")));
        if (fault === "accept-then-drop") socketOf(server, session).destroy();
        else if (fault !== "accept-then-silent") done();
      });
    },
  });
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    env: { INNFRI_SMTP_URL: `smtp://127.0.0.1:${port}?timeout=4` },
    get accepted() {
      return accepted;
    },
    get wronged() {
      return wronged;
    },
    begin: (next) => {
      accepted = [];
      wronged = [];
      faults = [...next];
    },
    end: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** The instant of the try stands in the mail's date. */
function mailOf(text: string): Mail {
  const [, messageId = "none"] = /^Message-ID: <([^@>]+)@/im.exec(text) ?? [];
  const undated = text.replace(/^Date: .*$/im, "");
  return { messageId, hash: createHash("sha256").update(undated).digest("hex") };
}

function answer(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

function socketOf(server: SMTPServer, session: SMTPServerSession): Socket {
  const open = (server as unknown as { connections: Set<{ session: SMTPServerSession; _socket: Socket }> })
    .connections;
  return [...open].find((one) => one.session.id === session.id)!._socket;
}
