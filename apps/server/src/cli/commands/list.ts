import { formatMinor } from "@innfri/kernel";
import type { Command } from "commander";
import { dayIn, shownInstant } from "../../clock.ts";
import { type ApprovalItem, type ApprovalView, listApprovals } from "../../usecases/list-approvals.ts";
import { type SetAside, setAside } from "../../usecases/set-aside.ts";
import { onInstallation } from "../context.ts";
import { type Answer, counted, table } from "../output.ts";
import { upTo } from "../parse-options.ts";
import { stepWord } from "../step-words.ts";
import { whichCreditors } from "../which-creditors.ts";
import { clipped, wrapped } from "../wrap.ts";

/** `innfri list`: what waits for a person. */
export function registerList(program: Command): void {
  program
    .command("list")
    .description("open proposals and collection lists, with when each closes")
    .option("--creditor <id>", "only this creditor")
    .option("--limit <number>", "show so many claims of each creditor (200)", upTo("--limit", 100_000))
    .action(async (options: { creditor?: string; limit?: number }, command: Command) => {
      await onInstallation(command, async (installation) => {
        const creditorIds = await whichCreditors(installation.pool, options.creditor);
        const request = { creditorIds, limit: options.limit ?? 200 };
        const views = await listApprovals(installation, request, new Date());
        return answerOf(views, await setAside(installation, creditorIds, new Date()));
      });
    });
}

export function answerOf(views: readonly ApprovalView[], aside: readonly SetAside[] = []): Answer {
  const lists = views.filter(({ kind }) => kind === "collection-list");
  const proposals = views.filter(({ kind }) => kind === "proposals");
  const text = [...[...lists, ...proposals].map(textOf), ...aside.map(asideText)].join("\n\n");
  return {
    json: {
      lists: lists.map(jsonOf),
      proposals: proposals.map(jsonOf),
      setAside: aside.map(({ creditor, claims }) => ({
        creditor: { id: creditor.creditorId, name: creditor.name },
        claims,
      })),
    },
    text: text === "" ? "No claim waits for anybody." : text,
    exitCode: 0,
  };
}

function asideText({ creditor, claims, today }: SetAside): string {
  const what = `${counted(claims, "claim")} set aside for a person. Which, and why:`;
  return `Set aside · ${creditor.name}\n${wrapped("  ", `${what} innfri preview --on ${today}`)}`;
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
    items.length === 0 ? "" : table([HEADINGS, ...items.map(rowOf)], [3, 4, 5]).replaceAll(/^/gm, "  "),
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
