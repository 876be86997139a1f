/** Papers to a claim: copies of invoices, order confirmations, photographs. */
import { z } from "zod";
import { inClaim } from "./claims.ts";
import { language } from "./debtor.ts";
import { fileAnswer } from "./files.ts";
import { operation } from "./operation.ts";
import { id, instant } from "./values.ts";

const TAG = "Documents";

const ENCLOSURE_TYPES = ["application/pdf", "image/png", "image/jpeg", "image/heic", "text/plain"] as const;

/** `application/octet-stream` is what somebody sends who knows no better. */
const upload = { types: ["application/octet-stream", ...ENCLOSURE_TYPES], mostBytes: 10 * 1024 * 1024 };

const kind = z.enum(["invoice", "order-confirmation", "photo", "other"]).meta({
  id: "EnclosureKind",
  description: "`invoice` is a copy of the invoice.",
});

const side = z.enum(["creditor", "operator", "debtor"]);

const shown = {
  id,
  no: z.int().meta({ description: "Its number among the files of the claim." }),
  kind,
  objectionId: id.nullable(),
  name: z
    .string()
    .nullable()
    .meta({ description: "What it is called, cleaned; null once it has been blanked." }),
  type: z.enum(ENCLOSURE_TYPES).meta({ description: "By what is in it, whatever it was sent as." }),
  bytes: z.int(),
  sha256: z.string(),
  addedBy: side,
  addedAt: instant,
  scan: z.enum(["clean", "unscanned"]).meta({
    description: "`unscanned`: no scanner for malware was set up when it came.",
  }),
  isShared: z.boolean().meta({ description: "The debtor sees it; what it sent itself it always sees." }),
};

export const enclosure = z.strictObject(shown).meta({ id: "Enclosure" });

const enclosureList = z.strictObject({ items: z.array(enclosure) }).meta({ id: "EnclosureList" });

const named = {
  name: z.string().min(1).max(300).meta({ description: "The name of the file." }),
  kind: kind.default("other"),
  objectionId: id.optional().meta({ description: "The objection that it is about." }),
};

export const addEnclosure = operation({
  id: "addEnclosure",
  method: "post",
  path: "/v1/creditors/{creditorId}/claims/{claimId}/enclosures",
  tag: TAG,
  summary: "Add a file to a claim, or to an objection to it",
  description:
    "The body is the file itself. What it is, its content says: PDF, PNG, JPEG, HEIC or plain text. A file in which a scanner finds malware is refused and kept nowhere.",
  needs: "documents:write",
  params: inClaim,
  query: {
    ...named,
    shared: z
      .enum(["true", "false"])
      .optional()
      .meta({ description: "Whether the debtor sees it. A copy of the invoice is shared when left out." }),
  },
  upload,
  status: 201,
  answer: enclosure,
  problems: ["refused"],
});

export const listEnclosures = operation({
  id: "listEnclosures",
  method: "get",
  path: "/v1/creditors/{creditorId}/claims/{claimId}/enclosures",
  tag: TAG,
  summary: "All enclosures of a claim, the oldest first",
  needs: "documents:read",
  params: inClaim,
  answer: enclosureList,
});

const inEnclosure = { ...inClaim, enclosureId: id };

export const getEnclosure = operation({
  id: "getEnclosure",
  method: "get",
  path: "/v1/creditors/{creditorId}/claims/{claimId}/enclosures/{enclosureId}",
  tag: TAG,
  summary: "One enclosure, to be saved",
  needs: "documents:read",
  params: inEnclosure,
  answer: fileAnswer(ENCLOSURE_TYPES),
});

export const shareEnclosure = operation({
  id: "shareEnclosure",
  method: "post",
  path: "/v1/creditors/{creditorId}/claims/{claimId}/enclosures/{enclosureId}/share",
  tag: TAG,
  summary: "Let the debtor see an enclosure",
  needs: "documents:write",
  params: inEnclosure,
  answer: enclosure,
});

export const getEvidence = operation({
  id: "getEvidence",
  method: "get",
  path: "/v1/creditors/{creditorId}/claims/{claimId}/evidence",
  tag: TAG,
  summary:
    "One PDF for those who decide disputes: index, written dialogue, deadlines, letters and enclosures",
  needs: "documents:read",
  params: inClaim,
  query: { language: language.optional() },
  answer: fileAnswer(["application/pdf"]),
});

const ofDebtor = { claimId: id };

export const addDebtorEnclosure = operation({
  id: "addDebtorEnclosure",
  method: "post",
  path: "/v1/debtor/claims/{claimId}/enclosures",
  tag: "Debtor",
  summary: "Add a file to a claim, or to an objection of one's own",
  description: "The body is the file itself: PDF, PNG, JPEG, HEIC or plain text.",
  needs: "debtor",
  params: ofDebtor,
  query: named,
  upload,
  status: 201,
  answer: enclosure,
  problems: ["refused"],
});

export const listDebtorEnclosures = operation({
  id: "listDebtorEnclosures",
  method: "get",
  path: "/v1/debtor/claims/{claimId}/enclosures",
  tag: "Debtor",
  summary: "The enclosures that the debtor sent, and those that are shared with it: a copy of the invoice",
  needs: "debtor",
  params: ofDebtor,
  answer: enclosureList,
});

export const getDebtorEnclosure = operation({
  id: "getDebtorEnclosure",
  method: "get",
  path: "/v1/debtor/claims/{claimId}/enclosures/{enclosureId}",
  tag: "Debtor",
  summary: "One of those enclosures, to be saved",
  needs: "debtor",
  params: { ...ofDebtor, enclosureId: id },
  answer: fileAnswer(ENCLOSURE_TYPES),
});
