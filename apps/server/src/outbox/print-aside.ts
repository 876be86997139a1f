/** What a print house has said and nobody could read: it lies in `unreadable` until a person takes it away. */
import type { Creditor } from "../engine/creditors.ts";
import type { CarrierName } from "../store/index.ts";
import type { Env } from "./carriers.ts";
import { DropFailed } from "./drop.ts";
import { answersFolder } from "./print-house.ts";
import { type DropReading, openDrop } from "./print-settings.ts";

export type PutAside = {
  readonly files: readonly string[];
  /** Why the print house cannot be heard. */
  readonly problem: string | null;
};

export type PutAsideReader = {
  /** Null where the company's post goes to no print house. */
  of(post: CarrierName, creditor: Creditor): Promise<PutAside | null>;
  close(): Promise<void>;
};

/** Thousands of companies may have one print house: it is connected to once, and one that is out is asked once. */
export function putAsideReader(env: Env): PutAsideReader {
  const drops = new Map<CarrierName, DropReading>();
  return {
    of: async (post, creditor) => {
      if (post !== "folder" && post !== "sftp") return null;
      const reading = drops.get(post) ?? openDrop(post, env);
      drops.set(post, reading);
      if (reading.kind === "missing") return { files: [], problem: reading.problem };
      try {
        const names = await reading.drop.list(`${answersFolder(creditor)}/unreadable`);
        return { files: names.filter((name) => !name.endsWith(".reason.txt")), problem: null };
      } catch (error) {
        if (!(error instanceof DropFailed)) throw error;
        await reading.drop.close();
        drops.set(post, { kind: "missing", problem: error.message });
        return { files: [], problem: error.message };
      }
    },
    close: async () => {
      for (const reading of drops.values()) if (reading.kind === "drop") await reading.drop.close();
    },
  };
}
