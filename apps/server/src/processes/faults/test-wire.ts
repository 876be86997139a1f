/** A wire between the workers and the database that can be cut, and that can hold everything back. */
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export type Wire = {
  /** The address by way of the wire. */
  url(of: string): string;
  cut(): void;
  /** Nothing passes either way until this is called with false. */
  stall(isStalled: boolean): void;
  end(): Promise<void>;
};

export async function aWire(to: string): Promise<Wire> {
  const { port, hostname } = new URL(to);
  const open = new Set<Socket>();
  let isStalled = false;
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.on("error", () => undefined);
      one.on("close", () => {
        open.delete(one);
        other.destroy();
      });
      one.pipe(other);
      if (isStalled) one.pause();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const own = (server.address() as AddressInfo).port;
  return {
    url: (of) => {
      const url = new URL(of);
      url.host = `127.0.0.1:${own}`;
      return url.href;
    },
    cut: () => {
      for (const one of open) one.resetAndDestroy();
    },
    stall: (now) => {
      isStalled = now;
      for (const one of open)
        if (now) one.pause();
        else one.resume();
    },
    end: async () => {
      for (const one of open) one.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
