/** What a run sent, and where to: only what is no more than a file lies in the outbox. */
import type { CreditorRun } from "../usecases/run-days.ts";
import { CARRIER_WORDS } from "./carrier-words.ts";
import { counted } from "./output.ts";

type Ran = CreditorRun & { readonly kind: "ran" };
export type Sent = Pick<Ran, "ways" | "folder"> & {
  readonly sent: Pick<Ran["sent"], "email" | "post" | "lists">;
};

export function sentText({ sent, ways, folder }: Sent): string {
  const all = [
    { way: ways.email, count: sent.email, noun: "e-mail" },
    { way: ways.post, count: sent.post, noun: "letter" },
    { way: ways.email, count: sent.lists, noun: "list" },
  ];
  return [...Map.groupBy(all, ({ way }) => way)]
    .filter(([, some]) => some.some(({ count }) => count > 0))
    .map(([way, some]) => {
      const where = way === "capture" ? `to ${folder}` : CARRIER_WORDS[way];
      return `\n  sent ${where}: ${some.map(({ count, noun }) => counted(count, noun)).join(", ")}`;
    })
    .join("");
}
