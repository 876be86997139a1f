/** The columns of a file of open items: our names, and what accounting systems call them. */

export const OPEN_ITEM_FIELDS = [
  "invoice_number",
  "customer_number",
  "customer_name",
  "customer_kind",
  "organisation_number",
  "street",
  "postal_code",
  "city",
  "country",
  "email",
  "phone",
  "issued_on",
  "due_on",
  "currency",
  "amount",
  "open_amount",
  "reference",
  "department",
  "description",
  "identity_number",
] as const;

export type OpenItemField = (typeof OPEN_ITEM_FIELDS)[number];

/**
 * Norwegian, Swedish, Danish and Finnish names, the surest first: of two columns that could be the same field,
 * the one named earlier is taken. A file in our own names needs none of this.
 */
const SYNONYMS: Readonly<Record<OpenItemField, readonly string[]>> = {
  invoice_number: [
    "Fakturanummer",
    "Fakturanr",
    "Faktura nr",
    "Invoice number",
    "Invoice no",
    "Laskun numero",
    "Laskunro",
    "Bilagsnr",
    "Bilagsnummer",
    "Löpnr",
  ],
  customer_number: [
    "Kundenummer",
    "Kundenr",
    "Kundnummer",
    "Kundnr",
    "Debitornr",
    "Asiakasnro",
    "Customer number",
    "Customer no",
  ],
  customer_name: [
    "Kundenavn",
    "Kundnamn",
    "Customer name",
    "Navn",
    "Namn",
    "Nimi",
    "Kunde",
    "Kund",
    "Asiakas",
    "Customer",
  ],
  customer_kind: ["Kundetype", "Kundtyp", "Customer kind", "Customer type"],
  organisation_number: [
    "Organisasjonsnummer",
    "Organisationsnummer",
    "Org.nr",
    "Organisationsnr",
    "Organisasjonsnr",
    "CVR",
    "Y-tunnus",
  ],
  identity_number: ["Fødselsnummer", "Fødselsnr", "Personnummer", "Personnr"],
  street: ["Gateadresse", "Gatuadress", "Adresse", "Adress", "Address", "Street"],
  postal_code: ["Postnummer", "Postnr", "Postal code"],
  city: ["Poststed", "Postort", "Ort", "Sted", "City"],
  country: ["Landkode", "Landskod", "Land", "Country"],
  email: ["E-post", "E-postadresse", "E-postadress", "Sähköposti", "E-mail"],
  phone: ["Mobiltelefon", "Mobil", "Telefon", "Telefonnummer", "Tlf", "Phone"],
  issued_on: ["Fakturadato", "Fakturadatum", "Laskupäivä", "Invoice date", "Dato", "Datum"],
  due_on: ["Forfallsdato", "Förfallodatum", "Forfaldsdato", "Förfallodag", "Forfall", "Eräpäivä", "Due date"],
  currency: ["Valutakode", "Valutakod", "Valuta", "Valuutta"],
  amount: [
    "Fakturabeløp",
    "Fakturabelopp",
    "Totalbeløp",
    "Totalbelopp",
    "Beløp",
    "Belopp",
    "Beløb",
    "Beløp inkl. mva",
    "Belopp inkl. moms",
    "Loppusumma",
    "Summa",
    "Totalt",
    "Sum",
  ],
  open_amount: [
    "Restbeløp",
    "Restbelopp",
    "Restbeløb",
    "Åpent beløp",
    "Utestående beløp",
    "Utestående",
    "Kvar att betala",
    "Avoin summa",
    "Avoinna",
    "Open amount",
    "Saldo",
  ],
  reference: ["KID", "KID-nummer", "OCR", "OCR-nr", "OCR-nummer", "FIK", "Viitenumero", "Viite"],
  department: ["Avdeling", "Avdelning", "Department"],
  description: ["Beskrivelse", "Beskrivning", "Tekst", "Text", "Description"],
};

/** A column name without what writers vary: capitals, spaces, dots, dashes, and how letters are composed. */
export function columnKey(name: string): string {
  return name
    .normalize("NFC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}

type Recognised = { readonly field: OpenItemField; readonly rank: number };

const RECOGNISED: ReadonlyMap<string, Recognised> = new Map(
  OPEN_ITEM_FIELDS.flatMap((field) =>
    [field, ...SYNONYMS[field]].map((name, rank) => [columnKey(name), { field, rank }] as const),
  ),
);

/** The field a column is by its name, and how sure the name is (0 is our own); `undefined` for a strange one. */
export function recogniseColumn(name: string): Recognised | undefined {
  return RECOGNISED.get(columnKey(name));
}

export function isOpenItemField(text: string): text is OpenItemField {
  return (OPEN_ITEM_FIELDS as readonly string[]).includes(text);
}
