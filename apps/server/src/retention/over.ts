/** What is over of signing in and of requests that name no company, as the engine's policies have it. */
import { prepared, type Tx } from "../store/index.ts";

/** Each table by its key: from when what is in it is counted, and how long after that it is dropped. */
const OVER = [
  over({ table: "operator_request", key: "key", from: "created_at", after: "30 days" }),
  over({ table: "debtor_session", key: "token_hash", from: "expires_at", after: "1 day" }),
  over({ table: "door_try", key: "case_hash", from: "first_at", after: "1 day" }),
  over({ table: "signin_try", key: "key", from: "began_at", after: "1 day" }),
  over({ table: "signin_session", key: "id", from: "expires_at", after: "1 day" }),
  over({ table: "signin_verification", key: "id", from: "expires_at", after: "1 day" }),
];

/** Drops up to so many of each table, by the database's own clock; for a transaction of no creditor. Answers with the most. */
export async function dropWhatIsOver(tx: Tx, limit: number): Promise<number> {
  const dropped = await Promise.all(OVER.map((statement) => tx.run({ ...statement, values: [limit] })));
  return Math.max(...dropped);
}

type Rule = {
  readonly table: string;
  readonly key: string;
  readonly from: string;
  readonly after: "1 day" | "30 days";
};

function over({ table, key, from, after }: Rule) {
  return prepared(`
    delete from ${table} where ${key} in (select ${key} from ${table}
      where ${from} < now() - interval '${after}' limit $1::int)`);
}
