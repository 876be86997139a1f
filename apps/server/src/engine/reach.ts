/** By which channels a debtor can be reached. */
import type { Channel } from "@innfri/claims";
import type { LoadedFile } from "./load-files.ts";

const CHANNELS: readonly Channel[] = ["email", "post"];

export function reaches({ contact }: Pick<LoadedFile, "contact">, channel: Channel): boolean {
  if (contact === null) return false;
  return channel === "email" ? contact.data.email !== null : contact.data.addressLines.length > 0;
}

export function reachedBy(file: Pick<LoadedFile, "contact">): readonly Channel[] {
  return CHANNELS.filter((channel) => reaches(file, channel));
}
