/** What the installation is asked: its operator, the law, and each real company's rules, channels, runs and letters. */
import { COUNTRIES } from "@innfri/law";
import { dayIn } from "../../clock.ts";
import { missingRules } from "../../engine/creditor-settings.ts";
import { allCreditors, type Creditor, settingsOn } from "../../engine/creditors.ts";
import { unconfirmedLaw } from "../../engine/sign-offs.ts";
import type { OpenedInstallation } from "../../installation.ts";
import { type Env, LETTER_CHANNELS, openCarrier, waysOf } from "../../outbox/carriers.ts";
import { type PutAsideReader, putAsideReader } from "../../outbox/print-aside.ts";
import { withCreditor, withOperator } from "../../store/index.ts";
import { restoredFrom, restoredWaiting } from "../backup/restored.ts";
import { checkLaw } from "../checks.ts";
import { type CreditorStanding, readStanding } from "../standing.ts";
import { type Finding, ofCheck, warning, well, wrong } from "./finding.ts";

const MOST_NAMED = 20;
const OLD_BACKUP_SECONDS = 36 * 60 * 60;
const STUCK_SECONDS = 60 * 60;
/** By then a day's run has had the night and the morning. */
const RUN_BY = "12:00";

export async function lookAtInstallation(
  installation: OpenedInstallation,
  now: Date,
  env: Env,
): Promise<readonly Finding[]> {
  const { operator, pool } = installation;
  if (operator === null)
    return [wrong("operator", "nobody has said who collects here", "innfri init --operator self|agency")];
  const creditors = await allCreditors(pool);
  const real = creditors.filter(({ isSandbox }) => !isSandbox);
  const standing = await readStanding(await installation.poolFor("innfri_auditor"));
  const standingOf = new Map(standing.creditors.map((one) => [one.creditorId, one]));
  const restored = await restoredWaiting(pool);
  const companies: Finding[] = [];
  const aside = putAsideReader(env);
  try {
    for (const creditor of real)
      companies.push(
        ...(await lookAtCompany(installation, creditor, standingOf.get(creditor.creditorId), now, {
          env,
          aside,
        })),
      );
  } finally {
    await aside.close();
  }
  return [
    well(
      "operator",
      `${operator.kind === "agency" ? "an agency" : "companies that collect for themselves"}; ${real.length} real and ${creditors.length - real.length} sandbox companies`,
    ),
    ofCheck("law", checkLaw(dayIn("Europe/Oslo", now), COUNTRIES)),
    ...(await lookAtSignOffs(installation, real)),
    ...shortened(companies),
    lookAtBackups(standing.backupAgeSeconds, real.length > 0),
    ...(restored === null
      ? []
      : [
          wrong(
            "backup",
            restoredFrom(restored),
            "docs/guides/back-up-and-restore.md says what to look at, then: innfri restore --accept NAME",
          ),
        ]),
  ];
}

async function lookAtSignOffs(
  { pool }: OpenedInstallation,
  real: readonly Creditor[],
): Promise<readonly Finding[]> {
  const countries = COUNTRIES.filter((country) => real.some((one) => one.country === country));
  const findings: Finding[] = [];
  for (const country of countries) {
    const open = await withOperator(pool, (tx) => unconfirmedLaw(tx, country));
    findings.push(
      open.length === 0
        ? well("sign-offs", `the law of ${country} is confirmed`)
        : warning(
            "sign-offs",
            `${open.length} points of the law of ${country} are not confirmed: steps that rest on them wait`,
            "innfri law signoff",
          ),
    );
  }
  return findings;
}

async function lookAtCompany(
  { pool, directory }: OpenedInstallation,
  creditor: Creditor,
  standing: CreditorStanding | undefined,
  now: Date,
  { env, aside }: { readonly env: Env; readonly aside: PutAsideReader },
): Promise<readonly Finding[]> {
  const { creditorId, country, timeZone } = creditor;
  const told = `company ${creditorId}`;
  const settings = await withCreditor(pool, creditorId, (tx) =>
    settingsOn(tx, creditorId, dayIn(timeZone, now)),
  );
  const missing = settings === undefined ? [] : missingRules(settings, country);
  const findings: Finding[] = [];
  if (settings === undefined || missing.length > 0)
    findings.push(
      warning(
        "company",
        `${told}: its rules are not complete, so nothing is run`,
        `innfri creditor set ${creditorId} ${missing.map(({ option }) => option).join(" ")}`.trim(),
      ),
    );
  const ways = waysOf(creditor, settings);
  for (const channel of LETTER_CHANNELS) {
    const opened = openCarrier(ways[channel], { creditor, folder: directory, env });
    if (opened.kind === "closed")
      findings.push(
        wrong(
          "channels",
          `${told}: its letters by ${channel} cannot leave: ${opened.problem}`,
          `Set it up, or: innfri creditor set ${creditorId} --send ${channel}=capture`,
        ),
      );
    else if (ways[channel] === "capture")
      findings.push(
        warning(
          "channels",
          `${told}: its letters by ${channel} only become files in the outbox`,
          `innfri creditor set ${creditorId} --send ${channel}=${channel === "email" ? "smtp" : "folder"}, when they are to leave.`,
        ),
      );
  }
  const putAside = await aside.of(ways.post, creditor);
  if (putAside !== null && putAside.problem !== null && !findings.some(({ status }) => status === "wrong"))
    findings.push(
      wrong("channels", `${told}: its print house cannot be heard: ${putAside.problem}`, "Mend that first."),
    );
  if (putAside !== null && putAside.files.length > 0)
    findings.push(
      warning(
        "outbox",
        `${told}: ${putAside.files.length} answers of its print house could not be read`,
        "innfri deliveries names them; each has a file beside it that says why.",
      ),
    );
  if (standing !== undefined && missing.length === 0)
    findings.push(...lookAtWorkOf(told, creditor, standing, now));
  return findings;
}

function lookAtWorkOf(
  told: string,
  { timeZone }: Creditor,
  { isToday, isFinished, due, oldestQueuedSeconds, unknownMessages }: CreditorStanding,
  now: Date,
): readonly Finding[] {
  const findings: Finding[] = [];
  const time = now.toLocaleTimeString("sv-SE", { timeZone, hour: "2-digit", minute: "2-digit" });
  if (!(isToday && isFinished) && due > 0 && time >= RUN_BY)
    findings.push(
      warning(
        "run",
        `${told}: today's run is not finished, with ${due} files due`,
        "Is a worker running? innfri runs tells how far it is.",
      ),
    );
  if ((oldestQueuedSeconds ?? 0) > STUCK_SECONDS)
    findings.push(
      warning(
        "outbox",
        `${told}: a letter has waited for ${Math.round(oldestQueuedSeconds! / 3600)} hours to leave`,
        "Look at its channel and at the log.",
      ),
    );
  if (unknownMessages > 0)
    findings.push(
      warning(
        "outbox",
        `${told}: of ${unknownMessages} letters nobody knows whether they left`,
        "Ask whoever carries them; innfri never sends such a letter again by itself.",
      ),
    );
  return findings;
}

/** Thousands of companies that miss the same thing are one thing to do. */
function shortened(findings: readonly Finding[]): readonly Finding[] {
  const more = findings.length - MOST_NAMED;
  if (findings.length === 0) return [well("company", "every real company is run, and its letters leave")];
  if (more <= 0) return findings;
  const worst = findings.toSorted((a, b) => Number(b.status === "wrong") - Number(a.status === "wrong"));
  return [
    ...worst.slice(0, MOST_NAMED),
    warning("company", `and ${more} more lines about companies`, "Mend these first, and look again."),
  ];
}

function lookAtBackups(ageSeconds: number | null, isReal: boolean): Finding {
  const todo = "innfri backup FOLDER, every night.";
  if (ageSeconds === null)
    return isReal
      ? warning("backup", "none was made of this database by innfri backup", todo)
      : well("backup", "none was made; there are only sandboxes");
  const hours = Math.round(ageSeconds / 3600);
  return ageSeconds > OLD_BACKUP_SECONDS
    ? warning("backup", `the newest is ${hours} hours old`, todo)
    : well("backup", `the newest is ${hours} hours old`);
}
