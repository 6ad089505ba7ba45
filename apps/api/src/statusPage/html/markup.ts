/** Text that is markup already: everything typed by anybody became harmless on its way in. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Markup | string | number | null | undefined | false | readonly Part[];

const HARMLESS = new Map([["&", "&amp;"], ["<", "&lt;"], [">", "&gt;"], ['"', "&quot;"], ["'", "&#39;"]]);

/** Characters that XML cannot hold at all. */
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/gu;

/** A text as it may stand in HTML, XML, and their attributes. */
export const harmless = (text: string): string =>
  text.toWellFormed().replace(FORBIDDEN, "").replace(/[&<>"']/gu, (character) => HARMLESS.get(character) ?? "");

function written(part: Part): string {
  if (part === null || part === undefined || part === false) return "";
  if (part instanceof Markup) return part.text;
  return typeof part === "string" || typeof part === "number" ? harmless(String(part)) : part.map(written).join("");
}

/** Markup from a template: what is put in is escaped, unless it is markup; lists are joined, nothing is nothing. */
export const markup = (fixed: TemplateStringsArray, ...parts: readonly Part[]): Markup =>
  new Markup(fixed.reduce((text, piece, index) => `${text}${index === 0 ? "" : written(parts[index - 1])}${piece}`, ""));
