/** Where payment providers tell what came of a payment, in their own form and signed. Whoever else comes is answered alike. */
import { isUuid } from "@innfri/kernel";
import type { Hono } from "hono";
import { creditorById } from "../engine/creditors.ts";
import { takeCallback } from "../usecases/online-payments.ts";
import type { Deployment } from "./handler.ts";
import { Refused, refusal } from "./problem.ts";
import type { Env } from "./serve-operation.ts";

type Options = { readonly deployment: () => Promise<Deployment | null>; readonly now: () => Date };

/** Of the body as it came. */
const SIGNATURE = "Payment-Signature";

export function addPaymentCallbacks(app: Hono<Env>, { deployment, now }: Options): void {
  app.post("/v1/payment-callbacks/:provider/:creditorId", async (c) => {
    const { provider, creditorId } = c.req.param();
    const deployed = await deployment();
    const creditor =
      deployed === null || !isUuid(creditorId) ? undefined : await creditorById(deployed.pool, creditorId);
    const told = {
      body: Buffer.from(await c.req.arrayBuffer()),
      signature: c.req.header(SIGNATURE) ?? null,
    };
    const isTaken =
      deployed !== null &&
      creditor !== undefined &&
      (await takeCallback(deployed, creditor, provider, told, now()));
    if (isTaken) return c.body(null, 204);
    throw new Refused(refusal("not-found", "There is no such payment, or its provider has not signed this."));
  });
}
