/**
 * Which carrier takes a company's letters of each channel. A company says so (`innfri creditor set --send
 * email=smtp`), the environment says how the carrier is reached, and a sandbox's letters go nowhere: only to files.
 */

import type { CreditorSettings } from "../engine/creditor-settings.ts";
import type { Creditor } from "../engine/creditors.ts";
import type { CarrierName } from "../store/index.ts";
import { captureCarrier } from "./capture.ts";
import type { Carrier, LetterChannel } from "./carrier.ts";
import { printCarrier } from "./print-house.ts";
import { openDrop } from "./print-settings.ts";
import { smtpCarrier } from "./smtp.ts";
import { smtpSettings } from "./smtp-settings.ts";

export type Env = Readonly<Record<string, string | undefined>>;

export const LETTER_CHANNELS: readonly LetterChannel[] = ["email", "post"];

/** The carrier of each channel. */
export type Ways = Readonly<Record<LetterChannel, CarrierName>>;

export function waysOf(creditor: Creditor, settings: Pick<CreditorSettings, "send"> | undefined): Ways {
  if (creditor.isSandbox) return { email: "capture", post: "capture" };
  return { email: settings?.send?.email ?? "capture", post: settings?.send?.post ?? "capture" };
}

/** A carrier, or why there is none: its environment is missing or wrong. */
export type Opened =
  | { readonly kind: "open"; readonly carrier: Carrier }
  | { readonly kind: "closed"; readonly problem: string };

export function openCarrier(
  name: CarrierName,
  { creditor, folder, env }: { readonly creditor: Creditor; readonly folder: string; readonly env: Env },
): Opened {
  if (name !== "capture" && creditor.isSandbox)
    return closed(`a sandbox sends nothing: its letters never go by ${name}`);
  switch (name) {
    case "capture":
      return { kind: "open", carrier: captureCarrier(folder) };
    case "smtp": {
      const reading = smtpSettings(env);
      if (reading.kind === "settings")
        return { kind: "open", carrier: smtpCarrier(reading.settings, creditor.creditorId) };
      return closed(
        reading.kind === "wrong"
          ? reading.problem
          : "no mail server is set up: INNFRI_SMTP_URL is missing from the environment",
      );
    }
    case "folder":
    case "sftp": {
      const reading = openDrop(name, env);
      return reading.kind === "drop"
        ? { kind: "open", carrier: printCarrier(name, reading.drop, creditor) }
        : closed(reading.problem);
    }
  }
}

function closed(problem: string): Opened {
  return { kind: "closed", problem };
}
