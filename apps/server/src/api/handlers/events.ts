import { followEvents, lastPosition, type ToldEvent } from "../../events/read-events.ts";
import { withCreditor } from "../../store/index.ts";
import { cursorOf, isCount, markAt } from "../cursor.ts";
import type { Handlers } from "../handler.ts";

const ORDER = "events";

export const EVENT_HANDLERS: Pick<Handlers, "listEvents"> = {
  listEvents: async ({ deployment, creditor, query }) => {
    const { creditorId } = creditor;
    const after = positionAt(query.cursor);
    const followed = await withCreditor(deployment.pool, creditorId, async (tx) =>
      after === null && query.from === "now"
        ? { events: [], position: await lastPosition(tx, creditorId), hasMore: false }
        : followEvents(tx, creditorId, after ?? 0n, query.limit),
    );
    return {
      body: {
        items: followed.events.map(bodyOf),
        cursor: cursorOf(ORDER, { value: String(followed.position), id: creditorId }),
        hasMore: followed.hasMore,
      },
    };
  },
};

export function bodyOf({ position: _, ...event }: ToldEvent) {
  return event;
}

function positionAt(cursor: string | undefined): bigint | null {
  const mark = markAt(ORDER, cursor, isCount);
  return mark === null ? null : BigInt(mark.value);
}
