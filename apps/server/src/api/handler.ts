/** What answers a call: given what was asked, checked by its schema, and who asks. */
import type { OPERATIONS, OperationId } from "@innfri/contract";
import type { Json } from "@innfri/kernel";
import type { z } from "zod";
import type { Scanner } from "../enclosures/scan.ts";
import type { Creditor } from "../engine/creditors.ts";
import type { Installation, Operator } from "../installation.ts";
import type { Keys } from "../secrets/keys.ts";
import type { Mailer } from "../signin/mail.ts";
import type { Pool, Tx } from "../store/index.ts";
import type { Caller } from "./caller.ts";
import type { Refusal } from "./problem.ts";
import type { ReceivedFile } from "./receive-file.ts";

type Operations = typeof OPERATIONS;
type Fields<S> = { readonly [Name in keyof S]: z.output<S[Name] & z.ZodType> };
type BodyOf<B> = B extends z.ZodType ? z.output<B> : undefined;
type AnswerOf<A> = A extends z.ZodType ? z.input<A> : undefined;

export type Deployment = Pick<Installation, "pool" | "directory"> & {
  readonly operator: Operator;
  /** For what the engine alone may write: whole files of the bank, the word on a letter, confirmed rows of the law. */
  readonly enginePool: Pool;
  /** Sees all companies at one moment and writes nothing: for what the operator is told of all of them. */
  readonly auditor: Pool;
  /** Null where none are set: what needs them is not served then. */
  readonly keys: Keys | null;
  /** Null where none is set up: what comes is marked as unscanned. */
  readonly scanner: Scanner | null;
  /** For e-mails to users; none where it is left out. */
  readonly mailer?: Mailer;
};

/** A debtor's own calls, which are about what one company knows of it. */
type DebtorsOwn = `/v1/debtor/${"claims" | "contact"}${string}`;

/** They are made by a debtor who is in. */
type CallerOf<Path> = Path extends DebtorsOwn
  ? Caller & { readonly debtor: NonNullable<Caller["debtor"]> }
  : Caller;

export type Asked<Id extends OperationId> = {
  /** On connections of the role that a creditor's portal has. */
  readonly deployment: Deployment;
  readonly params: Fields<Operations[Id]["params"]>;
  readonly query: Fields<Operations[Id]["query"]>;
  readonly body: BodyOf<Operations[Id]["body"]>;
  readonly caller: CallerOf<Operations[Id]["path"]>;
  /** Of the path; every call about a creditor's things names it. */
  readonly creditor: Operations[Id]["params"] extends { creditorId: unknown }
    ? Creditor
    : Operations[Id]["path"] extends DebtorsOwn
      ? Creditor
      : undefined;
  readonly now: Date;
  /** Of a keyed call: what the caller has chosen. */
  readonly idempotencyKey: string;
  /** The version that the caller has seen, by `If-Match`; null where it named none. */
  readonly ifMatch: string | null;
};

export type Answered<Id extends OperationId> =
  | {
      readonly body: AnswerOf<Operations[Id]["answer"]["schema"]>;
      readonly version?: string;
      /** Fields that only the first answer has. They are kept nowhere: a repetition is answered with those of `body`. */
      readonly shownOnce?: Readonly<Record<string, Json>>;
      /** What is to be done in the world once all of it is written; it never fails the request. */
      readonly afterwards?: () => Promise<void>;
    }
  | Refusal;

type Reads<Id extends OperationId> = (asked: Asked<Id>) => Promise<Answered<Id>>;
/** In the transaction that also keeps the idempotency key and the answer: all of it is written, or nothing. */
type Writes<Id extends OperationId> = (tx: Tx, asked: Asked<Id>) => Promise<Answered<Id>>;

/** By transactions of its own: the same file comes to the same however often it is taken, and wherever that is broken off. */
type Takes<Id extends OperationId> = (
  asked: Asked<Id> & { readonly file: ReceivedFile },
) => Promise<Answered<Id>>;

export type Handlers = {
  readonly [Id in OperationId]: Operations[Id]["upload"] extends object
    ? Takes<Id>
    : Operations[Id]["method"] extends "get"
      ? Reads<Id>
      : Operations[Id]["isKeyed"] extends false
        ? Reads<Id>
        : Writes<Id>;
};
