import { describe, expect, it } from "vitest";
import { type Sent, sentText } from "./sent-text.ts";

const text = (ways: Sent["ways"], [email, post, lists]: readonly [number, number, number]) =>
  sentText({ ways, folder: "/data/outbox/NO-1", sent: { email, post, lists } });

describe("What a run says that it sent", () => {
  it("lies in the outbox where letters are only files", () => {
    const ways = { email: "capture", post: "capture" } as const;
    expect(text(ways, [2, 1, 0])).toBe("\n  sent to /data/outbox/NO-1: 2 e-mails, 1 letter, 0 lists");
    expect(text(ways, [0, 0, 0])).toBe("");
  });

  it("does not lie there where a mail server or a print house took it", () => {
    expect(text({ email: "smtp", post: "folder" }, [266, 134, 0])).toBe(
      "\n  sent by the mail server: 266 e-mails, 0 lists\n  sent to the print house's folder: 134 letters",
    );
    expect(text({ email: "smtp", post: "capture" }, [0, 1, 0])).toBe(
      "\n  sent to /data/outbox/NO-1: 1 letter",
    );
  });
});
