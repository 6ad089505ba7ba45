import { de } from "./de.ts";
import { en } from "./en.ts";
import type { PageWords } from "./words.ts";

/** Languages that pages can be read in; a new one is a file beside these. */
const languages: readonly PageWords[] = [en, de];

export const languageNames: readonly string[] = languages.map(({ language }) => language);

/** Its words; English where there is no file of it. `de-CH` has those of `de`. */
export const wordsOf = (language: string): PageWords =>
  languages.find((one) => one.language === language.split("-")[0]) ?? en;

export type { PageWords } from "./words.ts";
