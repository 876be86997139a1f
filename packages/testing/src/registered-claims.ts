/** A creditor with rules, and claims as an import leaves them, straight into the store: for tests and benches of the engine. */
import { owed } from "@innfri/claims";
import { isValidKid, isValidSwedishOcr, makeReference } from "@innfri/formats";
import {
  addDays,
  type CalendarDate,
  canonicalJson,
  date,
  derivedId,
  formatMinor,
  type Json,
  sha256,
  type Uuid,
} from "@innfri/kernel";
import { type CreditorSettings, chainRoot, link } from "@innfri/server/engine";
import { emptyRegistration, type Pool, sql, withCreditor, writeRegistration } from "@innfri/server/store";

export type ClaimSpec = {
  readonly number: string;
  readonly customer: string;
  readonly kind?: "person" | "sole-trader" | "business" | "public" | null;
  readonly principalMinor: bigint;
  readonly issuedOn: CalendarDate;
  readonly dueOn: CalendarDate;
  readonly email?: string | null;
  readonly department?: string;
};

/** Complete rules; `changes` replaces some of them. */
export function someSettings(
  country: "NO" | "SE",
  changes: Partial<CreditorSettings> = {},
): CreditorSettings {
  return {
    name: country === "NO" ? "Fjellro Sykkelverksted AS" : "Björkdalens Rörservice AB",
    organisationNumber: country === "NO" ? "310000000" : "5560360793",
    addressLines: ["Verkstedgata 8", "2408 Elverum"],
    email: "kravet@fjellro.example",
    phone: "62 00 04 82",
    website: null,
    account:
      country === "NO"
        ? { scheme: "NO_BBAN", value: "12345678903" }
        : { scheme: "SE_BANKGIRO", value: "9912346" },
    plan: country === "NO" ? "no-standard" : "se-standard",
    automation: "automatic",
    approveAfterDays: 2,
    changes: {},
    terms: {
      dueDateAgreed: true,
      agreedRate: "statutory",
      reminderFeeAgreed: true,
      vatDeducted: true,
      consumerCredit: false,
      paymentTermDays: null,
    },
    minimum: "0.00",
    lookBackDays: null,
    excludedCustomers: [],
    excludedInvoices: [],
    waivedRest: country === "NO" ? "50.00" : "100.00",
    debtors: {},
    ...changes,
  };
}

/** A sandbox creditor whose clock stands on `clockOn`, or a real one. */
export async function aCreditor(
  pool: Pool,
  options: {
    readonly country: "NO" | "SE";
    readonly clockOn: CalendarDate;
    readonly settings?: CreditorSettings;
    readonly isReal?: boolean;
  },
): Promise<Uuid> {
  const { country, clockOn, isReal = false } = options;
  const settings = options.settings ?? someSettings(country);
  const creditorId = derivedId(clockOn, "creditor", settings.name, String(Math.random()));
  await withCreditor(pool, creditorId, async (tx) => {
    await tx.run(sql`
      insert into creditor (creditor_id, name, country, time_zone, is_sandbox, clock_on)
      values (${creditorId}::uuid, ${settings.name}, ${country}, ${country === "NO" ? "Europe/Oslo" : "Europe/Stockholm"}, ${!isReal}::boolean, ${isReal ? null : clockOn}::date)`);
    await tx.run(sql`
      insert into creditor_settings (creditor_id, valid_from_on, version_no, recorded_at, data)
      values (${creditorId}::uuid, '2000-01-01', 1, ${RECORDED_AT}::timestamptz, ${JSON.stringify(settings)}::jsonb)`);
  });
  return creditorId;
}

const RECORDED_AT = "2026-01-05T09:00:00.000Z";

/** Registers claims in batches, each looked at from the day after it falls due. Debtors are made on first sight. */
export async function registerClaims(
  pool: Pool,
  creditorId: Uuid,
  country: "NO" | "SE",
  specs: readonly ClaimSpec[],
  batch = 1000,
): Promise<Uuid[]> {
  const seen = new Set<string>();
  const ids: Uuid[] = [];
  for (let at = 0; at < specs.length; at += batch) {
    const { registration, claimIds } = registrationOf(creditorId, country, specs.slice(at, at + batch), seen);
    await withCreditor(pool, creditorId, (tx) => writeRegistration(tx, creditorId, registration));
    ids.push(...claimIds);
  }
  return ids;
}

function registrationOf(
  creditorId: Uuid,
  country: "NO" | "SE",
  specs: readonly ClaimSpec[],
  seen: Set<string>,
) {
  const registration = emptyRegistration();
  const claimIds: Uuid[] = [];
  const currency = country === "NO" ? "NOK" : "SEK";
  for (const spec of specs) {
    const debtorId = derivedId(date("2026-01-01"), "debtor", creditorId, spec.customer);
    if (!seen.has(spec.customer)) {
      seen.add(spec.customer);
      registration.debtors.push({
        debtorId,
        customerNumber: spec.customer,
        kind: spec.kind === undefined ? "person" : spec.kind,
        personId: null,
        planName: null,
      });
      registration.files.push({ debtorId, nextLookOn: addDays(spec.dueOn, 1) });
      const contact = {
        name: `Kunde ${spec.customer}`,
        addressLines: ["Ospelia 14", "2409 ELVERUM"],
        country,
        email: spec.email === undefined ? `kunde${spec.customer}@post.example` : spec.email,
        phone: null,
        organisationNumber: null,
      };
      registration.contacts.push({
        contactId: derivedId(date("2026-01-01"), "contact", debtorId),
        debtorId,
        validFromOn: date("2026-01-01"),
        salt: sha256(`salt ${spec.customer}`),
        dataJson: canonicalJson(contact),
      });
    }
    const invoiceId = derivedId(spec.dueOn, "invoice", creditorId, spec.number);
    const claimId = derivedId(spec.dueOn, "claim", invoiceId, "1");
    claimIds.push(claimId);
    const invoice: Json = {
      number: spec.number,
      issuedOn: spec.issuedOn,
      dueOn: spec.dueOn,
      description: "Service på sykkel",
      department: spec.department ?? null,
      amount: formatMinor(spec.principalMinor),
      terms: {
        dueDateAgreed: true,
        agreedRateBasisPoints: null,
        reminderFeeAgreed: true,
        vatDeducted: true,
        consumerCredit: false,
      },
    };
    const invoiceHash = sha256(canonicalJson(invoice));
    registration.invoices.push({
      invoiceId,
      versionNo: 1,
      debtorId,
      number: spec.number,
      recordedAt: RECORDED_AT,
      dataJson: canonicalJson(invoice),
      hash: invoiceHash,
    });
    const claim = {
      claimId,
      debtorId,
      invoiceId,
      instalmentNo: 1,
      currency,
      principalMinor: spec.principalMinor,
      dueOn: spec.dueOn,
      reference: referenceOf(country, spec.number),
    } as const;
    registration.claims.push(claim);
    const root = chainRoot({ ...claim, invoiceHash });
    const registered = link(
      { claimId, headSeq: 0, headHash: root },
      {
        kind: "registered",
        happenedOn: spec.issuedOn,
        recordedAt: RECORDED_AT,
        actor: "import",
        data: { invoice: invoiceHash.toString("hex"), entry: 1 },
      },
    );
    registration.events.push(registered);
    registration.claimsNow.push({
      claimId,
      openPrincipalMinor: spec.principalMinor,
      openInterestMinor: 0n,
      openCostsMinor: 0n,
      headSeq: 1,
      headHash: registered.hash,
      closedOn: null,
      stepCount: 0,
      entryCount: 1,
      state: "open",
      stage: "waiting",
      caseId: null,
      dueOn: spec.dueOn,
      currency,
      department: spec.department ?? null,
    });
    registration.ledgerTransactions.push({
      journalId: claimId,
      entryNo: 1,
      bookedOn: spec.issuedOn,
      recordedAt: RECORDED_AT,
      kind: "opening",
      currency,
      sourceJson: "{}",
      postings: owed("principal", spec.principalMinor).map(({ account, minor }) => ({
        accountNo: account,
        amountMinor: minor,
      })),
    });
  }
  return { registration, claimIds };
}

/** The invoice's number where it has check digits itself, else a longer one made of it: no two are the same. */
function referenceOf(country: "NO" | "SE", number: string): string {
  if (country === "NO" ? isValidKid(number, "mod10") : isValidSwedishOcr(number)) return number;
  const ofWords = String(BigInt(`0x${sha256(number).toString("hex").slice(0, 12)}`) % 10_000_000_000n);
  const digits = /^\d{1,10}$/.test(number) ? number : `9${ofWords}`;
  const made = makeReference({ scheme: country === "NO" ? "NO_KID" : "SE_OCR", number: digits, length: 14 });
  if (made.kind !== "made") throw new Error(`no reference can be made of ${number}`);
  return made.value;
}
