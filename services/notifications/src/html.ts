import { own } from "@ballast/schema";

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Text as it may stand in HTML, in attributes too. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => own(ENTITIES, character) ?? character);
}

/** A plain mail as HTML: its paragraphs, and the link as a button. */
export function htmlOf(text: string, link: string | undefined, linkText = "Open in Ballast"): string {
  const paragraphs = text
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${escapeHtml(paragraph).replaceAll("\n", "<br>")}</p>`)
    .join("");
  return `<!doctype html><html><body style="font:16px/1.5 sans-serif">${paragraphs}${button(link, linkText)}</body></html>`;
}

function button(link: string | undefined, linkText: string): string {
  if (link === undefined) return "";
  const style = "display:inline-block;padding:10px 18px;border-radius:6px;background:#1f4fd8;color:#fff;text-decoration:none";
  return `<p><a href="${escapeHtml(link)}" style="${style}">${escapeHtml(linkText)}</a></p>`;
}
