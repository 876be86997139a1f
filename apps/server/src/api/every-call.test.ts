/**
 * Every call of the API's document, asked by everybody for everything: no failure of ours, no answer that the document
 * does not know, nothing of another company. `npm run api:requests` sends 20,000.
 */
import { ALL_OPERATIONS, openApiDocument } from "@innfri/contract";
import type { Uuid } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { halfYearFile } from "../law/test-law-file.ts";
import { anInstallation, aWorld, NOW, type World } from "../payments/test-world.ts";
import { withAdministrator, withOperator } from "../store/index.ts";
import { keepRequest } from "../usecases/contact-requests.ts";
import { addMembership, invite, makeUser } from "../usecases/users.ts";
import { testApi } from "./test-api.ts";
import { aDebtorsToken } from "./test-debtor.ts";
import { callsOf, type Document, requestOf } from "./test-requests.ts";

const REQUESTS = Number(process.env.INNFRI_API_REQUESTS ?? 0);
const isLong = REQUESTS > 0;
/** Of each call, so that some of them are good. */
const FEWEST = 80;
/** Those that set a PDF, live through months or try a plan: a good answer of theirs takes a second. */
const SLOW = new Set(["getEvidence", "replayPlan", "checkPlan", "previewPlan", "takePlan", "previewSender"]);
const FEWEST_SLOW = 20;
const SEED = Number(process.env.INNFRI_API_SEED ?? 20261122);

const database = await testDatabase();
const installation = await anInstallation(database);
const api = await testApi(database, installation);
const document = openApiDocument("0") as unknown as Document;

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(document as object, "doc");

async function aCompany(secretWord: string): Promise<World> {
  const world = await aWorld(installation, { startsOn: "2026-05-01", input: { automation: "suggest" } });
  await world.owe(
    Array.from({ length: 24 }, (_, i) => ({
      number: `${secretWord}-${i}`,
      customer: `${secretWord}-customer-${i % 5}`,
      amount: `${1000 + i}.00`,
      dueOn: "2026-04-30",
      kind: i % 5 === 4 ? "business" : "person",
    })),
  );
  await world.runUntil("2026-05-15");
  // What is answered here is found open by the calls that come after it.
  const key = await api.key({ creditorId: world.creditorId });
  // One letter leaves.
  const { claimId: said } = await world.claim(`${secretWord}-21`);
  await api.post(`/v1/creditors/${world.creditorId}/claims/${said}/approve`, { choice: null }, { key });
  await world.runUntil("2026-05-18");
  for (let i = 0; i < 12; i += 1) {
    const { claimId } = await world.claim(`${secretWord}-${i}`);
    const path = `/v1/creditors/${world.creditorId}/claims/${claimId}/objections`;
    const made = await api.post(path, { disputed: "whole", note: secretWord }, { key });
    expect(made.status).toBe(201);
    if (i % 3 > 0) continue;
    const { body } = await api.get(`/v1/creditors/${world.creditorId}/objections?claimId=${claimId}`, {
      key,
    });
    const answer = { answer: "reject", text: secretWord };
    await api.post(`/v1/creditors/${world.creditorId}/objections/${body.items[0].id}/answer`, answer, {
      key,
    });
  }
  const file = {
    type: "text/csv",
    bytes: `invoice_number;customer_name;amount;issued_on;due_on\n${secretWord};K;1.00;2026-04-01;2026-04-30`,
  };
  const tried = await api.ask(
    "POST",
    `/v1/creditors/${world.creditorId}/trial-imports?controlCount=9&controlSum=9.00`,
    { key, file },
  );
  expect(tried.status, JSON.stringify(tried.body)).toBe(201);
  for (let i = 0; i < 24; i += 1) {
    const { claimId } = await world.claim(`${secretWord}-${i}`);
    const path = `/v1/creditors/${world.creditorId}/claims/${claimId}/enclosures?name=${secretWord}&kind=invoice`;
    const file = { type: "text/plain", bytes: Buffer.from(`${secretWord} ${i}`) };
    expect((await api.ask("POST", path, { key, file })).status).toBe(201);
  }
  await withAdministrator(database.url, async (client) => {
    await client.query(
      `insert into webhook_endpoint (creditor_id, endpoint_id, url, description, types, state, created_by, created_at, position)
       select $1, gen_random_uuid(), 'https://example.com/' || $2::text, '', '{}', 'enabled', 'test', now(), 0
       from generate_series(1, 30)`,
      [world.creditorId, secretWord],
    );
    // Boards of the company and changes of routine; a board is gone once it was removed.
    await client.query(
      `insert into dashboard (creditor_id, dashboard_id, version_no, name, cards, is_removed, actor, recorded_at)
       select $1, gen_random_uuid(), 1, $2::text, '[]', false, 'test', now() from generate_series(1, 60)`,
      [world.creditorId, secretWord],
    );
    await client.query(
      `insert into improvement (creditor_id, improvement_id, version_no, title, measure, began_on, due_on, owner_user_id,
         actor, recorded_at)
       select $1, gen_random_uuid(), 1, $2::text, '{"report": "departments", "row": null, "column": "claims"}',
         '2026-05-01', '2026-06-01', 'somebody', 'test', now() from generate_series(1, 10)`,
      [world.creditorId, secretWord],
    );
  });
  return world;
}

const OTHERS_WORD = "SNOWDROP";
const own = await aCompany("FOXGLOVE");
const other = await aCompany(OTHERS_WORD);

/** The ids that stand in a table's rows of the company. */
function idsOf(
  world: World,
  table: string,
  column: string,
  whose = "creditor_id",
  who: string = world.creditorId,
): Promise<string[]> {
  return withAdministrator(database.url, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `select distinct ${column}::text as id from ${table} where ${whose} = $1 order by 1`,
      [who],
    );
    return rows.map(({ id }) => id);
  });
}

const NAMED = [
  ["claimId", "claim", "claim_id"],
  ["debtorId", "debtor", "debtor_id"],
  ["approvalId", "approval", "approval_id"],
  ["documentId", "document", "document_id"],
  ["invoiceId", "invoice", "invoice_id"],
  ["contactId", "contact", "contact_id"],
  ["importId", "import_file", "import_id"],
  ["trialId", "trial_import", "trial_id"],
  ["webhookId", "webhook_endpoint", "endpoint_id"],
  ["keyId", "api_key", "key_id", "for_creditor_id"],
  ["objectionId", "objection", "objection_id"],
  ["enclosureId", "enclosure", "enclosure_id"],
  ["stateId", "debtor_state", "state_id"],
  ["dashboardId", "dashboard", "dashboard_id"],
  ["improvementId", "improvement", "improvement_id"],
  ["memberId", "membership", "membership_id", "for_creditor_id"],
  ["invitationId", "invitation", "invitation_id", "for_creditor_id"],
] as const;

// Keys to be revoked, made before those that ask.
for (const world of [own, own, own, other]) await api.key({ creditorId: world.creditorId });

/** What is the matter with each debtor, for somebody to lift. */
for (const world of [own, other])
  for (const debtorId of await idsOf(world, "debtor", "debtor_id"))
    await api.post(
      `/v1/creditors/${world.creditorId}/debtors/${debtorId}/states`,
      { kind: "minor", source: "other" },
      { key: await api.key() },
    );

/** Users and invitations, at a company or the operator's own for null. */
async function somePeople(creditorId: Uuid | null): Promise<void> {
  const pool = await database.pool("innfri_api", 1);
  const role = creditorId === null ? "auditor" : "creditor-user";
  const place = { creditorId, role, department: null } as const;
  await withOperator(pool, async (tx) => {
    for (let i = 0; i < 12; i += 1) {
      const email = `${i}@${creditorId ?? "operator"}.example`;
      await addMembership(
        tx,
        await makeUser(tx, { name: "Oppdiktet", email, passwordHash: "" }, NOW),
        place,
        NOW,
      );
      await invite(tx, { ...place, email: `invited-${email}` }, { actor: "test", permissions: null }, NOW);
    }
  });
}
for (const of of [own.creditorId, other.creditorId, null]) await somePeople(of);

const NOBODYS = ["019de0d5-c800-7f55-838c-169639308f0b", "1", "no-such-id"];
const foreign = [other.creditorId as string];
const named: Record<string, readonly string[]> = {};
for (const [name, table, column, whose] of NAMED) {
  const [own_, others] = [await idsOf(own, table, column, whose), await idsOf(other, table, column, whose)];
  foreign.push(...others);
  // Mostly one's own, so that much is found.
  named[name] = [...own_, ...own_, ...own_, ...others.slice(0, own_.length), ...NOBODYS];
}

async function operatorsIds(table: string, column: string): Promise<string[]> {
  return withAdministrator(database.url, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `select ${column}::text as id from ${table} where for_creditor_id is null`,
    );
    return rows.map(({ id }) => id);
  });
}

async function queueIds(): Promise<string[]> {
  const { body } = await api.get("/v1/operator/queue?limit=200", { key: await api.key() });
  return body.items.map(({ id }: { readonly id: string }) => id);
}

await withOperator(await database.pool("innfri_api", 1), async (tx) => {
  const asking = { creditorId: null, actor: "nobody", said: { name: "Oppdiktet" } };
  for (let i = 0; i < 12; i += 1) await keepRequest(tx, asking, NOW);
});
const operatorsOwn = {
  requestId: [...(await operatorsIds("contact_request", "request_id")), ...NOBODYS],
  memberId: [...(await operatorsIds("membership", "membership_id")), ...NOBODYS],
  invitationId: [...(await operatorsIds("invitation", "invitation_id")), ...NOBODYS],
  itemId: [...(await queueIds()), ...NOBODYS],
};

/** New rows of the law that nobody has confirmed. */
async function aProposal(): Promise<string> {
  const { enteredBy: _, confirmedBy: __, ...file } = JSON.parse(halfYearFile());
  await withAdministrator(database.url, (client) =>
    client.query(
      `insert into law_proposal (proposal_id, body, proposed_by, proposed_name, proposed_at)
       values ('019de0d5-c800-7f55-838c-169639308f0c', $1, 'user:ada', 'Ada Oppdiktet', $2)`,
      [JSON.stringify(file), NOW],
    ),
  );
  return "019de0d5-c800-7f55-838c-169639308f0c";
}

const ids = {
  ...named,
  proposalId: [await aProposal(), ...NOBODYS],
  creditorId: [...Array.from({ length: 30 }, () => own.creditorId), other.creditorId, ...NOBODYS],
  any: [...Object.values(named).flat(), other.creditorId],
};
const key = await api.key({ creditorId: own.creditorId });
/** A debtor of the company who is in. */
const aDebtor = async () => aDebtorsToken(database, (await own.claim("FOXGLOVE-1")).claimId);

const debtor = await aDebtor();
const { claimId: debtorsClaim } = await own.claim("FOXGLOVE-1");
const [debtorId] = await idsOf(own, "claim", "debtor_id", "claim_id", debtorsClaim);
const claimOf = new Map(
  (await idsOf(own, "enclosure", "enclosure_id::text || ' ' || claim_id")).map(
    (pair) => pair.split(" ") as [string, string],
  ),
);

/** What a debtor has begun to pay on a claim of its own, and one of it paid. */
async function debtorsOwn(): Promise<Record<string, readonly string[]>> {
  const { claimId } = await own.claim("FOXGLOVE-16");
  const path = `/v1/debtor/claims/${claimId}/online-payments`;
  const begun: string[] = [];
  for (let i = 0; i < 6; i += 1) {
    const { body } = await api.post(path, { way: "card", amount: "10.00" }, { key: debtor });
    begun.push(body.id);
  }
  await api.post(`${path}/${begun[0]}/sandbox`, { outcome: "paid" }, { key: debtor });
  const paid = await idsOf(own, "payment", "payment_id");
  expect(paid).toHaveLength(1);
  const written = (await own.claim("FOXGLOVE-21")).claimId;
  const letters = await idsOf(own, "step", "document_id", "claim_id", written);
  expect(letters).toHaveLength(1);
  const owing = await idsOf(own, "claim", "claim_id", "debtor_id", debtorId);
  return {
    claimId: [...owing, claimId, claimId, claimId, written, written, written, ...named.claimId!.slice(0, 1)],
    documentId: [...letters, ...letters, ...NOBODYS.slice(1)],
    objectionId: await idsOf(own, "objection", "objection_id", "debtor_id", debtorId),
    enclosureId: await idsOf(own, "enclosure", "enclosure_id", "debtor_id", debtorId),
    onlinePaymentId: [...begun, ...begun, ...NOBODYS],
    paymentId: [...begun.flatMap(() => paid), ...NOBODYS],
  };
}
const debtorsIds = { ...ids, ...(await debtorsOwn()) };
const reader = await api.key({ creditorId: own.creditorId, scopes: ["claims:read"] });
const operators = await api.key();

const DEBTORS_OWN = ALL_OPERATIONS.filter(({ needs }) => needs === "debtor").map(({ id }) => id);

/** Whoever the call is for, most often. Who goes out has come in for it. */
async function tokenOf(who: string, call: string): Promise<string | null> {
  if ((who === "own" || who === "debtor") && call === "debtorSignOut") return aDebtor();
  const tokens: Readonly<Record<string, string | null>> = {
    ...{
      own: DEBTORS_OWN.includes(call) ? debtor : key,
      reader,
      debtor,
      nobody: null,
      wrong: "innfri_wrong",
    },
  };
  return tokens[who]!;
}

function isAnswered(path: string, method: string, status: number, body: unknown): string | null {
  const call = callsOf(document).find((one) => one.path === path && one.method === method)!.call;
  const answer = call.responses[String(status)];
  if (answer === undefined) return `${status} is not in the document`;
  if (answer.content === undefined) return body === null ? null : "a body where there should be none";
  if (status < 400 && body instanceof Uint8Array)
    return answer.content["application/json"] === undefined ? null : "a file where there should be none";
  const type = status >= 400 ? "application/problem+json" : "application/json";
  const at = `doc#/paths/${path.replaceAll("~", "~0").replaceAll("/", "~1").replaceAll("{", "%7B").replaceAll("}", "%7D")}/${method.toLowerCase()}/responses/${status}/content/${type.replaceAll("/", "~1")}/schema`;
  const validate = ajv.getSchema(at);
  if (validate === undefined) return `no schema at ${at}`;
  return validate(body) === true ? null : ajv.errorsText(validate.errors);
}

/** What no caller of a company may do: so is the answer. */
const OPERATORS_ALONE = new Set(["shareMessage"]);
/** What tells the operator, and nobody else, of all companies at once. */
const TOLD_OF_ALL = new Set(["listQueue", "listAllRuns", "listOperatorAudit"]);

describe("Every call of the document (B24)", () => {
  const calls = callsOf(document);
  // However many calls there are, each is asked often enough for some of it to be good.
  const each = Math.max(FEWEST, Math.ceil(REQUESTS / calls.length));
  it.each(calls.map((one) => [one.call.operationId, one] as const))(
    "%s answers whatever is sent, as the document says and with nothing of others",
    async (_, one) => {
      const seen = new Map<number, number>();
      const isOperators = one.path.startsWith("/v1/operator/");
      await fc.assert(
        fc.asyncProperty(
          requestOf(one, {
            document,
            ids: isOperators
              ? { ...ids, ...operatorsOwn }
              : one.path.startsWith("/v1/debtor/")
                ? debtorsIds
                : ids,
            claimOf,
          }),
          fc.constantFrom("own", "own", "own", "own", "own", "reader", "debtor", "nobody", "wrong"),
          async (sent, who) => {
            const with_ = isOperators && who === "own" ? operators : await tokenOf(who, one.call.operationId);
            const reply = await api.ask(sent.method, sent.path, {
              key: with_,
              ...(sent.body === undefined ? {} : { body: sent.body }),
              ...(sent.file === undefined ? {} : { file: sent.file }),
            });
            seen.set(reply.status, (seen.get(reply.status) ?? 0) + 1);
            expect(reply.status, JSON.stringify(reply.body)).toBeLessThan(500);
            // A value that makes another path of it is answered by that path, or by none.
            if (reply.status !== 404 && reply.status !== 405)
              expect(isAnswered(one.path, one.method, reply.status, reply.body)).toBeNull();
            const told = Buffer.isBuffer(reply.body)
              ? reply.body.toString("latin1")
              : JSON.stringify(reply.body);
            const asked = JSON.stringify([sent.path, sent.body]);
            if (with_ === operators && TOLD_OF_ALL.has(one.call.operationId)) return;
            expect(told).not.toContain(OTHERS_WORD);
            for (const id of foreign) if (!asked.includes(id)) expect(told).not.toContain(id);
          },
        ),
        { numRuns: isLong || !SLOW.has(one.call.operationId) ? each : FEWEST_SLOW, seed: SEED },
      );
      // It would say nothing if no request had got as far as what answers it.
      if (one.call.operationId === "debtorSignIn" || one.call.operationId === "debtorComesByLink") return;
      const isGood = (status: number) =>
        status < 300 || status === 409 || (OPERATORS_ALONE.has(one.call.operationId) && status === 403);
      const good = [...seen].filter(([status]) => isGood(status)).reduce((sum, [, count]) => sum + count, 0);
      expect(good, JSON.stringify([...seen])).toBeGreaterThan(0);
    },
    600_000,
  );
});
