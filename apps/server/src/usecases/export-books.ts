/** The books as an hledger journal: every entry, with where it comes from and no word about any person. */
import { type JournalTransaction, writeHledger } from "@innfri/formats";
import { type CalendarDate, date, type Uuid } from "@innfri/kernel";
import { accountName } from "../books/account-names.ts";
import { BalanceSums } from "../books/balance-sums.ts";
import { type LedgerRow, ledgerRows } from "../books/ledger-rows.ts";
import type { Pool } from "../store/index.ts";

/**
 * The journal's text, piece by piece in flat memory. It ends with what every account must hold, so that hledger
 * refuses a journal that was cut or changed.
 */
export async function* exportBooks(pool: Pool, creditorIds: readonly Uuid[]): AsyncGenerator<string> {
  const sums = new BalanceSums();
  let lastOn: CalendarDate = date("1900-01-01");
  const transactions = async function* (): AsyncGenerator<JournalTransaction> {
    for (const creditorId of creditorIds)
      for await (const row of ledgerRows(pool, creditorId)) {
        if (row.bookedOn > lastOn) lastOn = row.bookedOn;
        row.accountNo.forEach((accountNo, index) => {
          sums.add(accountNo, row.currency, row.amountMinor[index] ?? 0n);
        });
        yield transactionOf(creditorId, row);
      }
  };
  // Asked only when the last transaction has been written, and known only then.
  const closing = {
    get on() {
      return lastOn;
    },
    get balances() {
      return sums.balances().map(({ minor, ...account }) => ({ ...account, amountMinor: minor }));
    },
  };
  yield* writeHledger(transactions(), closing);
}

function transactionOf(creditorId: Uuid, row: LedgerRow): JournalTransaction {
  const { journalId, entryNo, journal } = row;
  return {
    id: `${journalId}/${entryNo}`,
    on: row.bookedOn,
    description: row.kind,
    currency: row.currency,
    postings: row.accountNo.map((accountNo, index) => ({
      account: accountName(accountNo),
      amountMinor: row.amountMinor[index] ?? 0n,
    })),
    tags: {
      creditor: creditorId,
      ...(journal === "creditor" ? {} : { [journal]: journalId }),
      kind: row.kind,
      ...sourceTags(row.source, journal),
    },
  };
}

/** What caused the entry, by its id or the name of the rule. */
function sourceTags(source: LedgerRow["source"], journal: string): Record<string, string> {
  const named = Object.entries(source).filter(
    ([name, value]) => name !== journal && typeof value === "string",
  );
  return Object.fromEntries(named.map(([name, value]) => [`source-${name}`, String(value)]));
}
