/** What kind of no it is. */
import { z } from "zod";

export const objectionReason = z
  .enum([
    "not-ordered",
    "not-delivered",
    "defect",
    "price",
    "paid",
    "credited",
    "cancelled",
    "wrong-recipient",
    "too-old",
    "other",
  ])
  .meta({ id: "ObjectionReason" });

export type ObjectionReason = z.output<typeof objectionReason>;
