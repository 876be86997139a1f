/** Values that travel in every request and answer. */
import { z } from "zod";

/** Characters of an id; what it is made of is nobody's business. */
const ID_MAX = 64;

export const id = z
  .string()
  .min(1)
  .max(ID_MAX)
  .meta({ id: "Id", description: "An opaque id, as an earlier answer gave it." });

/** No claim is older and no deadline later; a day at the calendar's own end has none after it. */
const YEARS = /^(?:19[7-9]\d|2[01]\d\d)-/;

export const day = z.iso
  .date()
  .regex(YEARS, "a day of the years 1970 to 2199")
  .meta({ id: "Day", description: "A calendar day in the company's country.", example: "2026-05-15" });

export const instant = z.iso
  .datetime({ offset: true })
  .meta({ id: "Instant", description: "A moment, with its offset.", example: "2026-05-15T06:30:00.000Z" });

export const currency = z.enum(["NOK", "SEK", "DKK", "EUR"]).meta({ id: "Currency" });

/** Whole minor units as decimal text: no number of JSON is a sum of money. */
export const decimal = z
  .string()
  .regex(/^-?(0|[1-9]\d{0,12})\.\d{2}$/, {
    error: "an amount with two decimals, such as 4538.00",
    // Else a union with an amount in it says nothing of the other ways.
    abort: true,
  })
  .meta({ id: "Decimal", description: "An amount with two decimals, a period between.", example: "4538.00" });

export const citation = z
  .strictObject({
    act: z.string(),
    number: z.string(),
    section: z.string(),
    url: z.string().optional(),
  })
  .meta({ id: "Citation", description: "A provision of law, and where to read it." });

/** The rule that is the reason, and the law behind it. */
export const because = z
  .strictObject({ text: z.string(), citation: citation.nullable() })
  .meta({ id: "Because", description: "The rule, and the law behind it." });

/** A person's own words. They are kept apart, and can be blanked. */
export const note = z.string().trim().min(1).max(4000);

export const PAGE_MOST = 200;
const PAGE_DEFAULT = 50;

export const cursor = z
  .string()
  .max(400)
  .meta({ id: "Cursor", description: "Where the next page begins, as the page before said." });

/** What every list takes: a page of at most 200, from where the one before ended. */
export const pageQuery = {
  cursor: cursor.optional(),
  limit: z.coerce.number().int().min(1).max(PAGE_MOST).default(PAGE_DEFAULT),
};

/** A page of a list. */
export function pageOf<Item extends z.ZodType>(item: Item, name: string) {
  return z.strictObject({ items: z.array(item), nextCursor: cursor.nullable() }).meta({
    id: name,
    description: "A page; the next one begins at `nextCursor`, and null says that it was the last.",
  });
}
