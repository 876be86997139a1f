/** New rows of the law by two people: one enters them, another one who has read the source confirms them (S113). */
import { randomBytes } from "node:crypto";
import { isUuid, type Uuid, uuidOf } from "@innfri/kernel";
import { dayIn } from "../clock.ts";
import { readJsonText } from "../json-text.ts";
import { OPERATOR_TIME_ZONE, readLawEntries } from "../law/law-entries.ts";
import { type LawFileProblem, readLawFile } from "../law/law-file.ts";
import { type Pool, sql, type Tx } from "../store/index.ts";
import { addAuditLine } from "./audit-lines.ts";
import { loadLaw } from "./load-law.ts";

export type LawProposal = {
  readonly proposalId: Uuid;
  readonly file: string;
  readonly proposedBy: string;
  readonly proposedName: string;
  readonly proposedAt: string;
  readonly decision: "loaded" | "withdrawn" | null;
  readonly decidedName: string | null;
  readonly decidedAt: string | null;
};

export type Person = { readonly actor: string; readonly name: string };

export type ProposalOutcome =
  | { readonly kind: "done"; readonly proposal: LawProposal }
  | { readonly kind: "wrong"; readonly problems: readonly LawFileProblem[] }
  | { readonly kind: "refused"; readonly reason: string };

/** The newest first. */
export function listProposals(tx: Tx, limit: number): Promise<LawProposal[]> {
  return tx.many<LawProposal>(sql`
    select proposal_id as "proposalId", body as file, proposed_by as "proposedBy", proposed_name as "proposedName",
      proposed_at as "proposedAt", decision, decided_name as "decidedName", decided_at as "decidedAt"
    from law_proposal order by proposed_at desc, proposal_id limit ${limit}::int`);
}

/** Undefined where there is none. */
export function proposalById(tx: Tx, id: string): Promise<LawProposal | undefined> {
  return tx.maybe<LawProposal>(sql`
    select proposal_id as "proposalId", body as file, proposed_by as "proposedBy", proposed_name as "proposedName",
      proposed_at as "proposedAt", decision, decided_name as "decidedName", decided_at as "decidedAt"
    from law_proposal where proposal_id = ${isUuid(id) ? id : null}::uuid for update`);
}

/** Checked whole, as if it were loaded now: what is wrong with it is told at once, and nothing is kept then. */
export async function proposeLaw(
  tx: Tx,
  file: string,
  { actor, name }: Person,
  now: Date,
): Promise<ProposalOutcome> {
  const signed = signedFile(file, name, SOMEBODY);
  if (typeof signed !== "string") return { kind: "wrong", problems: signed };
  const read = readLawFile(signed, await readLawEntries(tx), dayIn(OPERATOR_TIME_ZONE, now));
  if (read.kind === "refused") return { kind: "wrong", problems: read.problems };
  if (read.entries.length === 0)
    return { kind: "refused", reason: "all of it counts already: there is nothing to confirm" };
  const proposalId = uuidOf(now.getTime(), randomBytes(10));
  await tx.run(sql`
    insert into law_proposal (proposal_id, body, proposed_by, proposed_name, proposed_at)
    values (${proposalId}::uuid, ${file}, ${actor}, ${name}, ${now.toISOString()}::timestamptz)`);
  await note(tx, proposalId, "law-proposed", actor, now);
  return { kind: "done", proposal: (await proposalById(tx, proposalId))! };
}

/**
 * Loads it by the engine, which alone writes the law, and then notes who confirmed. What is loaded once is known the second
 * time: broken off in between it is done again.
 */
export async function confirmLaw(
  tx: Tx,
  enginePool: Pool,
  id: string,
  { actor, name }: Person,
  now: Date,
): Promise<ProposalOutcome | undefined> {
  const found = await proposalById(tx, id);
  if (found === undefined) return undefined;
  if (found.decision !== null) return over(found);
  if (found.proposedBy === actor)
    return {
      kind: "refused",
      reason: "whoever entered the rows does not confirm them: somebody else reads the source",
    };
  const signed = signedFile(found.file, found.proposedName, name);
  if (typeof signed !== "string") return { kind: "wrong", problems: signed };
  const loaded = await loadLaw({ pool: enginePool }, signed, now);
  if (loaded.kind === "refused") return { kind: "wrong", problems: loaded.problems };
  return decided(tx, found, "loaded", { actor, name }, now);
}

export async function withdrawLaw(
  tx: Tx,
  id: string,
  by: Person,
  now: Date,
): Promise<ProposalOutcome | undefined> {
  const found = await proposalById(tx, id);
  if (found === undefined) return undefined;
  return found.decision === null ? decided(tx, found, "withdrawn", by, now) : over(found);
}

function over({ decision, decidedName }: LawProposal): ProposalOutcome {
  return { kind: "refused", reason: `it was ${decision} by ${decidedName} already` };
}

async function decided(
  tx: Tx,
  { proposalId }: LawProposal,
  decision: "loaded" | "withdrawn",
  { actor, name }: Person,
  now: Date,
): Promise<ProposalOutcome> {
  await tx.run(sql`
    update law_proposal set decision = ${decision}, decided_by = ${actor}, decided_name = ${name},
      decided_at = ${now.toISOString()}::timestamptz
    where proposal_id = ${proposalId}::uuid and decision is null`);
  await note(tx, proposalId, `law-${decision}`, actor, now);
  return { kind: "done", proposal: (await proposalById(tx, proposalId))! };
}

function note(tx: Tx, id: Uuid, act: string, actor: string, now: Date): Promise<void> {
  return addAuditLine(tx, { actor, act, subject: `law-proposal:${id}`, creditorId: null }, now);
}

/** Stands where nobody has confirmed yet. */
const SOMEBODY = "(nobody has confirmed it yet)";

/** The file with its two names, which come from the sign-in and from nowhere else. */
export function signedFile(
  file: string,
  enteredBy: string,
  confirmedBy: string = SOMEBODY,
): string | readonly LawFileProblem[] {
  const read = readJsonText(file);
  if (read.kind === "refused") return [{ where: "file", what: read.why }];
  const { value } = read;
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return [{ where: "file", what: "takes an object" }];
  const named = ["enteredBy", "confirmedBy"].filter((field) => Object.hasOwn(value, field));
  if (named.length > 0)
    return named.map((where) => ({ where, what: "is left out: it is whoever is signed in" }));
  return JSON.stringify({ ...value, enteredBy, confirmedBy });
}
