/** The claims of a file that end because they are paid, or are opened again for their money. */
import { statementOn } from "@innfri/claims";
import type { ClaimDraft } from "../engine/claim-draft.ts";
import { covered } from "../engine/covered.ts";
import { judgeFile } from "../engine/judge-file.ts";
import type { LoadedFile } from "../engine/load-files.ts";
import { lapse } from "../engine/write-approvals.ts";
import { close } from "../engine/write-judgement.ts";
import type { FileBooks } from "./file-books.ts";
import type { BookingContext } from "./receiving-accounts.ts";

export type Ended = { readonly paid: number; readonly waived: number };

export class FileEnding {
  readonly #file: LoadedFile;
  readonly #context: BookingContext;
  readonly #books: Pick<FileBooks, "rows" | "drafts" | "account" | "touched">;
  readonly #reopened = new Set<ClaimDraft>();
  readonly #waived = new Set<string>();
  readonly #lapsed = new Set<ClaimDraft>();
  #ended = { paid: 0, waived: 0 };

  constructor(
    file: LoadedFile,
    context: BookingContext,
    books: Pick<FileBooks, "rows" | "drafts" | "account" | "touched">,
  ) {
    this.#file = file;
    this.#context = context;
    this.#books = books;
  }

  /** Closes what was touched, and says what has ended since the last call. */
  closePaid(): Ended {
    this.endPaid("or-waived");
    this.#books.touched.clear();
    const ended = this.#ended;
    this.#ended = { paid: 0, waived: 0 };
    return ended;
  }

  endPaid(how: "paid" | "or-waived"): void {
    for (const draft of this.#books.touched) {
      const reason = draft.state === "closed" ? null : this.#close(draft, how);
      // A claim that was opened only for booking its money again had been counted before.
      if (reason !== null && !this.#reopened.delete(draft)) this.#ended[reason]++;
    }
  }

  /** Notes that a claim is opened only for booking its money again. */
  opens(draft: ClaimDraft): void {
    if (draft.state === "closed") this.#reopened.add(draft);
  }

  /** A rest that was waived is a person's to bring back. */
  canOpen(claim: string): boolean {
    if (this.#books.drafts.get(claim)!.state !== "closed") return true;
    return (
      !this.#waived.has(claim) &&
      !this.#file.events.some((event) => event.claim === claim && event.kind === "waiver")
    );
  }

  #close(draft: ClaimDraft, how: "paid" | "or-waived"): "paid" | "waived" | null {
    const { receiver } = this.#context;
    const { today } = receiver.clock;
    const ref = draft.before.claimId;
    const rules = receiver.rulesOf(this.#file.customerNumber);
    if (draft.openPrincipalMinor > rules.waivedRestMinor) return null;
    const closing = covered(() => {
      const account = this.#books.account.on(draft.before.currency, today);
      if (account === null) return null;
      const rest = statementOn(account, [ref], today).totalMinor;
      if (rest < 0n || rest > rules.waivedRestMinor) return null;
      if (rest > 0n) return how === "paid" ? null : this.#waiveRest(draft);
      const because = { rule: "plan.paid", text: "nothing is owed any more" };
      this.#end(draft, { reason: "paid", lines: [], because });
      return "paid";
    });
    // Where no table covers today, what is left is judged by the run once one does.
    return closing.kind === "covered" ? closing.value : null;
  }

  /** Whether a small rest is waived is the plan's judgement (D13), the same as a run's. */
  #waiveRest(draft: ClaimDraft): "paid" | "waived" | null {
    const { receiver, operator } = this.#context;
    const { creditor, clock, rulesOf } = receiver;
    const file: LoadedFile = {
      ...this.#file,
      events: this.#books.account.events,
      claims: this.#file.claims.map((claim) => ({
        ...claim,
        state: this.#books.drafts.get(claim.claimId)!.state,
      })),
    };
    const { decisions } = judgeFile(file, { creditor, operator, clock }, rulesOf(file.customerNumber));
    const ref = draft.before.claimId;
    const closing = decisions.find((decision) => decision.kind === "close" && decision.claim === ref);
    if (closing?.kind !== "close") return null;
    this.#end(draft, closing);
    return closing.reason;
  }

  #end(draft: ClaimDraft, ending: Parameters<typeof close>[1]): void {
    const { clock } = this.#context.receiver;
    close(draft, ending, clock.today);
    this.#books.account.changed();
    if (ending.reason === "waived") this.#waived.add(draft.before.claimId);
    if (this.#lapsed.has(draft)) return;
    this.#lapsed.add(draft);
    lapse(this.#books.rows, this.#file, draft);
  }
}
