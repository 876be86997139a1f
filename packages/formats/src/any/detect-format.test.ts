import { describe, expect, it } from "vitest";
import { bankFileKind } from "../payments/bank-format.ts";
import { detectFormat } from "./detect-format.ts";

describe("A bank file of fixed width", () => {
  it.each(["NY000010", "NY100010", "NY00001", "01BGMAX ", "01BGMAX1", "01BGMA"])(
    "that begins with %j is told alike by whoever asks",
    (start) => {
      const bytes = Buffer.from(`${start.padEnd(80, "0")}\n`);
      const kind = bankFileKind(bytes);
      expect(detectFormat(bytes)).toBe(kind.kind === "fixedWidth" ? kind.format : "unknown");
    },
  );
});
