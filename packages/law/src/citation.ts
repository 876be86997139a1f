/** Where a figure or a rule stands in the law. */
export type Citation = {
  /** The act's everyday short name in its own language, `inkassoloven`. */
  readonly act: string;
  /** The official number, `LOV-1988-05-13-26` or `1981:739`. */
  readonly number: string;
  /** The provision, `§ 9` or `5 §`. */
  readonly section: string;
  /** A page where it can be read, when one is known. */
  readonly url?: string;
};

/** `inkassoloven § 9`, as letters and screens say it. */
export function citationText(citation: Citation): string {
  return `${citation.act} ${citation.section.replace(RANGE, "$1–$2")}`;
}

/** `3-4 §§` and `§§ 3-30` are ranges, which are set with a dash; `§ 2-4` and `§§ 1-5, 2-6` name sections of chapters. */
const RANGE = /^(§§ \d+|\d+(?: [a-z])?)-(\d+(?: [a-z])?(?: §§)?)$/;

/** An act or regulation that provisions are cited from: `inkassoloven("§ 9")`. */
export function act(name: string, number: string, url?: string): (section: string) => Citation {
  return (section) => ({ act: name, number, section, ...(url === undefined ? {} : { url }) });
}

/** Something this project decided because the law leaves it open; `number` is that of the project's list, `D10`. */
export function decision(number: string): Citation {
  return { act: "Innfri decision", number, section: number };
}
