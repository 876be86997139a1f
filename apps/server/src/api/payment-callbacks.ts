/** Where payment providers tell what came of a payment, in their own form and signed. Whoever else comes is answered alike. */
import { isUuid } from "@innfri/kernel";
import type { Hono } from "hono";
import { creditorById } from "../engine/creditors.ts";
import { takeCallback } from "../usecases/online-payments.ts";
import { Refused, refusal } from "./problem.ts";
import { unlessTooWrong } from "./rate-limit.ts";
import type { ApiContext, Env } from "./serve-operation.ts";

type Options = Pick<ApiContext, "deployment" | "now" | "limit" | "addressOf">;

/** Of the body as it came. */
const SIGNATURE = "Payment-Signature";

export function addPaymentCallbacks(app: Hono<Env>, { deployment, now, limit, addressOf }: Options): void {
  app.post("/v1/payment-callbacks/:provider/:creditorId", async (c) => {
    const { provider, creditorId } = c.req.param();
    const told = {
      body: Buffer.from(await c.req.arrayBuffer()),
      signature: c.req.header(SIGNATURE) ?? null,
    };
    const at = now();
    const isTaken = await unlessTooWrong({ limit, address: addressOf(c), nowMs: at.getTime() }, async () => {
      const deployed = await deployment();
      const creditor =
        deployed === null || !isUuid(creditorId) ? undefined : await creditorById(deployed.pool, creditorId);
      if (deployed === null || creditor === undefined) return undefined;
      return (await takeCallback(deployed, creditor, provider, told, at)) || undefined;
    });
    if (isTaken === true) return c.body(null, 204);
    throw new Refused(refusal("not-found", "There is no such payment, or its provider has not signed this."));
  });
}
