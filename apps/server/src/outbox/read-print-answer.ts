/**
 * What a print house says of a batch (integrations.md 4.8): that it has its letters or refuses some, which were posted
 * and when, and which came back. It comes from outside: nothing of it is kept but ids, days and short codes.
 */
import { type CalendarDate, isDate, isUuid, type Uuid } from "@innfri/kernel";
import { z } from "zod";

export type PrintAnswer =
  | {
      readonly kind: "acknowledged";
      readonly rejected: readonly { readonly messageId: Uuid; readonly code: string | null }[];
    }
  | {
      readonly kind: "posted";
      readonly letters: readonly { readonly messageId: Uuid; readonly on: CalendarDate }[];
    }
  | {
      readonly kind: "returned";
      readonly letters: readonly { readonly messageId: Uuid; readonly code: string | null }[];
    };

export type AnswerFile = {
  readonly batchId: Uuid;
  readonly part: "ack.json" | "posted.csv" | "returned.csv";
};

/** `<batch>.posted.csv`; null for any other name. */
export function answerFileOf(name: string): AnswerFile | null {
  const [, batchId, part] = /^([0-9a-f-]{36})\.(ack\.json|posted\.csv|returned\.csv)$/.exec(name) ?? [];
  return isUuid(batchId) ? { batchId, part: part as AnswerFile["part"] } : null;
}

/** Text that is none says why. */
export class UnreadableAnswer extends Error {
  override readonly name = "UnreadableAnswer";
}

const acknowledgement = z.object({
  letters: z
    .array(
      z.object({
        letterId: z.string(),
        status: z.enum(["accepted", "rejected"]),
        code: z.string().optional(),
      }),
    )
    .max(100_000),
});

export function readPrintAnswer({ part }: AnswerFile, bytes: Uint8Array): PrintAnswer {
  const text = new TextDecoder("utf-8").decode(bytes).replace(/^\uFEFF/, "");
  switch (part) {
    case "ack.json":
      return acknowledged(text);
    case "posted.csv":
      return {
        kind: "posted",
        letters: rowsOf(text, ["letterId", "postedDate"]).map(([id, on], index) => {
          if (!isDate(on)) throw new UnreadableAnswer(`row ${index + 2} has no day such as 2026-05-15`);
          return { messageId: idOf(id, index), on };
        }),
      };
    case "returned.csv":
      return {
        kind: "returned",
        letters: rowsOf(text, ["letterId", "returnedDate"]).map(([id, , reason], index) => ({
          messageId: idOf(id, index),
          code: codeOf(reason),
        })),
      };
  }
}

function acknowledged(text: string): PrintAnswer {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new UnreadableAnswer("it is no JSON");
  }
  const read = acknowledgement.safeParse(json);
  if (!read.success) throw new UnreadableAnswer("it does not say accepted or rejected for each letter");
  const rejected = read.data.letters
    .filter(({ status }) => status === "rejected")
    .map(({ letterId, code }, index) => ({ messageId: idOf(letterId, index), code: codeOf(code) }));
  return { kind: "acknowledged", rejected };
}

/** Rows of a file with semicolons, after its header. */
function rowsOf(text: string, header: readonly string[]): string[][] {
  const [first = "", ...lines] = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  const names = first.split(";").map((name) => name.trim());
  if (!header.every((name, index) => names[index] === name))
    throw new UnreadableAnswer(`its first row is not ${header.join(";")}…`);
  return lines.map((line) => line.split(";").map((cell) => cell.trim()));
}

function idOf(text: string | undefined, index: number): Uuid {
  if (isUuid(text)) return text;
  throw new UnreadableAnswer(`letter ${index + 1} has no id of ours`);
}

/** A code such as `MOVED` or `E-102`; words of a person are not taken along. */
function codeOf(text: string | undefined): string | null {
  return text !== undefined && /^[A-Z0-9][A-Z0-9_-]{0,23}$/.test(text) ? text : null;
}
