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

export const invoiceLines = z
  .array(z.int().min(1).max(100_000))
  .min(1)
  .max(200)
  .meta({ description: "The lines of the invoice that it is about, as the invoice numbers them." });
