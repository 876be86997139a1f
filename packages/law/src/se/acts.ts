/** The Swedish acts and regulations that rules are cited from. */
import { act } from "../citation.ts";

export const inkassolagen = act("inkassolagen", "1974:182");
/** The caps have stood in the act itself since 16 March 2013; the regulation 1981:1057 is repealed. */
export const inkassokostnadslagen = act("lagen om ersättning för inkassokostnader m.m.", "1981:739");
export const rantelagen = act("räntelagen", "1975:635");
export const preskriptionslagen = act("preskriptionslagen", "1981:130");
export const betalningsforelaggandelagen = act(
  "lagen om betalningsföreläggande och handräckning",
  "1990:746",
);
export const avgiftsforordningen = act("förordningen om avgifter vid Kronofogdemyndigheten", "1992:1094");
export const konsumentkreditlagen = act("konsumentkreditlagen", "2010:1846");
export const skuldebrevslagen = act("lagen om skuldebrev", "1936:81");
export const lagtidslagen = act("lagen om beräkning av lagstadgad tid", "1930:173");
export const handelsbalken = act("handelsbalken", "1736:0123 2");
export const finansinspektionen2025 = act("Finansinspektionens föreskrifter om inkasso", "FFFS 2025:2");
