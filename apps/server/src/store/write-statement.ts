/**
 * One statement that writes many rows of many tables: a data-changing CTE per table, each fed by one binary array
 * per column. The join with `creditor` lets a cluster send the whole statement to the creditor's node.
 */
import { type ElementOf, type ElementType, GrowingArray } from "./binary-arrays.ts";
import { prepared, type Query, type Tx } from "./sql.ts";

/** A column, the type it travels as, and where its value stands in a row. */
export type Column<Row> = {
  readonly name: string;
  readonly array: () => Pick<GrowingArray<ElementType, Row>, "add" | "bytes" | "clear">;
  readonly type: ElementType;
  /** Set where the column's own type differs from the one it travels as. */
  readonly cast?: string;
};

export function column<Row, T extends ElementType>(
  name: string,
  type: T,
  of: (row: Row) => ElementOf[T] | null,
  cast?: string,
): Column<Row> {
  const made = { name, type, array: () => new GrowingArray<T, Row>(type, of) };
  return cast === undefined ? made : { ...made, cast };
}

/** What is done with the rows of one field of a batch. */
export type Write<Row> =
  | {
      readonly kind: "insert";
      readonly table: string;
      readonly columns: readonly Column<Row>[];
      /** Set where a row that is there already is as good as one that is written. */
      readonly mayBeThere?: true;
    }
  | {
      readonly kind: "update";
      readonly table: string;
      readonly columns: readonly Column<Row>[];
      /** `t` is the table and `x` the row sent: `next_look_on = x.next_look_on, version = t.version + 1`. */
      readonly set: string;
      /** Which row, and in what state it must be found: `t.debtor_id = x.debtor_id and t.version = x.version`. */
      readonly where: string;
    };

/** For each field of `Batch`, an array of rows or nothing, what to do with its rows. */
export type Writes<Batch> = {
  readonly [Field in keyof Batch]-?: Write<
    NonNullable<Batch[Field]> extends readonly (infer Row)[] ? Row : never
  >;
};

/**
 * A row was not as it was when it was read, or its creditor is not there: somebody else was quicker. The
 * transaction must be rolled back, and the files may be tried again.
 */
export class GuardFailed extends Error {
  override readonly name = "GuardFailed";
  readonly table: string;
  readonly sent: number;
  readonly written: number;
  constructor(found: { readonly table: string; readonly sent: number; readonly written: number }) {
    super(
      `of ${found.sent} rows of ${found.table}, ${found.written} were still as they had been read: somebody else was quicker. Nothing was written; try again`,
    );
    this.table = found.table;
    this.sent = found.sent;
    this.written = found.written;
  }
}

/** `sent` is null where not every row need be written. */
type Sent = { readonly table: string; readonly sent: number | null };

/** A batch that is given in parts, so that its rows need not be kept until it is written. It can be used again. */
export type GrowingBatch<Batch> = {
  add(part: Batch): void;
  /** Forgets what was added. */
  clear(): void;
  /** Throws `GuardFailed` unless every row was written. */
  write(tx: Tx, creditorId: string): Promise<void>;
};

/** What makes batches of this shape, each written with one statement. */
export function batches<Batch extends object>(writes: Writes<Batch>): () => GrowingBatch<Batch> {
  const fields = Object.keys(writes) as (keyof Batch & string)[];
  const all = fields.map((field) => writes[field] as Write<unknown>);
  const statement = prepared(statementText(all));
  return () => {
    const arrays = all.map(({ columns }) => columns.map((one) => one.array()));
    const counts = all.map(() => 0);
    return {
      add: (part) =>
        fields.forEach((field, index) => {
          const rows = (part[field] ?? []) as readonly unknown[];
          counts[index]! += rows.length;
          for (const array of arrays[index]!) array.add(rows);
        }),
      clear: () => {
        counts.fill(0);
        for (const array of arrays.flat()) array.clear();
      },
      write: (tx, creditorId) => {
        const sent = all.map((write, index): Sent => {
          const mayBeThere = write.kind === "insert" && write.mayBeThere === true;
          return { table: write.table, sent: mayBeThere ? null : counts[index]! };
        });
        const values = [creditorId, ...arrays.flat().map((array) => array.bytes())];
        return guarded(tx, { ...statement, values }, sent);
      },
    };
  };
}

/** The function that writes a batch of this shape with one statement, and throws `GuardFailed` unless every row was written. */
export function batchWriter<Batch extends object>(
  writes: Writes<Batch>,
): (tx: Tx, creditorId: string, batch: Batch) => Promise<void> {
  const newBatch = batches(writes);
  return (tx, creditorId, batch) => {
    const growing = newBatch();
    growing.add(batch);
    return growing.write(tx, creditorId);
  };
}

async function guarded(tx: Tx, query: Query, sent: readonly Sent[]): Promise<void> {
  const written = await tx.one<Record<string, number>>(query);
  sent.forEach(({ table, sent }, index) => {
    const count = written[`w${index}`] ?? 0;
    if (sent !== null && count !== sent) throw new GuardFailed({ table, sent, written: count });
  });
}

function statementText(writes: readonly Write<unknown>[]): string {
  let parameter = 1;
  const parts = writes.map((write, index) => {
    const arrays = write.columns.map((one) => `$${++parameter}::${one.type}[]`).join(", ");
    const names = write.columns.map((one) => one.name).join(", ");
    return `w${index} as (${partText(write, names, `unnest(${arrays}) x(${names})`)} returning 1)`;
  });
  const counts = writes.map((_, index) => `(select count(*)::int from w${index}) as w${index}`);
  return `with ${[...parts, ...growthOf(writes)].join(",\n")}\nselect ${counts.join(", ")}`;
}

/**
 * Events are written together with the note that their chains have grown, which a root is made from, and with the page
 * that those who follow the events read: here, where nobody can write the one without the other. The arrays are those of
 * the events, sent once.
 */
function growthOf(writes: readonly Write<unknown>[]): readonly string[] {
  const columns = writes.flatMap(({ table, columns }) => columns.map(({ name }) => `${table}.${name}`));
  const claims = columns.indexOf("event.claim_id");
  if (claims === -1) return [];
  // The first parameter is the creditor.
  const [claimIds, seqs] = [`$${claims + 2}::uuid[]`, `$${columns.indexOf("event.seq") + 2}::int4[]`];
  return [
    `grown as (insert into chain_growth (creditor_id, claim_id, seq, claim_ids)
  select k.creditor_id, (${claimIds})[1], (${seqs})[1], ${claimIds} from creditor k
  where k.creditor_id = $1::uuid and cardinality(${claimIds}) > 0)`,
    `paged as (insert into event_page (creditor_id, claim_id, seq, claim_ids, seqs)
  select k.creditor_id, (${claimIds})[1], (${seqs})[1], ${claimIds}, ${seqs} from creditor k
  where k.creditor_id = $1::uuid and cardinality(${claimIds}) > 0)`,
  ];
}

function partText(write: Write<unknown>, names: string, rows: string): string {
  if (write.kind === "update")
    return `update ${write.table} t set ${write.set} from ${rows} where t.creditor_id = $1::uuid and ${write.where}`;
  const values = write.columns
    .map((one) => `x.${one.name}${one.cast === undefined ? "" : `::${one.cast}`}`)
    .join(", ");
  const otherwise = write.mayBeThere === true ? " on conflict do nothing" : "";
  return `insert into ${write.table} (creditor_id, ${names})
  select k.creditor_id, ${values} from creditor k cross join ${rows} where k.creditor_id = $1::uuid${otherwise}`;
}
