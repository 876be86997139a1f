/** The Norwegian acts and regulations that rules are cited from. */
import { act, type Citation } from "../citation.ts";

/** Acts and regulations in force stand at Lovdata under their number. */
function atLovdata(name: string, number: `LOV-${string}` | `FOR-${string}`): (section: string) => Citation {
  const place = number.startsWith("LOV-") ? "NL/lov" : "SF/forskrift";
  return act(name, number, `https://lovdata.no/dokument/${place}/${number.slice("LOV-".length)}`);
}

export const inkassoloven = atLovdata("inkassoloven", "LOV-1988-05-13-26");
/** Adopted on 22 May 2026, without a day of commencement. */
export const inkassoloven2026 = act("ny inkassolov", "LOV-2026-05-22-19");
export const inkassoforskriften = atLovdata("inkassoforskriften", "FOR-1989-07-14-562");
export const forsinkelsesrenteloven = atLovdata("forsinkelsesrenteloven", "LOV-1976-12-17-100");
export const foreldelsesloven = atLovdata("foreldelsesloven", "LOV-1979-05-18-18");
export const gjeldsbrevloven = atLovdata("gjeldsbrevloven", "LOV-1939-02-17-1");
export const domstolloven = atLovdata("domstolloven", "LOV-1915-08-13-5");
export const tvisteloven = atLovdata("tvisteloven", "LOV-2005-06-17-90");
export const tvangsfullbyrdelsesloven = atLovdata("tvangsfullbyrdelsesloven", "LOV-1992-06-26-86");
export const rettsgebyrloven = atLovdata("rettsgebyrloven", "LOV-1982-12-17-86");
/** Joining claims is nowhere in an act; Finanstilsynet has written down what good practice asks. */
export const rundskriv2018 = act("Finanstilsynets rundskriv", "1/2018");
/** The ministry's legal department on which part of a debt a payment covers. */
export const lovavdelingen1999 = act(
  "Lovavdelingens uttalelse",
  "id443429",
  "https://www.regjeringen.no/no/dokumenter/avdrag-innbetalt-i-inkassosak/id443429/",
);
