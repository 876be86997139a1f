/** How old what a feed tells may be, as people state it and as it is shown. */
import type { CreditorSettings } from "./creditor-settings.ts";
import { FEEDS, type Feed, hoursText } from "./freshness.ts";
import type { SettingProblem } from "./legal-limits.ts";

type FreshWithin = NonNullable<CreditorSettings["freshWithin"]>;

const MOST_HOURS = 24 * 365;

/** `source=2d,bank=36h` over what was stated before; `bank=off` takes a limit away. */
export function readFreshWithin(
  text: string,
  before: FreshWithin | undefined,
  problems: SettingProblem[],
): FreshWithin | undefined {
  const limits: { [F in Feed]?: number } = { ...(before as { [F in Feed]?: number }) };
  for (const part of text.toLowerCase().split(",")) {
    const [, name, number, unit] = /^(source|bank)=(?:(\d{1,4})([dh])|off)$/.exec(part.trim()) ?? [];
    const hours = unit === undefined ? null : Number(number) * (unit === "d" ? 24 : 1);
    if (name === undefined || (hours !== null && (hours < 1 || hours > MOST_HOURS))) {
      const wanted = "source or bank with days, hours or off, such as source=2d,bank=36h or bank=off";
      problems.push({ option: "--fresh-within", message: `${part} is not ${wanted}`, citation: null });
      return undefined;
    }
    if (hours === null) delete limits[name as Feed];
    else limits[name as Feed] = hours;
  }
  return limits;
}

export function freshWithinText({ freshWithin }: Pick<CreditorSettings, "freshWithin">): string {
  const shown = FEEDS.flatMap((feed) => {
    const hours = freshWithin?.[feed];
    return hours === undefined ? [] : [`${feed} ${hoursText(hours)}`];
  });
  return shown.join(", ") || "no limit";
}
