import { formatMinor } from "@innfri/kernel";
import type { Command } from "commander";
import { clockOf, dayIn, shownInstant } from "../../clock.ts";
import { allCreditors } from "../../engine/creditors.ts";
import { type ApprovalItem, type ApprovalView, listApprovals } from "../../usecases/list-approvals.ts";
import { type LimitationView, listLimitations } from "../../usecases/list-limitations.ts";
import { type SetAside, setAside } from "../../usecases/set-aside.ts";
import { onInstallation } from "../context.ts";
import { type LawWarning, lawWarning, lawWarningText } from "../law-warning.ts";
import { type Answer, counted, table } from "../output.ts";
import { upTo } from "../parse-options.ts";
import { stepWord } from "../step-words.ts";
import { whichCreditors } from "../which-creditors.ts";
import { clipped, wrapped } from "../wrap.ts";

type ListOptions = { readonly creditor?: string; readonly limit?: number; readonly limitation?: true };

/** `innfri list`: what waits for a person. */
export function registerList(program: Command): void {
  program
    .command("list")
    .description("open proposals and collection lists, with when each closes")
    .option("--creditor <id>", "only this creditor")
    .option("--limit <number>", "show so many claims of each creditor (200)", upTo("--limit", 100_000))
    .option("--limitation", "instead: the claims that are or will soon be too old to be enforced")
    .action(async (options: ListOptions, command: Command) => {
      await onInstallation(command, async (installation) => {
        const creditorIds = await whichCreditors(installation.pool, options.creditor);
        if (options.limitation === true)
          return limitationAnswer(
            await listLimitations(installation, creditorIds, new Date()),
            options.limit,
          );
        const request = { creditorIds, limit: options.limit ?? 200 };
        const views = await listApprovals(installation, request, new Date());
        const old = await listLimitations(installation, creditorIds, new Date());
        const aside = await setAside(installation, creditorIds, new Date());
        const law = (await allCreditors(installation.pool))
          .filter(({ creditorId }) => creditorIds.includes(creditorId))
          .map((creditor) => lawWarning(creditor.country, clockOf(creditor, new Date()).today));
        return answerOf(views, aside, old, law);
      });
    });
}

export function answerOf(
  views: readonly ApprovalView[],
  aside: readonly SetAside[] = [],
  old: readonly LimitationView[] = [],
  law: readonly (LawWarning | null)[] = [],
): Answer {
  const lists = views.filter(({ kind }) => kind === "collection-list");
  const proposals = views.filter(({ kind }) => kind === "proposals");
  const told = [...lists, ...proposals].map(textOf);
  const warning = lawWarningText(law);
  const text = [...told, ...aside.map(asideText), ...old.map(oldText)].join("\n\n");
  return {
    json: {
      lists: lists.map(jsonOf),
      proposals: proposals.map(jsonOf),
      setAside: aside.map(({ creditor, claims }) => ({
        creditor: { id: creditor.creditorId, name: creditor.name },
        claims,
      })),
      law: [...new Map(law.flatMap((one) => (one === null ? [] : [[one.country, one] as const]))).values()],
      limitation: old.map(({ creditor, claims }) => ({
        creditor: { id: creditor.creditorId, name: creditor.name },
        claims: claims.length,
      })),
    },
    text: [text === "" ? "No claim waits for anybody." : text, ...(warning === "" ? [] : [warning])].join(
      "\n\n",
    ),
    exitCode: 0,
  };
}

function asideText({ creditor, claims, today }: SetAside): string {
  const what = `${counted(claims, "claim")} set aside for a person. Which, and why:`;
  return `Set aside · ${creditor.name}\n${wrapped("  ", `${what} innfri preview --on ${today}`)}`;
}

function oldText({ creditor, claims }: LimitationView): string {
  const passed = claims.filter(({ alert }) => alert.within === null).length;
  const what =
    `${counted(claims.length, "claim")} ${claims.length === 1 ? "is" : "are"} or will soon be too old to be ` +
    `enforced${passed === 0 ? "" : `, ${passed} of them by now`}. Which: innfri list --limitation`;
  return `Limitation · ${creditor.name}\n${wrapped("  ", what)}`;
}

const MOST_LISTED = 200;

/** Every claim near its limitation, the nearest first. */
export function limitationAnswer(views: readonly LimitationView[], limit = MOST_LISTED): Answer {
  return {
    json: views.map(({ creditor, today, currency, claims }) => ({
      creditor: { id: creditor.creditorId, name: creditor.name },
      today,
      currency,
      count: claims.length,
      claims: claims.slice(0, limit).map(({ claimId, invoiceNumber, customerNumber, name, ...claim }) => ({
        id: claimId,
        invoiceNumber,
        customerNumber,
        name,
        principal: formatMinor(claim.openPrincipalMinor),
        limitationOn: claim.alert.on,
        within: claim.alert.within,
      })),
    })),
    text:
      views.map((view) => limitationText(view, limit)).join("\n\n") ||
      "No claim is near the day from which it is too old to be enforced.",
    exitCode: 0,
  };
}

function limitationText({ creditor, today, currency, claims }: LimitationView, limit: number): string {
  const rows = claims
    .slice(0, limit)
    .map(({ invoiceNumber, customerNumber, name, openPrincipalMinor, alert }) => [
      clipped(invoiceNumber, 16),
      clipped(customerNumber, 12),
      clipped(name ?? "name removed", 24),
      formatMinor(openPrincipalMinor),
      alert.on,
      alert.within === null ? "too old" : `within ${alert.within}`,
    ]);
  const headings = ["invoice", "customer", "name", `principal, ${currency}`, "too old after", ""];
  const rest = claims.length - rows.length;
  return [
    `Too old to be enforced, or soon · ${creditor.name}, ${today}`,
    table([headings, ...rows], [3], { clips: 2 }).replaceAll(/^/gm, "  "),
    ...(rest === 0 ? [] : [`  and ${rest} more: --limit ${claims.length}`]),
  ].join("\n");
}

function textOf(view: ApprovalView): string {
  const { creditor, openedAt, closesAt, kind, step, count, items, currency } = view;
  const title = kind === "collection-list" ? "Collection list" : `Proposed: ${stepWord(step)}`;
  const closes =
    closesAt === null ? "waits for a person" : `closes ${shownInstant(creditor.timeZone, closesAt)}`;
  const rest = count - items.length;
  return [
    `${title} · ${creditor.name}`,
    `  opened ${shownInstant(creditor.timeZone, openedAt)} · ${closes}`,
    `  ${count} claim${count === 1 ? "" : "s"}, amounts in ${currency}`,
    "",
    items.length === 0
      ? ""
      : table([HEADINGS, ...items.map(rowOf)], [3, 4, 5], { clips: 2 }).replaceAll(/^/gm, "  "),
    ...(rest === 0 ? [] : [`  and ${rest} more: --limit ${count}`]),
    "",
    wrapped("  ", adviceOf(view)),
  ].join("\n");
}

const HEADINGS = ["invoice", "customer", "name", "principal", "owed today", "demand adds", "deadline"];

function rowOf(item: ApprovalItem): string[] {
  return [
    clipped(item.invoiceNumber, 16),
    clipped(item.customerNumber, 12),
    clipped(item.name ?? "name removed", 24),
    formatMinor(item.principalMinor),
    amountOrDash(item.totalMinor),
    amountOrDash(item.demandAddsMinor),
    item.deadline ?? "-",
  ];
}

function amountOrDash(minor: bigint | null): string {
  return minor === null ? "-" : formatMinor(minor);
}

function adviceOf({ kind, step, closesAt }: ApprovalView): string {
  if (kind === "collection-list")
    return "What nobody stops goes to collection: innfri stop INVOICE, innfri postpone INVOICE --until DATE.";
  const choose = step === "solvency" ? " --choose application|monitoring" : "";
  const yes = `innfri approve INVOICE…${choose}, or innfri approve --all${choose}`;
  return closesAt === null
    ? `Nothing happens without a yes: ${yes}.`
    : `What nobody stops goes by itself then; sooner by ${yes}.`;
}

function jsonOf({ creditor, openedAt, closesAt, items, ...view }: ApprovalView): unknown {
  return {
    id: view.approvalId,
    creditor: { id: creditor.creditorId, name: creditor.name },
    kind: view.kind,
    step: view.step,
    openedAt,
    openedOn: dayIn(creditor.timeZone, new Date(openedAt)),
    closesAt,
    closesOn: closesAt === null ? null : dayIn(creditor.timeZone, new Date(closesAt)),
    timeZone: creditor.timeZone,
    currency: view.currency,
    count: view.count,
    items: items.map((item) => ({
      id: item.claimId,
      invoiceNumber: item.invoiceNumber,
      customerNumber: item.customerNumber,
      name: item.name,
      department: item.department,
      step: view.step,
      principal: formatMinor(item.principalMinor),
      total: item.totalMinor === null ? null : formatMinor(item.totalMinor),
      demandAdds: item.demandAddsMinor === null ? null : formatMinor(item.demandAddsMinor),
      deadline: item.deadline,
    })),
  };
}
