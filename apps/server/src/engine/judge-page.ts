/** Judges the files of a batch and gives their rows to the page, a part at a time. */
import { setImmediate } from "node:timers/promises";
import type { Uuid } from "@innfri/kernel";
import { inOrder, type Page } from "../store/page.ts";
import type { GrowingBatch } from "../store/write-statement.ts";
import { emptyRows } from "./claim-draft.ts";
import type { CreditorSettings, rulesCache } from "./creditor-settings.ts";
import { type JudgeContext, judgeFile, MOST_LOOKS_PER_DAY } from "./judge-file.ts";
import type { LoadedFile } from "./load-files.ts";
import { approvalOf } from "./write-approvals.ts";
import { type Done, type WriteContext, writeJudgement } from "./write-judgement.ts";

type Approval = ReturnType<typeof approvalOf>;

export type JudgedPage = {
  readonly approvals: readonly Approval[];
  readonly done: readonly Done[];
  /** Files that are due again on the same day. */
  readonly again: readonly Uuid[];
};

/**
 * So many files are judged before their rows become bytes and others have their turn: rows that live for a whole page
 * are carried about by every collection of garbage, and another lane waits for somebody to take in its answers.
 */
const PART = 50;

/** Throws where a file asks to be looked at again and again. */
export async function judgePage(
  by: {
    readonly context: JudgeContext;
    readonly settings: CreditorSettings;
    readonly rulesOf: ReturnType<typeof rulesCache>;
    readonly looks: ReadonlyMap<Uuid, number>;
    readonly sentLists: ReadonlySet<Uuid>;
  },
  files: readonly LoadedFile[],
  page: GrowingBatch<Page>,
): Promise<JudgedPage> {
  const { operator, creditor, clock } = by.context;
  const { settings, sentLists } = by;
  const write: WriteContext = { operator, creditor, settings, clock, actor: "engine", sentLists };
  const approvals: Approval[] = [];
  const done: Done[] = [];
  const again: Uuid[] = [];
  const parts = new Map<string, NonNullable<Page["documentParts"]>[number]>();
  for (let at = 0; at < files.length; at += PART) {
    if (at > 0) await setImmediate();
    const rows = emptyRows();
    for (const file of files.slice(at, at + PART)) {
      if ((by.looks.get(file.debtorId) ?? 0) >= MOST_LOOKS_PER_DAY)
        throw new Error(`file ${file.debtorId} asks to be looked at again and again on one day`);
      const judgement = judgeFile(file, by.context, by.rulesOf(file.customerNumber));
      for (const decision of judgement.decisions)
        if (decision.kind === "ask") approvals.push(approvalOf(write, file, decision));
      done.push(...writeJudgement(rows, write, file, judgement));
      const { nextLookOn } = judgement;
      if (nextLookOn !== null && nextLookOn <= clock.today) again.push(file.debtorId);
    }
    for (const part of rows.documentParts) parts.set(part.name, part);
    page.add({ ...rows, documentParts: [] });
  }
  page.add({ documentParts: inOrder([...parts.values()]) });
  return { approvals, done, again };
}
