/** The Swedish acts and regulations that rules are cited from. */
import { act } from "../citation.ts";

/** The Debt Collection Act. */
export const inkassolagen = act("inkassolagen", "1974:182");
/** The caps have stood in the act itself since 16 March 2013; the regulation 1981:1057 is repealed. */
export const inkassokostnadslagen = act("lagen om ersättning för inkassokostnader m.m.", "1981:739");
/** The Interest Act. */
export const rantelagen = act("räntelagen", "1975:635");
/** The Limitation Act. */
export const preskriptionslagen = act("preskriptionslagen", "1981:130");
/** The Act on payment orders. */
export const betalningsforelaggandelagen = act(
  "lagen om betalningsföreläggande och handräckning",
  "1990:746",
);
/** The regulation on the fees of Kronofogden. */
export const avgiftsforordningen = act("förordningen om avgifter vid Kronofogdemyndigheten", "1992:1094");
/** The Consumer Credit Act. */
export const konsumentkreditlagen = act("konsumentkreditlagen", "2010:1846");
/** The Promissory Notes Act; its 5 § on due dates is used for invoices too. */
export const skuldebrevslagen = act("lagen om skuldebrev", "1936:81");
/** The Bankruptcy Act. */
export const konkurslagen = act("konkurslagen", "1987:672");
/** The Debt Relief Act. */
export const skuldsaneringslagen = act("skuldsaneringslagen", "2016:675");
/** The Act on how statutory time is counted. */
export const lagtidslagen = act("lagen om beräkning av lagstadgad tid", "1930:173");
/** The Commercial Code of 1736: what a payment covers. */
export const handelsbalken = act("handelsbalken", "1736:0123 2");
/** Finansinspektionen's regulation on debt collection. Nobody here has read its provisions. */
export const finansinspektionen2025 = act("Finansinspektionens föreskrifter om inkasso", "FFFS 2025:2");
