/** The Norwegian acts and regulations that rules are cited from. */
import { act } from "../citation.ts";

export const inkassoloven = act("inkassoloven", "LOV-1988-05-13-26");
/** Adopted on 22 May 2026, without a day of commencement. */
export const inkassoloven2026 = act("ny inkassolov", "LOV-2026-05-22-19");
export const inkassoforskriften = act(
  "inkassoforskriften",
  "FOR-1989-07-14-562",
  "https://juridika.no/forskrift/1989-07-14-562",
);
export const forsinkelsesrenteloven = act(
  "forsinkelsesrenteloven",
  "LOV-1976-12-17-100",
  "https://www.rettsdata.no/l-gl19761217z2d100-r100001/",
);
export const foreldelsesloven = act("foreldelsesloven", "LOV-1979-05-18-18");
export const gjeldsbrevloven = act("gjeldsbrevloven", "LOV-1939-02-17-1");
export const domstolloven = act("domstolloven", "LOV-1915-08-13-5");
export const tvisteloven = act(
  "tvisteloven",
  "LOV-2005-06-17-90",
  "https://lovdata.no/dokument/NL/lov/2005-06-17-90/KAPITTEL_2-2",
);
export const tvangsfullbyrdelsesloven = act("tvangsfullbyrdelsesloven", "LOV-1992-06-26-86");
export const rettsgebyrloven = act("rettsgebyrloven", "LOV-1982-12-17-86");
/** Joining claims is nowhere in an act; Finanstilsynet has written down what good practice asks. */
export const rundskriv2018 = act("Finanstilsynets rundskriv", "1/2018");
/** The ministry's legal department on which part of a debt a payment covers. */
export const lovavdelingen1999 = act(
  "Lovavdelingens uttalelse",
  "id443429",
  "https://www.regjeringen.no/no/dokumenter/avdrag-innbetalt-i-inkassosak/id443429/",
);
