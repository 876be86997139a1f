/** Whose money arrives on which account. */
import type { CreditorRules } from "@innfri/claims";
import { canonicalAccount } from "@innfri/formats";
import { type Clock, clockOf } from "../clock.ts";
import { type CreditorSettings, rulesCache } from "../engine/creditor-settings.ts";
import { allCreditors, type Creditor, settingsOn } from "../engine/creditors.ts";
import { gateOf } from "../engine/sign-offs.ts";
import type { Operator } from "../installation.ts";
import { type Pool, withCreditor } from "../store/index.ts";

/** A creditor with what booking its money needs. */
export type Receiver = {
  readonly creditor: Creditor;
  readonly settings: CreditorSettings;
  readonly clock: Clock;
  readonly rulesOf: (customerNumber: string) => CreditorRules;
};

export type BookingContext = {
  readonly operator: Operator;
  readonly receiver: Receiver;
  /** Who recorded the money, where it was a person. */
  readonly actor?: string;
};

export type ReceivingAccounts = {
  readonly receivers: readonly Receiver[];
  /** The creditors whose money an account can hold; all of them where it is nobody's. */
  readonly of: (account: string, giro: string | null) => readonly Receiver[];
  /** The creditors whose account it is; none where it is nobody's. */
  readonly ownersOf: (account: string) => readonly Receiver[];
};

/** What booking a creditor's money needs. Before its rules are complete it has no claims that anything could be paid on. */
export async function receiverOf(pool: Pool, creditor: Creditor, now: Date): Promise<Receiver | undefined> {
  const clock = clockOf(creditor, now);
  const { settings, unconfirmed } = await withCreditor(pool, creditor.creditorId, async (tx) => ({
    settings: await settingsOn(tx, creditor.creditorId, clock.today),
    unconfirmed: await gateOf(tx, creditor),
  }));
  if (settings === undefined || settings.plan === null) return undefined;
  return { creditor, settings, clock, rulesOf: rulesCache(settings, unconfirmed) };
}

/** Reads every creditor's account. An agency's client account holds the money of all its creditors. */
export async function receivingAccounts(
  pool: Pool,
  operator: Operator,
  now: Date,
): Promise<ReceivingAccounts> {
  const receivers: Receiver[] = [];
  const byAccount = new Map<string, Receiver[]>();
  for (const creditor of await allCreditors(pool)) {
    const receiver = await receiverOf(pool, creditor, now);
    if (receiver === undefined) continue;
    receivers.push(receiver);
    if (receiver.settings.account === null) continue;
    const account = canonicalAccount(receiver.settings.account.value);
    byAccount.set(account, [...(byAccount.get(account) ?? []), receiver]);
  }
  if (operator.licence !== null) byAccount.set(canonicalAccount(operator.licence.clientAccount), receivers);
  return {
    receivers,
    ownersOf: (account) => byAccount.get(canonicalAccount(account)) ?? [],
    of: (account, giro) =>
      byAccount.get(canonicalAccount(account)) ??
      (giro === null ? undefined : byAccount.get(canonicalAccount(giro))) ??
      receivers,
  };
}
