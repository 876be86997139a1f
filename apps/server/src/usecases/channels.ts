/** How each company's letters leave, whether that is set up, and a test mail to see that it works. */
import { randomUUID } from "node:crypto";
import type { Uuid } from "@innfri/kernel";
import { clockOf } from "../clock.ts";
import { allCreditors, type Creditor, settingsOn } from "../engine/creditors.ts";
import type { Installation } from "../installation.ts";
import { outboxOf } from "../outbox/capture.ts";
import type { Answer, LetterChannel } from "../outbox/carrier.ts";
import { type Env, LETTER_CHANNELS, openCarrier, waysOf } from "../outbox/carriers.ts";
import { readOutages } from "../outbox/outages.ts";
import { sendMail } from "../outbox/smtp.ts";
import { smtpSettings } from "../outbox/smtp-settings.ts";
import { type CarrierName, withCreditor } from "../store/index.ts";

export type ChannelWay = {
  readonly channel: LetterChannel;
  readonly carrier: CarrierName;
  /** What keeps letters from leaving this way; null where nothing is known to. */
  readonly problem: string | null;
};

export type CreditorChannels = { readonly creditor: Creditor; readonly ways: readonly ChannelWay[] };

export async function listChannels(
  { pool, directory }: Pick<Installation, "pool" | "directory">,
  creditorIds: readonly Uuid[],
  now: Date,
  env: Env = process.env,
): Promise<CreditorChannels[]> {
  const creditors = (await allCreditors(pool)).filter(({ creditorId }) => creditorIds.includes(creditorId));
  return Promise.all(
    creditors.map(async (creditor) => {
      const settings = await settingsToday({ pool }, creditor, now);
      const ways = waysOf(creditor, settings);
      const outages = await readOutages(pool, creditor.creditorId);
      const told = LETTER_CHANNELS.map(async (channel): Promise<ChannelWay> => {
        const carrier = ways[channel];
        const opened = openCarrier(carrier, { creditor, folder: outboxOf(directory, creditor), env });
        if (opened.kind === "open") await opened.carrier.close();
        const problem = opened.kind === "closed" ? opened.problem : null;
        const outage = outages.find((one) => one.carrier === carrier)?.problem ?? null;
        return { channel, carrier, problem: problem ?? outage };
      });
      return { creditor, ways: await Promise.all(told) };
    }),
  );
}

export type TestMail =
  | { readonly kind: "asked"; readonly answer: Answer }
  | { readonly kind: "refused"; readonly reason: string };

/** One mail in a company's name to an address of the operator's, by the mail server alone; nothing is recorded. */
export async function sendTestMail(
  installation: Pick<Installation, "pool">,
  creditor: Creditor,
  to: string,
  now: Date,
  env: Env = process.env,
): Promise<TestMail> {
  if (creditor.isSandbox) return { kind: "refused", reason: "a sandbox sends nothing" };
  const reading = smtpSettings(env);
  if (reading.kind !== "settings")
    return {
      kind: "refused",
      reason:
        reading.kind === "wrong"
          ? reading.problem
          : "no mail server is set up: INNFRI_SMTP_URL is missing from the environment",
    };
  const settings = await settingsToday(installation, creditor, now);
  if (settings?.email == null) return { kind: "refused", reason: "the company has stated no e-mail address" };
  const text = `This is a test of how ${settings.name} sends its letters by e-mail. Nothing is asked of you.`;
  const answer = await sendMail(reading.settings, creditor.creditorId, {
    id: randomUUID(),
    at: now.toISOString(),
    from: { name: settings.name, address: settings.email },
    to: { name: "", address: to },
    subject: `A test from ${settings.name}`,
    text,
    html: `<p>${text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</p>`,
  });
  return { kind: "asked", answer };
}

function settingsToday({ pool }: Pick<Installation, "pool">, creditor: Creditor, now: Date) {
  return withCreditor(pool, creditor.creditorId, (tx) =>
    settingsOn(tx, creditor.creditorId, clockOf(creditor, now).today),
  );
}
