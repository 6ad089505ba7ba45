import { theme } from "./theme.ts";

type Styles = Readonly<Record<string, unknown>>;

const isStyles = (value: unknown): value is Styles => typeof value === "object" && value !== null;

/** Variables keep their names; a property is written as style sheets write it. */
const named = (property: string): string =>
  property.startsWith("--") ? property : property.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`);

const ruleOf = (selector: string, styles: Styles): string => {
  const held = Object.entries(styles).filter(([, value]) => value !== undefined && value !== null && value !== false);
  return `${selector}{${held.map(([name, value]) => isStyles(value) ? ruleOf(name, value) : `${named(name)}:${String(value)};`).join("")}}`;
};

/**
 * The variables that MUI's components draw with, as a style sheet: the build writes it down (`variables.css`), since to have
 * them made by each page, as MUI does unless told, costs a slow machine a tenth of its first drawing.
 */
export const variables = (): string =>
  theme.generateStyleSheets().flatMap((sheet) => Object.entries<unknown>(sheet))
    .map(([selector, styles]) => (isStyles(styles) ? ruleOf(selector, styles) : "")).join("\n");
