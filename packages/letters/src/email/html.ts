/**
 * The frame of our e-mails. Mail programs drop style sheets and scripts, so the looks stand on each element; the one
 * style sheet holds only what may be lost: the dark colours.
 */

const INK = "#14272b";
const QUIET = "#526060";
const LINE = "#dcd7cb";
const FONT = "font-family:'Hanken Grotesk',-apple-system,'Segoe UI',Roboto,Arial,sans-serif";

/** Inline styles by the part they dress. Every part with a colour has a class of the same name for the dark. */
const STYLES = {
  ground: `margin:0;padding:0;background:#f6f4ef;color:${INK};${FONT};font-size:16px;line-height:1.5`,
  card: "max-width:600px;margin:0 auto;padding:24px 20px;background:#ffffff;box-sizing:border-box",
  name: "margin:0 0 4px;font-size:18px;font-weight:700;overflow-wrap:anywhere",
  small: `margin:0 0 16px;font-size:13px;color:${QUIET}`,
  heading: "margin:20px 0 8px;font-size:24px;line-height:1.25;font-weight:700",
  subheading: "margin:24px 0 4px;font-size:17px;line-height:1.35;font-weight:700;overflow-wrap:anywhere",
  paragraph: "margin:0 0 12px;overflow-wrap:anywhere",
  table: "width:100%;border-collapse:collapse;margin:4px 0 8px",
  head: `padding:4px 0;border-bottom:1px solid ${LINE};text-align:left;vertical-align:bottom;font-size:13px;font-weight:400;color:${QUIET}`,
  headAmount: `padding:4px 0 4px 12px;border-bottom:1px solid ${LINE};text-align:right;vertical-align:bottom;font-size:13px;font-weight:400;color:${QUIET};white-space:nowrap`,
  cell: `padding:8px 0;border-bottom:1px solid ${LINE};text-align:left;vertical-align:top;font-weight:400;overflow-wrap:anywhere`,
  amount: `padding:8px 0 8px 12px;border-bottom:1px solid ${LINE};text-align:right;vertical-align:top;white-space:nowrap;font-variant-numeric:tabular-nums`,
  factLabel: `padding:8px 0;border-bottom:1px solid ${LINE};text-align:left;vertical-align:top;font-weight:400`,
  fact: `padding:8px 0 8px 12px;border-bottom:1px solid ${LINE};text-align:right;vertical-align:top;overflow-wrap:anywhere;font-variant-numeric:tabular-nums`,
  total: `padding:10px 0;border-top:2px solid ${INK};text-align:left;font-size:18px;font-weight:700`,
  totalAmount: `padding:10px 0 10px 12px;border-top:2px solid ${INK};text-align:right;white-space:nowrap;font-size:18px;font-weight:700;font-variant-numeric:tabular-nums`,
  detail: `display:block;font-size:13px;line-height:1.4;color:${QUIET}`,
  box: `margin:16px 0;padding:14px 16px;border:1px solid ${INK};border-radius:8px`,
  label: `padding:3px 16px 3px 0;text-align:left;vertical-align:top;font-size:14px;font-weight:400;color:${QUIET};white-space:nowrap`,
  value:
    "padding:3px 0;text-align:left;font-weight:700;overflow-wrap:anywhere;font-variant-numeric:tabular-nums",
  button:
    "display:inline-block;margin:4px 0 12px;padding:12px 20px;border-radius:8px;background:#0f5a66;color:#ffffff;font-weight:700;text-decoration:none",
  command:
    "display:block;margin:2px 0;font-family:ui-monospace,Consolas,Menlo,monospace;font-size:14px;overflow-wrap:anywhere",
  word: "white-space:nowrap",
  foot: `margin:24px 0 0;padding-top:12px;border-top:1px solid ${LINE};font-size:13px;color:${QUIET}`,
} as const;

type Part = keyof typeof STYLES;

const DARK = [
  ".ground{background:#0e1a1d!important;color:#ebf1ef!important}",
  ".card{background:#15252a!important;color:#ebf1ef!important}",
  ".small,.head,.headAmount,.detail,.label,.foot{color:#a9b9b9!important}",
  ".head,.headAmount,.cell,.amount,.factLabel,.fact,.foot{border-color:#2c4147!important}",
  ".box,.total,.totalAmount{border-color:#ebf1ef!important}",
  ".button{background:#7fcbd6!important;color:#06252b!important}",
].join("");

/** Markup that is already safe: made by `element` and `escapeHtml` only. */
export type Html = { readonly html: string };

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

export function escapeHtml(text: string): Html {
  return { html: text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character) };
}

type Content = string | Html | readonly (string | Html)[];

/** An element dressed as `part`. Content that is text is escaped. */
export function element(
  tag: string,
  part: Part | null,
  content: Content,
  attributes: Readonly<Record<string, string>> = {},
): Html {
  const dressed = part === null ? attributes : { class: part, style: STYLES[part], ...attributes };
  const written = Object.entries(dressed).map(([name, value]) => ` ${name}="${escapeHtml(value).html}"`);
  return { html: `<${tag}${written.join("")}>${htmlOf(content)}</${tag}>` };
}

function htmlOf(content: Content): string {
  if (typeof content === "string") return escapeHtml(content).html;
  if ("html" in content) return content.html;
  return content.map(htmlOf).join("\n");
}

/** Stretches of text where some are strong. */
export function runsHtml(runs: readonly { readonly text: string; readonly strong: boolean }[]): Html {
  return {
    html: runs
      .map(({ text, strong }) => (strong ? element("strong", null, text) : escapeHtml(text)).html)
      .join(""),
  };
}

/** A whole message. `preview` is what an inbox shows beside the subject. */
export function emailPage(page: {
  readonly language: string;
  readonly title: string;
  readonly preview: string;
  readonly body: readonly Html[];
}): string {
  const title = escapeHtml(page.title).html;
  const hidden = element("div", null, page.preview, {
    style: "display:none;max-height:0;overflow:hidden;font-size:0;line-height:0",
  });
  return `<!doctype html>
<html lang="${escapeHtml(page.language).html}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${title}</title>
<style>:root{color-scheme:light dark}@media (prefers-color-scheme:dark){${DARK}}</style>
</head>
${element("body", "ground", [hidden, element("div", "card", page.body, { role: "main" })]).html}
</html>
`;
}
