/**
 * E-mail that is no letter of a plan: a list, a word about an objection, a notice to a company. It may come twice, which what
 * charges a fee and sets a deadline may not: so it needs no queue. Whoever sends it has a row that says whether it has left,
 * and sends it again where that is not known.
 */
import path from "node:path";
import type { CreditorSettings } from "../engine/creditor-settings.ts";
import type { Creditor } from "../engine/creditors.ts";
import { capture, outboxOf } from "./capture.ts";
import { type Env, waysOf } from "./carriers.ts";
import { emlOf, type Mail } from "./eml.ts";
import { sendMail } from "./smtp.ts";
import { smtpSettings } from "./smtp-settings.ts";

export type SendingCompany = {
  readonly directory: string;
  readonly creditor: Creditor;
  readonly settings: CreditorSettings;
};

/** By the company's mail server where it has one, else as a file in a folder of its outbox; null when it left. */
export async function sendOrCapture(
  { directory, creditor, settings }: SendingCompany,
  env: Env,
  mail: Mail,
  file: { readonly folder: string; readonly name: string },
): Promise<string | null> {
  if (waysOf(creditor, settings).email === "capture") {
    await capture(path.join(outboxOf(directory, creditor), file.folder), file.name, await emlOf(mail));
    return null;
  }
  const reading = smtpSettings(env);
  if (reading.kind !== "settings")
    return reading.kind === "wrong" ? reading.problem : "INNFRI_SMTP_URL is missing from the environment";
  const answer = await sendMail(reading.settings, creditor.creditorId, mail);
  return answer.kind === "sent" ? null : answer.problem;
}
