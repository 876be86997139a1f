import { readFile } from "node:fs/promises";
import { isUuid, type Uuid } from "@innfri/kernel";
import { type Tx, withCreditor } from "../../store/index.ts";
import { addAuditLine } from "../../usecases/audit-lines.ts";
import {
  addEnclosure,
  type Enclosed,
  type EnclosureRow,
  enclosureContent,
  enclosuresOf,
  type NewEnclosure,
  shareEnclosure,
  type Viewer,
} from "../../usecases/enclosures.ts";
import { evidenceBundle } from "../../usecases/evidence.ts";
import type { Answered, Deployment, Handlers } from "../handler.ts";
import { Refused, refusal } from "../problem.ts";
import type { ReceivedFile } from "../receive-file.ts";
import { claimOf } from "./claims.ts";
import { ownClaimOf } from "./own-claim.ts";

type EnclosureOperation =
  | "addEnclosure"
  | "listEnclosures"
  | "getEnclosure"
  | "getEvidence"
  | "shareEnclosure"
  | "addDebtorEnclosure"
  | "listDebtorEnclosures"
  | "getDebtorEnclosure";

export const ENCLOSURE_HANDLERS: Pick<Handlers, EnclosureOperation> = {
  addEnclosure: ({ creditor, deployment, params, query, file, caller, now }) => {
    const { kind } = query;
    const isShared = query.shared === undefined ? kind === "invoice" : query.shared === "true";
    const addedBy = caller.creditorId === null ? ("operator" as const) : ("creditor" as const);
    const given = { ...query, isShared, addedBy, actor: caller.actor, now };
    return add(deployment, creditor.creditorId, file, given, (tx) =>
      claimOf(tx, creditor.creditorId, params.claimId),
    );
  },

  listEnclosures: ({ creditor, deployment, params }) =>
    withCreditor(deployment.pool, creditor.creditorId, async (tx) => {
      const { claimId } = await claimOf(tx, creditor.creditorId, params.claimId);
      const rows = await enclosuresOf(tx, creditor.creditorId, claimId, "company");
      return { body: { items: rows.map(shown) } };
    }),

  getEnclosure: ({ creditor, deployment, params }) =>
    withCreditor(deployment.pool, creditor.creditorId, async (tx) => {
      const { claimId } = await claimOf(tx, creditor.creditorId, params.claimId);
      return { body: await contentOf(tx, creditor.creditorId, claimId, params.enclosureId, "company") };
    }),

  shareEnclosure: async (tx, { creditor, params, caller, now }) => {
    const { creditorId } = creditor;
    const { claimId } = await claimOf(tx, creditorId, params.claimId);
    if (!isUuid(params.enclosureId)) throw noSuchFile();
    await shareEnclosure(tx, creditorId, claimId, params.enclosureId);
    const [row] = await enclosuresOf(tx, creditorId, claimId, "company", params.enclosureId);
    if (row === undefined) throw noSuchFile();
    const line = { actor: caller.actor, act: "enclosure-shared", subject: `claim:${claimId}`, creditorId };
    await addAuditLine(tx, { ...line, details: { sha256: row.sha256 } }, now);
    return { body: shown(row) };
  },

  getEvidence: async ({ creditor, deployment, params, query, now }) => {
    const found = await withCreditor(deployment.pool, creditor.creditorId, (tx) =>
      claimOf(tx, creditor.creditorId, params.claimId),
    );
    const language = query.language ?? (creditor.country === "NO" ? "nb" : "sv");
    const claim = { creditor, ...found, invoiceNumber: "" };
    const bytes = await oneOfFew(() => evidenceBundle(deployment, claim, language, now));
    return { body: { type: "application/pdf", name: `${EVIDENCE[language]} ${found.claimId}.pdf`, bytes } };
  },

  addDebtorEnclosure: ({ creditor, deployment, params, query, file, caller, now }) => {
    const given = { ...query, isShared: false, addedBy: "debtor" as const, actor: caller.actor, now };
    return add(deployment, creditor.creditorId, file, given, (tx) =>
      ownClaimOf(tx, { creditor, caller, params }),
    );
  },

  listDebtorEnclosures: ({ creditor, deployment, params, caller }) =>
    withCreditor(deployment.pool, creditor.creditorId, async (tx) => {
      const { creditorId } = creditor;
      const { claimId } = await ownClaimOf(tx, { creditor, caller, params });
      const rows = await enclosuresOf(tx, creditorId, claimId, "debtor");
      return { body: { items: rows.map(shown) } };
    }),

  getDebtorEnclosure: ({ creditor, deployment, params, caller }) =>
    withCreditor(deployment.pool, creditor.creditorId, async (tx) => {
      const { creditorId } = creditor;
      const { claimId } = await ownClaimOf(tx, { creditor, caller, params });
      return { body: await contentOf(tx, creditorId, claimId, params.enclosureId, "debtor") };
    }),
};

const EVIDENCE = { nb: "dokumentasjon", sv: "dokumentation", en: "evidence" } as const;

/** Each is a process of its own, for up to a minute. */
const MOST_AT_ONCE = 2;
let setting = 0;

async function oneOfFew<T>(work: () => Promise<T>): Promise<T> {
  if (setting >= MOST_AT_ONCE)
    throw new Refused(
      refusal("too-many", "Several bundles are being set just now. Ask again in a while.", {
        headers: { "Retry-After": "10" },
      }),
    );
  setting += 1;
  try {
    return await work();
  } finally {
    setting -= 1;
  }
}

type Given = Omit<NewEnclosure, "objectionId" | "hash" | "bytes" | "claimId" | "debtorId"> & {
  readonly objectionId?: string | undefined;
  readonly now: Date;
};

async function add(
  { pool, scanner }: Deployment,
  creditorId: Uuid,
  file: ReceivedFile,
  { objectionId, now, ...given }: Given,
  claim: (tx: Tx) => Promise<Pick<NewEnclosure, "claimId" | "debtorId">>,
): Promise<Answered<"addEnclosure">> {
  // Nobody's file is read before it is known whose claim it is for.
  await withCreditor(pool, creditorId, claim);
  const bytes = await readFile(file.path);
  const scanned = (await scanner?.scan(bytes)) ?? null;
  if (scanned?.kind === "failed")
    throw new Refused(
      refusal(
        "unavailable",
        "The file could not be scanned for malware. Nothing was kept. Try again later.",
        {
          headers: { "Retry-After": "60" },
        },
      ),
    );
  return withCreditor(pool, creditorId, async (tx) => {
    const { claimId, debtorId } = await claim(tx);
    const hash = file.sha256.toString("hex");
    const enclosure = { ...given, claimId, debtorId, objectionId: objectionId ?? null, hash, bytes };
    const added = await addEnclosure(tx, creditorId, enclosure, scanned, now);
    if (added.kind !== "attached") return whyNot(added);
    const [row] = await enclosuresOf(tx, creditorId, claimId, "company", added.enclosureId);
    return { body: shown(row!) };
  });
}

function whyNot(added: Exclude<Enclosed, { kind: "attached" }>) {
  switch (added.kind) {
    case "no-such-objection":
      return refusal("not-found", "There is no such objection to this claim. Nothing was kept.");
    case "unknown-type":
      return refusal(
        "unsupported-type",
        "This is no whole PDF, PNG, JPEG or HEIC file and no plain text, whatever it is called. Nothing was kept. Save it as PDF and send that.",
      );
    case "malware":
      return refusal(
        "refused",
        "The scanner found malware in this file. Nothing was kept. Have the machine that it came from looked at.",
      );
    case "too-many":
      return refusal("refused", `A claim takes ${added.most} files, and has them. Nothing was kept.`);
  }
}

async function contentOf(tx: Tx, creditorId: Uuid, claimId: Uuid, enclosureId: string, viewer: Viewer) {
  const found = isUuid(enclosureId)
    ? await enclosureContent(tx, creditorId, claimId, enclosureId, viewer)
    : undefined;
  if (found !== undefined) return found;
  throw noSuchFile();
}

function noSuchFile(): Refused {
  return new Refused(refusal("not-found", "There is no such file, or its content was removed."));
}

function shown({ addedAt, ...row }: EnclosureRow) {
  return { ...row, addedAt: new Date(addedAt).toISOString() };
}
