/**
 * The port that letters leave by. A channel is how a letter reaches its debtor, by e-mail or by post, and is the plan's
 * and the law's business; a carrier is who takes it there: a mail server, a print house, or only a file of ours.
 */
import type { Json, Uuid } from "@innfri/kernel";
import type { LetterData, Recipient } from "@innfri/letters";
import type { ContactData } from "../engine/load-files.ts";
import type { CarrierName } from "../store/index.ts";

export type LetterChannel = "email" | "post";

/** What is known of a letter before its pages are made. */
export type Addressed = {
  /** The carrier's idempotency key: the same message is never another letter. */
  readonly messageId: Uuid;
  /** Of letters that are handed over together; null for a carrier that takes each on its own. */
  readonly batchId: Uuid | null;
  readonly channel: LetterChannel;
  /** The instant of the attempt: the same when it is gone on with after a kill. */
  readonly at: string;
  readonly data: LetterData;
  readonly contact: ContactData;
  readonly recipient: Recipient;
  /** Of an e-mail: where its reader pays this case without typing anything, for some days. */
  readonly link: string | null;
};

export type MadeLetter = Addressed & { readonly pdf: Uint8Array };

/** A carrier's word on a letter. Problems are told to people and kept for ever: no names or addresses in them. */
export type Answer =
  | { readonly kind: "sent"; readonly detail?: Json }
  /** It will never take this letter to this debtor. */
  | { readonly kind: "refused"; readonly problem: string; readonly detail?: Json }
  /** It did not take it now; it may later. */
  | { readonly kind: "failed"; readonly problem: string; readonly detail?: Json }
  /** It may have taken it. Nobody knows, and it must not be asked again. */
  | { readonly kind: "unknown"; readonly problem: string; readonly detail?: Json }
  /** Its own fault: no letter would fare better now. It has none of them, unless `mayHave`: then it is asked later. */
  | { readonly kind: "down"; readonly problem: string; readonly mayHave?: true };

/** Of letters begun earlier: the carrier has taken them, or for certain it has not and will not. Others nobody knows. */
export type Found = ReadonlyMap<Uuid, "taken" | "not-taken">;

export type Carrier = {
  readonly name: CarrierName;
  /** Letters that are taken from the queue, and handed over, at a time. */
  readonly batchSize: number;
  /** Its letters of a batch are handed over by one act, and a batch is handed over once: another try is another batch. */
  readonly isBatched: boolean;
  /** Handing it the same letter again changes nothing. Where it would, `start` is asked right before it has them. */
  readonly canRepeat: boolean;
  /**
   * Takes letters, and tells of each what came of it as soon as it is known; of one it tells nothing, it did not
   * take. `start` says whether these letters are still the caller's to send, all of them.
   */
  send(
    letters: readonly MadeLetter[],
    start: (letters: readonly MadeLetter[]) => Promise<boolean>,
    tell: (letter: MadeLetter, answer: Answer) => Promise<void>,
  ): Promise<void>;
  /**
   * What became of letters that were begun earlier: for a carrier that can repeat, all of them, for others those that it
   * was called for. Throws where it cannot be asked.
   */
  found(letters: readonly Addressed[]): Promise<Found>;
  /** Of a carrier of batches: clears away one that it was never called for. */
  clear?(batchId: Uuid): Promise<void>;
  close(): Promise<void>;
};
