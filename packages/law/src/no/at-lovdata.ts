import { act, type Citation } from "../citation.ts";

/** Acts and regulations in force stand at Lovdata under their number. */
export function atLovdata(
  name: string,
  number: `LOV-${string}` | `FOR-${string}`,
): (section: string) => Citation {
  const place = number.startsWith("LOV-") ? "NL/lov" : "SF/forskrift";
  return act(name, number, `https://lovdata.no/dokument/${place}/${number.slice("LOV-".length)}`);
}
