/** Where the demo answers: a port that it holds from its beginning, because the letters name the address. */
import { Hono } from "hono";
import { listen } from "../processes/http.ts";

/** Looked at first; where it is taken the machine names a free one. */
const PORT = 8080;

export type Front = {
  /** `http://localhost:8080` */
  readonly address: string;
  /** From now on this answers. */
  open(app: Hono): void;
  stop(): Promise<void>;
};

export async function openFront(): Promise<Front> {
  let behind: Hono | undefined;
  const app = new Hono();
  app.all("*", (c) => behind?.fetch(c.req.raw, c.env) ?? c.text("The demo is being set up.\n", 503));
  const at = (port: number) => listen(app, { host: "127.0.0.1", port });
  const server = await at(PORT).catch(() => at(0));
  return {
    address: `http://localhost:${new URL(server.url).port}`,
    open: (given) => {
      behind = given;
    },
    stop: () => server.stop(),
  };
}
