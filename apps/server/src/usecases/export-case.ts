/** A case with all that happened in it, for somebody else: a creditor, a lawyer, a board, a court, the debtor (S37, S55, B10). */
import { accountOn, statementOn } from "@innfri/claims";
import type { CalendarDate, Json } from "@innfri/kernel";
import {
  CASE_FORMAT,
  type CaseExport,
  type CaseJson,
  type LetterLanguage,
  renderLetterPdf,
} from "@innfri/letters";
import { type CaseRows, readCase, signedLaw, termsOn } from "../cases/read-case.ts";
import { clockOf } from "../clock.ts";
import { covered } from "../engine/covered.ts";
import type { FoundClaim } from "../engine/find-claim.ts";
import { type ContactData, factsOf } from "../engine/load-files.ts";
import { readFiles } from "../engine/read-files.ts";
import { recipientOf } from "../engine/recipient.ts";
import { countedClaims } from "../engine/record-facts.ts";
import { readSignOffs } from "../engine/sign-offs.ts";
import { letterOf, partsNamed, type StoredData, type StoredDerivations } from "../engine/stored-letter.ts";
import type { Installation, Operator } from "../installation.ts";
import { proveChain } from "../roots/prove-chain.ts";
import { documentParts, sql, type Tx, withCreditor } from "../store/index.ts";

/** All of it as of one moment, also while a run is writing. */
export async function exportCase(
  { pool, operator }: Pick<Installation, "pool"> & { readonly operator: Operator },
  { creditor, claimId, debtorId }: FoundClaim,
  language: LetterLanguage,
  now: Date,
): Promise<CaseExport> {
  const { creditorId } = creditor;
  const { today } = clockOf(creditor, now);
  return withCreditor(pool, creditorId, async (tx): Promise<CaseExport> => {
    await tx.run(sql`set transaction isolation level repeatable read, read only`);
    const { documents, ...rows } = await readCase(tx, creditorId, claimId, debtorId);
    return {
      format: CASE_FORMAT,
      language,
      madeAt: now.toISOString(),
      operator: { id: operator.operatorId, name: operator.name, kind: operator.kind },
      creditor: {
        id: creditorId,
        name: creditor.name,
        country: creditor.country,
        timeZone: creditor.timeZone,
        isSandbox: creditor.isSandbox,
      },
      ...rows,
      parts: Object.fromEntries(
        await documentParts(
          tx,
          creditorId,
          documents.flatMap(({ data, derivations }) =>
            partsNamed(data as unknown as StoredData, derivations as unknown as StoredDerivations),
          ),
        ),
      ) as CaseExport["parts"],
      documents: documents.map((document, i) => ({
        ...document,
        file: `letters/${i + 1} ${document.datedOn} ${document.kind}.pdf`,
      })),
      told: await toldOn(tx, { creditor, claimId, debtorId }, operator, today),
      terms: await termsOn(tx, creditorId, today),
      law: {
        openPoints: (await readSignOffs(tx))
          .filter(({ item }) => item.country === creditor.country)
          .map(({ item, standing }) => ({ id: item.id, standing })),
        ...(await signedLaw(tx)),
      },
      proof: await proveChain(tx, creditorId, claimId),
    };
  });
}

/** The amounts of the claim on a day, and the facts of its file: with them anyone can tell them again. */
async function toldOn(
  tx: Tx,
  { creditor, claimId, debtorId }: Pick<FoundClaim, "creditor" | "claimId" | "debtorId">,
  operator: Operator,
  on: CalendarDate,
): Promise<CaseExport["told"]> {
  const [file] = await readFiles(tx, creditor.creditorId, [debtorId], { withClosed: true });
  const context = { country: creditor.country, operator: operator.kind };
  const counted =
    file === undefined
      ? []
      : countedClaims(file, (claim) => claim.state === "closed" && claim.claimId !== claimId);
  const facts = file === undefined ? null : factsOf(file, context, counted);
  if (facts === null) return { on, total: null, lines: [], facts: null };
  const told = covered(() => statementOn(accountOn(facts, on), [claimId], on));
  const known = told.kind === "covered" ? told.value : { lines: [], totalMinor: null };
  return {
    on,
    total: known.totalMinor?.toString() ?? null,
    lines: known.lines.map(({ item, minor, derivation }) => ({
      item,
      amount: minor.toString(),
      derivation: plain(derivation),
    })),
    facts: plain(facts),
  };
}

/** As JSON has it: amounts as text. */
function plain(value: unknown): CaseJson {
  const text = JSON.stringify(value, (_, one) => (typeof one === "bigint" ? one.toString() : one));
  return text === undefined ? null : (JSON.parse(text) as CaseJson);
}

/**
 * Each letter as PDF, under the name that the export has for it: set again from what was stored, to whom it went; "erased"
 * where that is no longer known.
 */
export function caseLetters(
  exported: CaseExport,
): readonly { readonly file: string; readonly pdf: Uint8Array }[] {
  const parts = new Map(Object.entries(exported.parts)) as ReadonlyMap<string, Json>;
  return exported.documents.map((document) => {
    const data = letterOf(
      document.data as unknown as StoredData,
      document.derivations as unknown as StoredDerivations,
      parts,
    );
    const contact = contactOf(exported, document.id);
    const recipient =
      contact === null
        ? { name: ERASED[data.language], addressLines: [], country: exported.creditor.country }
        : recipientOf(contact, exported.creditor.country);
    return { file: document.file, pdf: renderLetterPdf(data, recipient) };
  });
}

const ERASED = { nb: "(slettet)", sv: "(raderad)", en: "(erased)" } as const;

function contactOf(
  { messages, debtor }: Pick<CaseRows, "messages" | "debtor">,
  documentId: string,
): ContactData | null {
  const message = messages.find((one) => one.document_id === documentId);
  const contact = debtor.contacts.find(({ id }) => id === message?.contact_id);
  return (contact?.data as ContactData | null | undefined) ?? null;
}
