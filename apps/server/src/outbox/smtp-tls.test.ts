import { writeFile } from "node:fs/promises";
import { type AddressInfo, createServer, type Socket } from "node:net";
import path from "node:path";
import { anId } from "@innfri/testing";
import { temporaryFolder } from "@innfri/testing/folders";
import { SMTPServer } from "smtp-server";
import { afterAll, describe, expect, it } from "vitest";
import { sendMail } from "./smtp.ts";
import { type SmtpSettings, smtpSettings } from "./smtp-settings.ts";
import { anAuthority, type Certificate } from "./test-certificates.ts";

const authority = anAuthority();
const folder = temporaryFolder("tls");
const caFile = path.join(folder, "ca.pem");
await writeFile(caFile, authority.cert);

const LOCAL = { ip: "127.0.0.1" };
const PASSWORD = "hemmelig-passord";

/** A real server, with what it was told and how many letters it has. */
async function aServer(tls: Certificate, isImplicit: boolean) {
  const seen = { users: [] as string[], letters: 0, isSecure: [] as boolean[] };
  const server = new SMTPServer({
    secure: isImplicit,
    ...tls,
    logger: false,
    onAuth: ({ username, password }, session, done) => {
      seen.users.push(`${username} ${password === PASSWORD}`);
      seen.isSecure.push(session.secure);
      done(null, { user: username ?? "" });
    },
    onData: (stream, _session, done) => {
      stream.on("data", () => undefined);
      stream.on("end", () => {
        seen.letters += 1;
        done();
      });
    },
  });
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const { port } = server.server.address() as AddressInfo;
  return { seen, port };
}

/** As for a server elsewhere: nothing is believed because it runs on this machine. */
function elsewhere(
  url: string,
  more: Readonly<Record<string, string>> = { INNFRI_SMTP_CA: caFile },
): SmtpSettings {
  const reading = smtpSettings({ INNFRI_SMTP_URL: url, ...more });
  if (reading.kind !== "settings") throw new Error(JSON.stringify(reading));
  return { ...reading.settings, isLoopback: false };
}

function sent(settings: SmtpSettings) {
  return sendMail(settings, anId(), {
    id: anId(),
    at: "2026-05-15T08:00:00.000Z",
    from: { name: "Fjellro", address: "post@fjellro.example" },
    to: { name: "", address: "kari@post.example" },
    subject: "En prøve",
    text: "En prøve",
    html: "<p>En prøve</p>",
  });
}

const address = (scheme: "smtp" | "smtps", port: number, more = "") =>
  `${scheme}://innfri:${PASSWORD}@127.0.0.1:${port}?timeout=3${more}`;

describe.each([
  ["STARTTLS", "smtp", false],
  ["TLS from the first byte", "smtps", true],
] as const)("A mail server by %s (B21)", (_, scheme, isImplicit) => {
  it("whose certificate is of the named authority takes the password and the letter, encrypted", async () => {
    const { seen, port } = await aServer(authority.issue(LOCAL), isImplicit);
    expect(await sent(elsewhere(address(scheme, port)))).toMatchObject({ kind: "sent" });
    expect(seen).toEqual({ users: ["innfri true"], letters: 1, isSecure: [true] });
  });

  it.each([
    ["of an authority that nobody has named", authority.issue(LOCAL), {}, /INNFRI_SMTP_CA names a file/],
    [
      "of another authority than the named one",
      anAuthority("Another Invented Authority").issue(LOCAL),
      { INNFRI_SMTP_CA: caFile },
      /INNFRI_SMTP_CA names a file/,
    ],
    [
      "of another name",
      authority.issue({ host: "mail.elsewhere.example" }),
      { INNFRI_SMTP_CA: caFile },
      /INNFRI_SMTP_URL must name the server as its certificate does/,
    ],
    [
      "that has expired",
      authority.issue({ ...LOCAL, untilYear: 2025 }),
      { INNFRI_SMTP_CA: caFile },
      /has expired/,
    ],
  ])("with a certificate %s is told nothing, and what to set is said", async (_what, tls, env, problem) => {
    const { seen, port } = await aServer(tls, isImplicit);
    const answer = await sent(elsewhere(address(scheme, port), env));
    expect(answer).toMatchObject({ kind: "down", problem: expect.stringMatching(problem) });
    expect(seen).toEqual({ users: [], letters: 0, isSecure: [] });
  });

  it("on this machine is held to the authority that is named for it", async () => {
    const { seen, port } = await aServer(authority.issue({ host: "other.example" }), isImplicit);
    const named = { ...elsewhere(address(scheme, port)), isLoopback: true };
    expect(await sent(named)).toMatchObject({ kind: "down" });
    expect(seen.users).toEqual([]);
  });
});

/** A server, or somebody in between, that speaks no TLS: everything it is told is read by all. */
async function aPlainServer(onStartTls: string | ((socket: Socket) => void), offers = "250-STARTTLS\r\n") {
  let heard = "";
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.write("220 plain.example\r\n");
    socket.on("data", (bytes) => {
      const line = bytes.toString("latin1");
      heard += line;
      if (/^EHLO/i.test(line)) socket.write(`250-plain.example\r\n${offers}250 AUTH PLAIN LOGIN\r\n`);
      else if (/^STARTTLS/i.test(line) && typeof onStartTls === "function") onStartTls(socket);
      else if (/^STARTTLS/i.test(line)) socket.write(`${onStartTls}\r\n`);
      else socket.write("235 2.7.0 welcome\r\n");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { port: (server.address() as AddressInfo).port, heard: () => heard };
}

describe("A mail server elsewhere that gives no TLS is told no password and no letter (B21)", () => {
  it.each([
    ["does not offer it", "502 5.5.1 what is that", ""],
    ["offers it and refuses it", "454 4.7.0 not now", undefined],
    ["says yes to all and goes on as before", "250 2.0.0 fine", undefined],
    ["agrees and then speaks on in the clear", "220 2.0.0 go ahead\r\n250 AUTH PLAIN", undefined],
  ])("because it %s", async (_, onStartTls, offers) => {
    const server = await aPlainServer(onStartTls, offers);
    const answer = await sent(elsewhere(address("smtp", server.port)));
    expect(answer).toMatchObject({ kind: "down" });
    expect(server.heard()).not.toMatch(/AUTH|MAIL FROM|hemmelig/i);
    expect(server.heard()).not.toContain(Buffer.from(`\0innfri\0${PASSWORD}`).toString("base64"));
  });

  it("and is told apart from one at the wrong port, with what to set", async () => {
    const stripped = await aPlainServer("502 5.5.1 what is that", "");
    expect(await sent(elsewhere(address("smtp", stripped.port)))).toMatchObject({
      problem: expect.stringMatching(/gives no TLS by STARTTLS, and without it no password.*smtps:/),
    });
    expect(await sent(elsewhere(address("smtps", stripped.port)))).toMatchObject({
      problem: expect.stringMatching(
        /does not speak TLS from the first byte: INNFRI_SMTP_URL begins with smtp:/,
      ),
    });
    const implicit = await aServer(authority.issue(LOCAL), true);
    expect(await sent(elsewhere(address("smtp", implicit.port)))).toMatchObject({
      problem: expect.stringMatching(/said nothing.*: INNFRI_SMTP_URL begins with smtps:/),
    });
  });
});

describe("The authority of a mail server", () => {
  it.each([
    ["is not there", path.join(folder, "none.pem")],
    ["holds no certificate", path.join(folder, "empty.pem")],
  ])("in a file that %s is said before anything is sent", async (_, file) => {
    await writeFile(path.join(folder, "empty.pem"), "nothing");
    expect(smtpSettings({ INNFRI_SMTP_URL: "smtp://mail.example", INNFRI_SMTP_CA: file })).toEqual({
      kind: "wrong",
      problem: expect.stringContaining("INNFRI_SMTP_CA"),
    });
  });

  it("is asked of no server on this machine for which none is named", () => {
    for (const host of ["localhost", "127.0.0.1", "[::1]"])
      expect(smtpSettings({ INNFRI_SMTP_URL: `smtp://${host}:2525` })).toMatchObject({
        settings: { isLoopback: true, authority: null },
      });
    for (const host of ["127.0.0.1.example", "localhost.example", "10.0.0.1", "[::2]", "127.0.0.256x"])
      expect(smtpSettings({ INNFRI_SMTP_URL: `smtp://${host}:2525` })).toMatchObject({
        settings: { isLoopback: false },
      });
  });
});
