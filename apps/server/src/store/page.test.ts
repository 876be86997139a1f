import { addDays, date, sha256, type Uuid } from "@innfri/kernel";
import { anId, aPortfolio, type Owed, testDatabase } from "@innfri/testing";
import { describe, expect, it } from "vitest";
import { type LockedFile, lockDueFiles, lockFiles, type Page, writePage } from "./page.ts";
import { writeRegistration } from "./registration.ts";
import type { ClaimNowChange } from "./rows.ts";
import { sql, sqlState, type Tx, withCreditor, withOperator } from "./sql.ts";
import { GuardFailed } from "./write-statement.ts";

const database = await testDatabase();
const engine = await database.pool("innfri_engine");

const DUE = date("2026-02-01");
const AT = "2026-02-01T05:00:00.000Z";

const charged = (claimId: Uuid, change: Partial<ClaimNowChange> = {}): ClaimNowChange => ({
  claimId,
  headSeqBefore: 1,
  openPrincipalMinor: 100_000n,
  openInterestMinor: 0n,
  openCostsMinor: 3_500n,
  headSeq: 2,
  headHash: sha256("second"),
  closedOn: null,
  stepCount: 1,
  entryCount: 2,
  state: "open",
  stage: "notice",
  caseId: null,
  ...change,
});

const looked = (file: LockedFile, change: Partial<LockedFile> = {}) => ({
  ...file,
  nextLookOn: addDays(DUE, 14),
  ...change,
});

async function all(owed: Owed, table: string): Promise<Record<string, unknown>[]> {
  return withCreditor(engine, owed.creditorId, (tx) =>
    tx.many<Record<string, unknown>>({
      name: `all ${table}`,
      text: `select * from ${table} order by 1, 2, 3`,
      values: [],
    }),
  );
}

/** One claim's day: a notice with its fee, in every table that a page can write. */
function noticeFor(claimId: Uuid, debtorId: Uuid): Page {
  const [documentId, caseId, approvalId] = [anId(), anId(), anId()];
  return {
    claims: [charged(claimId, { caseId })],
    steps: [
      {
        claimId,
        ordinal: 1,
        kind: "notice",
        takenOn: DUE,
        deadlineOn: addDays(DUE, 14),
        documentId,
        caseId,
        becauseJson: "{}",
      },
    ],
    documents: [
      {
        documentId,
        debtorId,
        kind: "notice",
        template: "no.notice/1",
        language: "nb",
        datedOn: DUE,
        dataJson: '{"total":"1035.00","æ":"ø"}',
        derivationsJson: "[]",
        hash: sha256("document"),
      },
    ],
    messages: [
      {
        messageId: anId(),
        documentId,
        debtorId,
        contactId: anId(),
        channel: "email",
        state: "queued",
        sendAfter: AT,
        sendBefore: null,
      },
    ],
    ledgerTransactions: [
      {
        journalId: claimId,
        entryNo: 2,
        bookedOn: DUE,
        recordedAt: AT,
        kind: "charge",
        currency: "NOK",
        sourceJson: "{}",
        postings: [
          { accountNo: 1120, amountMinor: 3_500n },
          { accountNo: 3120, amountMinor: -3_500n },
        ],
      },
    ],
    events: [
      {
        claimId,
        seq: 2,
        kind: "letter",
        happenedOn: DUE,
        recordedAt: AT,
        actor: "engine",
        dataJson: "{}",
        hash: sha256("second"),
      },
    ],
    holds: [
      {
        holdId: anId(),
        debtorId,
        claimId,
        kind: "postponed",
        fromOn: DUE,
        untilOn: addDays(DUE, 3),
        textId: null,
      },
    ],
    approvals: [{ approvalId, kind: "collection-list", openedAt: AT, decideAt: null, state: "open" }],
    approvalItems: [{ approvalId, claimId, ordinal: 2, proposalJson: '{"step":"demand"}' }],
    cases: [{ caseId, debtorId, openedOn: DUE }],
  };
}

describe("A page is written whole", () => {
  it("Every table gets its rows, and the file its next look and version", async () => {
    const owed = await aPortfolio(engine, { nextLookOn: DUE });
    const [claimId, debtorId] = [owed.claimIds[0]!, owed.debtorIds[0]!];
    await withCreditor(engine, owed.creditorId, async (tx) => {
      const files = await lockDueFiles(tx, owed.creditorId, DUE, 10);
      expect(files).toEqual([
        { debtorId, version: 1, nextLookOn: DUE, kind: "business", customerNumber: "1001", planName: null },
      ]);
      await writePage(tx, owed.creditorId, {
        files: files.map((file) => looked(file)),
        ...noticeFor(claimId, debtorId),
      });
    });
    expect(await all(owed, "file")).toMatchObject([{ next_look_on: "2026-02-15", version: 2 }]);
    expect(await all(owed, "claim_now")).toMatchObject([
      { open_principal_minor: 100_000n, open_costs_minor: 3_500n, head_seq: 2, step_count: 1, state: "open" },
    ]);
    expect(await all(owed, "document")).toMatchObject([
      { data: { total: "1035.00", æ: "ø" }, hash: sha256("document") },
    ]);
    expect((await all(owed, "ledger_transaction")).map((row) => row.amount_minor)).toEqual([
      [100_000n, -100_000n],
      [3_500n, -3_500n],
    ]);
    expect((await all(owed, "event")).map((row) => [row.seq, row.kind, row.recorded_at])).toEqual([
      [1, "registered", "2026-01-05T09:00:00.000Z"],
      [2, "letter", AT],
    ]);
    for (const table of ["step", "message", "hold", "approval", "approval_item", "collection_case"])
      expect([table, (await all(owed, table)).length]).toEqual([table, 1]);
  });

  it("What was opened is ended, decided and closed once", async () => {
    const owed = await aPortfolio(engine, { nextLookOn: DUE });
    const page = noticeFor(owed.claimIds[0]!, owed.debtorIds[0]!);
    const { approvalId } = page.approvals![0]!;
    const decided = {
      holdEnds: page.holds!.map(({ holdId }) => ({ holdId, endedOn: DUE })),
      approvalsDecided: [{ approvalId }],
      approvalItemsDecided: [
        {
          approvalId,
          claimId: owed.claimIds[0]!,
          stateBefore: "open",
          state: "approved",
          decidedBy: "silence",
          decidedAt: AT,
        },
      ],
      casesClosed: page.cases!.map(({ caseId }) => ({ caseId, closedOn: DUE })),
    } as const satisfies Page;
    await withCreditor(engine, owed.creditorId, (tx) => writePage(tx, owed.creditorId, page));
    await withCreditor(engine, owed.creditorId, (tx) => writePage(tx, owed.creditorId, decided));
    expect(await all(owed, "approval_item")).toMatchObject([
      { state: "approved", decided_by: "silence", decided_at: AT },
    ]);
    for (const [field, table] of [
      ["holdEnds", "hold"],
      ["approvalsDecided", "approval"],
      ["approvalItemsDecided", "approval_item"],
      ["casesClosed", "collection_case"],
    ] as const) {
      const again = withCreditor(engine, owed.creditorId, (tx) =>
        writePage(tx, owed.creditorId, { [field]: decided[field] }),
      );
      await expect(again).rejects.toMatchObject({ name: "GuardFailed", table, sent: 1, written: 0 });
    }
  });

  it("An empty page is no act", async () => {
    const owed = await aPortfolio(engine);
    await withCreditor(engine, owed.creditorId, (tx) => writePage(tx, owed.creditorId, {}));
    expect(await all(owed, "event")).toHaveLength(1);
  });
});

describe("Nothing is written over what somebody else has changed meanwhile", () => {
  const cases: readonly (readonly [string, (files: readonly LockedFile[], owed: Owed) => Page])[] = [
    [
      "a file of another version",
      (files) => ({ files: [looked(files[0]!), looked(files[1]!, { version: 7 })] }),
    ],
    [
      "a claim whose chain has grown",
      (_, owed) => ({ claims: owed.claimIds.map((id, n) => charged(id, { headSeqBefore: 1 + n })) }),
    ],
    [
      "a file that is not there",
      (files) => ({ files: [looked(files[0]!), looked(files[1]!, { debtorId: anId() })] }),
    ],
  ];

  it.each(cases)("%s: the page is refused whole", async (_, pageOf) => {
    const owed = await aPortfolio(engine, { debtors: 2, nextLookOn: DUE });
    const act = withCreditor(engine, owed.creditorId, async (tx) => {
      const files = await lockDueFiles(tx, owed.creditorId, DUE, 10);
      await writePage(tx, owed.creditorId, pageOf(files, owed));
    });
    const failure = await act.catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(GuardFailed);
    expect(failure).toMatchObject({ sent: 2, written: 1 });
    expect((await all(owed, "file")).map((row) => row.version)).toEqual([1, 1]);
    expect((await all(owed, "claim_now")).map((row) => row.head_seq)).toEqual([1, 1]);
  });

  it("A creditor that is not there gets no rows, and that is noticed", async () => {
    const creditorId = anId();
    const holds = noticeFor(anId(), anId()).holds!;
    const act = withCreditor(engine, creditorId, (tx) => writePage(tx, creditorId, { holds }));
    await expect(act).rejects.toMatchObject({ name: "GuardFailed", table: "hold", sent: 1, written: 0 });
  });

  it("A step that is taken already cannot be taken again", async () => {
    const owed = await aPortfolio(engine, { nextLookOn: DUE });
    const { steps } = noticeFor(owed.claimIds[0]!, owed.debtorIds[0]!);
    const act = () =>
      withCreditor(engine, owed.creditorId, (tx) => writePage(tx, owed.creditorId, { steps: steps! }));
    await act();
    expect(sqlState(await act().catch((error: unknown) => error))).toBe("23505");
  });
});

describe("Two workers never share a file", () => {
  it("While one holds the first files, the other gets the next, and a third none", async () => {
    const owed = await aPortfolio(engine, { debtors: 5, nextLookOn: DUE });
    const lock = (tx: Tx, limit: number) => lockDueFiles(tx, owed.creditorId, DUE, limit);
    await withCreditor(engine, owed.creditorId, async (first) => {
      const mine = await lock(first, 3);
      await withCreditor(engine, owed.creditorId, async (second) => {
        const theirs = await lock(second, 3);
        expect([...mine, ...theirs].map((file) => file.debtorId).sort()).toEqual([...owed.debtorIds].sort());
        expect([mine.length, theirs.length]).toEqual([3, 2]);
        await withCreditor(engine, owed.creditorId, async (third) =>
          expect(await lock(third, 3)).toEqual([]),
        );
      });
    });
  });

  it("Many workers that empty one creditor's day do every file once", async () => {
    const owed = await aPortfolio(engine, { debtors: 60, nextLookOn: DUE });
    const worker = async (): Promise<Uuid[]> => {
      const done: Uuid[] = [];
      for (;;) {
        const files = await withCreditor(engine, owed.creditorId, async (tx) => {
          const locked = await lockDueFiles(tx, owed.creditorId, DUE, 7);
          await writePage(tx, owed.creditorId, { files: locked.map((file) => looked(file)) });
          return locked;
        });
        if (files.length === 0) return done;
        done.push(...files.map((file) => file.debtorId));
      }
    };
    const done = (await Promise.all([worker(), worker(), worker(), worker()])).flat();
    expect(done.sort()).toEqual([...owed.debtorIds].sort());
    expect((await all(owed, "file")).every((row) => row.version === 2)).toBe(true);
  });

  it("Files are due from their day on, the longest due first, and a file without a day never", async () => {
    const owed = await aPortfolio(engine, { debtors: 3, nextLookOn: DUE });
    const [first, second, third] = owed.debtorIds;
    const due = (lookBy: typeof DUE, limit = 10) =>
      withCreditor(engine, owed.creditorId, async (tx) =>
        (await lockDueFiles(tx, owed.creditorId, lookBy, limit)).map((file) => file.debtorId),
      );
    await withCreditor(engine, owed.creditorId, async (tx) => {
      await tx.run(sql`update file set next_look_on = null where debtor_id = ${second}`);
      await tx.run(sql`update file set next_look_on = ${addDays(DUE, -3)} where debtor_id = ${third}`);
    });
    expect(await due(addDays(DUE, -4))).toEqual([]);
    expect(await due(addDays(DUE, -1))).toEqual([third]);
    expect(await due(DUE)).toEqual([third, first]);
    expect(await due(DUE, 1)).toEqual([third]);
  });

  it("An act of a person waits for the batch that holds the file, and sees what it did", async () => {
    const owed = await aPortfolio(engine, { nextLookOn: DUE });
    const acted: string[] = [];
    let person: Promise<void> = Promise.resolve();
    await withCreditor(engine, owed.creditorId, async (tx) => {
      const files = await lockDueFiles(tx, owed.creditorId, DUE, 1);
      person = withCreditor(engine, owed.creditorId, async (own) => {
        const [file] = await lockFiles(own, owed.creditorId, owed.debtorIds);
        acted.push(`person at version ${file?.version}`);
      });
      await waitUntilSomeoneWaits();
      acted.push("batch");
      await writePage(tx, owed.creditorId, { files: files.map((file) => looked(file)) });
    });
    await person;
    expect(acted).toEqual(["batch", "person at version 2"]);
  });

  async function waitUntilSomeoneWaits(): Promise<void> {
    for (;;) {
      const { count } = await withOperator(engine, (tx) =>
        tx.one<{ count: bigint }>(sql`select count(*) from pg_locks where not granted`),
      );
      if (count > 0n) return;
    }
  }
});

describe("A registration is written whole", () => {
  it("A claim of a debtor who is not there refuses everything else with it", async () => {
    const owed = await aPortfolio(engine);
    const debtorId = anId();
    const act = withCreditor(engine, owed.creditorId, (tx) =>
      writeRegistration(tx, owed.creditorId, {
        files: [{ debtorId, nextLookOn: DUE }],
        claims: [
          {
            claimId: anId(),
            debtorId,
            invoiceId: anId(),
            instalmentNo: 1,
            currency: "NOK",
            principalMinor: 1n,
            dueOn: DUE,
            reference: "x",
          },
        ],
      }),
    );
    expect(sqlState(await act.catch((error: unknown) => error))).toBe("23503");
    expect(await all(owed, "file")).toHaveLength(1);
  });
});
