/** What `innfri doctor` says: one line for each thing looked at, with what to do where it is not well. */
import type { Check } from "../report.ts";

export type Topic =
  | "program"
  | "data directory"
  | "database"
  | "schema"
  | "database user"
  | "durability"
  | "clock"
  | "disk"
  | "operator"
  | "law"
  | "company"
  | "sign-offs"
  | "channels"
  | "run"
  | "outbox"
  | "workers"
  | "backup";

export type Finding = {
  readonly topic: Topic;
  /** A `warning` is to be looked at; with `wrong` something does not work, or will not when it is needed. */
  readonly status: "ok" | "warning" | "wrong";
  readonly found: string;
  readonly todo: string | null;
};

export function well(topic: Topic, found: string): Finding {
  return { topic, status: "ok", found, todo: null };
}

export function warning(topic: Topic, found: string, todo: string): Finding {
  return { topic, status: "warning", found, todo };
}

export function wrong(topic: Topic, found: string, todo: string): Finding {
  return { topic, status: "wrong", found, todo };
}

/** A check of health as a line; its sentence holds what to do. */
export function ofCheck(topic: Topic, { status, what }: Check): Finding {
  const [said = "", ...rest] = what.split(/(?<=\.) /);
  const todo = rest.length === 0 ? null : rest.join(" ");
  const found = todo === null ? said : said.replace(/\.$/, "");
  return { topic, status: status === "failing" ? "wrong" : status, found, todo };
}
