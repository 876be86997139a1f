/** The Norwegian acts and regulations that rules are cited from. */
import { act } from "../citation.ts";
import { atLovdata } from "./at-lovdata.ts";

/** The Debt Collection Act of 1988. Cite it as `inkassoloven("§ 1")`. */
export const inkassoloven = atLovdata("inkassoloven", "LOV-1988-05-13-26");
/** Adopted on 22 May 2026, without a day of commencement. */
export const inkassoloven2026 = act("ny inkassolov", "LOV-2026-05-22-19");
/** The regulation to it: fees and caps on recovery costs. Cite it as `inkassoforskriften("§ 1")`. */
export const inkassoforskriften = atLovdata("inkassoforskriften", "FOR-1989-07-14-562");
/** The Late Payment Interest Act. Cite it as `forsinkelsesrenteloven("§ 1")`. */
export const forsinkelsesrenteloven = atLovdata("forsinkelsesrenteloven", "LOV-1976-12-17-100");
/** The Limitation Act. Cite it as `foreldelsesloven("§ 1")`. */
export const foreldelsesloven = atLovdata("foreldelsesloven", "LOV-1979-05-18-18");
/** The Promissory Notes Act; its § 5 on due dates is used for invoices too. Cite it as `gjeldsbrevloven("§ 1")`. */
export const gjeldsbrevloven = atLovdata("gjeldsbrevloven", "LOV-1939-02-17-1");
/** The Courts Act; its § 148 says how days are counted. Cite it as `domstolloven("§ 1")`. */
export const domstolloven = atLovdata("domstolloven", "LOV-1915-08-13-5");
/** The Dispute Act: the conciliation board. Cite it as `tvisteloven("§ 1")`. */
export const tvisteloven = atLovdata("tvisteloven", "LOV-2005-06-17-90");
/** The Enforcement Act. Cite it as `tvangsfullbyrdelsesloven("§ 1")`. */
export const tvangsfullbyrdelsesloven = atLovdata("tvangsfullbyrdelsesloven", "LOV-1992-06-26-86");
/** The Court Fees Act. Cite it as `rettsgebyrloven("§ 1")`. */
export const rettsgebyrloven = atLovdata("rettsgebyrloven", "LOV-1982-12-17-86");
/** The Debt Settlement Act. Cite it as `gjeldsordningsloven("§ 1")`. */
export const gjeldsordningsloven = atLovdata("gjeldsordningsloven", "LOV-1992-07-17-99");
/** Joining claims is nowhere in an act; Finanstilsynet has written down what good practice asks. */
export const rundskriv2018 = act("Finanstilsynets rundskriv", "1/2018");
/** The ministry's legal department on which part of a debt a payment covers. */
export const lovavdelingen1999 = act(
  "Lovavdelingens uttalelse",
  "id443429",
  "https://www.regjeringen.no/no/dokumenter/avdrag-innbetalt-i-inkassosak/id443429/",
);
