/** The lines of a stored file that nobody has booked yet, a page at a time. */
import type { Uuid } from "@innfri/kernel";
import { type Pool, sql, type Tx, withOperator } from "../store/index.ts";
import { type BankLine, payerOf } from "./bank-line.ts";

export type WaitingLine = BankLine & {
  /** The same money was booked from a file of another format: it must not be booked again. */
  readonly isElsewhere: boolean;
};

type Row = Omit<WaitingLine, "payer"> & { readonly payer: unknown };

/** Calls `work` with pages in the order of the bank's days, which ids begin with. One snapshot is read, whatever is booked meanwhile. */
export function forWaitingLines(
  pool: Pool,
  bankFileId: Uuid,
  pageLines: number,
  work: (page: readonly WaitingLine[]) => Promise<void>,
): Promise<void> {
  return withOperator(pool, async (tx) => {
    await openCursor(tx, bankFileId);
    const next = async () => {
      const rows = await tx.many<Row>(fetching(pageLines));
      return rows.map((row): WaitingLine => ({ ...row, payer: payerOf(row.payer) }));
    };
    // The next page is read while this one is booked.
    let page = await next();
    while (page.length > 0) {
      const following = next();
      following.catch(() => undefined);
      await work(page);
      page = await following;
    }
  });
}

function fetching(pageLines: number) {
  return { name: `waiting ${pageLines}`, text: `fetch ${pageLines} from waiting_line`, values: [] };
}

async function openCursor(tx: Tx, bankFileId: Uuid): Promise<void> {
  const { others, same } = await filesOfTheAccounts(tx, bankFileId);
  if (others.length === 0)
    await tx.run(sql`
      declare waiting_line no scroll cursor for
      select bank_line_id as "bankLineId", account, bank_reference as "bankReference", booked_on as "bookedOn",
        value_on as "valueOn", amount_minor as "amountMinor", currency, reference, payer, false as "isElsewhere"
      from bank_line where bank_file_id = ${bankFileId}::uuid and matched_at is null
      order by bank_line_id`);
  // Banks tell the same money in several formats, with other references of their own. A line is taken for the same
  // as a booked one of another file where account, day, amount and the payer's reference agree, once for each.
  else
    await tx.run(sql`
      declare waiting_line no scroll cursor for
      with told as (
        -- Lines of the same format that wait already were taken for as many of the booked ones.
        select account, booked_on, amount_minor, currency, ltrim(reference, '0') as reference,
          count(*) filter (where matched_at is not null and bank_file_id = any(${others}::uuid[]))
            - count(*) filter (where matched_at is null and bank_file_id = any(${same}::uuid[])) as times
        from bank_line where bank_file_id = any(${[...others, ...same]}::uuid[]) and reference is not null
        group by 1, 2, 3, 4, 5)
      select l.bank_line_id as "bankLineId", l.account, l.bank_reference as "bankReference", l.booked_on as "bookedOn",
        l.value_on as "valueOn", l.amount_minor as "amountMinor", l.currency, l.reference, l.payer,
        t.times is not null and t.times >= row_number() over (partition by l.account, l.booked_on, l.amount_minor,
          l.currency, ltrim(l.reference, '0') order by l.bank_line_id) as "isElsewhere"
      from bank_line l left join told t on t.account = l.account and t.booked_on = l.booked_on
        and t.amount_minor = l.amount_minor and t.currency = l.currency and t.reference = ltrim(l.reference, '0')
      where l.bank_file_id = ${bankFileId}::uuid and l.matched_at is null
      order by l.bank_line_id`);
}

/** The other files with lines of the same accounts: `others` of other formats, `same` of this one; none without others. */
async function filesOfTheAccounts(
  tx: Tx,
  bankFileId: Uuid,
): Promise<{ readonly others: readonly Uuid[]; readonly same: readonly Uuid[] }> {
  const rows = await tx.many<{ id: Uuid; isSame: boolean }>(sql`
    select that.bank_file_id as id, that.format = this.format as "isSame"
    from bank_file this join bank_file that on that.bank_file_id <> this.bank_file_id
      and jsonb_exists_any(that.totals -> 'accounts', array(select jsonb_array_elements_text(this.totals -> 'accounts')))
    where this.bank_file_id = ${bankFileId}::uuid`);
  const [same, others] = [rows.filter(({ isSame }) => isSame), rows.filter(({ isSame }) => !isSame)];
  if (others.length === 0) return { others: [], same: [] };
  return { others: others.map(({ id }) => id), same: same.map(({ id }) => id) };
}
