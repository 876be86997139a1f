/** What stands in for clamd in tests: it speaks the INSTREAM command to the byte, and knows one thing, EICAR's test file. */
import net from "node:net";

/** The test file that every scanner takes for malware; put together here, so that none takes this source for it. */
export const EICAR = Buffer.from(
  ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR", "STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].join("-"),
);

export type TestClamd = {
  readonly address: string;
  /** The streams that came, whole. */
  readonly seen: Buffer[];
  stop(): Promise<void>;
};

export type ClamdWays = {
  readonly path?: string;
  /** Most bytes of a stream, as `StreamMaxLength` says. */
  readonly mostBytes?: number;
  /** Says nothing. */
  readonly isSilent?: boolean;
};

export async function testClamd({
  path,
  mostBytes = 26_214_400,
  isSilent,
}: ClamdWays = {}): Promise<TestClamd> {
  const seen: Buffer[] = [];
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    let pending = Buffer.alloc(0);
    const stream: Buffer[] = [];
    let isInStream = false;
    const say = (text: string) => socket.end(`${text}\0`);
    socket.on("error", () => {});
    socket.on("data", (data: Buffer) => {
      pending = Buffer.concat([pending, data]);
      if (isSilent) return;
      if (!isInStream) {
        const command = "zINSTREAM\0";
        if (pending.length < command.length) return;
        if (pending.toString("latin1", 0, command.length) !== command) return say("UNKNOWN COMMAND");
        isInStream = true;
        pending = pending.subarray(command.length);
      }
      while (pending.length >= 4) {
        const length = pending.readUInt32BE();
        if (length === 0) {
          const whole = Buffer.concat(stream);
          seen.push(whole);
          return say(whole.includes(EICAR) ? "stream: Eicar-Signature FOUND" : "stream: OK");
        }
        if (pending.length < 4 + length) return;
        stream.push(pending.subarray(4, 4 + length));
        pending = pending.subarray(4 + length);
        if (stream.reduce((sum, one) => sum + one.length, 0) > mostBytes)
          return say("INSTREAM size limit exceeded. ERROR");
      }
    });
  });
  await new Promise<void>((listening) =>
    path === undefined ? server.listen(0, "127.0.0.1", listening) : server.listen(path, listening),
  );
  const at = server.address();
  return {
    seen,
    address: at === null || typeof at === "string" ? `clamd://${at}` : `clamd://127.0.0.1:${at.port}`,
    stop: () =>
      new Promise((stopped) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => stopped());
      }),
  };
}
