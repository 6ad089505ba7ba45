import { Rejection } from "@ballast/domain";

/** What somebody looks for is some words, not a page: every word is looked up in all of history. */
export const searchLimits = { characters: 300, words: 20 } as const;

/**
 * What a person typed as an FTS5 query: every word must occur, the last one as a beginning. Quotes keep a phrase
 * together; nothing typed can be an operator. Null when there is no word in it.
 * @throws Rejection INVALID_INPUT for more than `searchLimits`
 */
export function matchOf(text: string): string | null {
  if (text.length > searchLimits.characters)
    throw new Rejection("INVALID_INPUT", `text: at most ${searchLimits.characters} characters can be looked for at once`, ["text"]);
  const parts = [...text.matchAll(/"([^"]+)"|(\S+)/g)].map((match) => ({
    words: match[1] ?? match[2] ?? "", phrase: match[1] !== undefined,
  }));
  const terms = parts
    .filter(({ words }) => /[\p{L}\p{N}]/u.test(words))
    .map(({ words, phrase }) => ({ quoted: `"${words.replaceAll('"', '""')}"`, phrase }));
  if (terms.length === 0) return null;
  const words = terms.reduce((sum, { quoted }) => sum + quoted.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "").length, 0);
  if (words > searchLimits.words)
    throw new Rejection("INVALID_INPUT", `text: at most ${searchLimits.words} words can be looked for at once`, ["text"]);
  return terms.map(({ quoted, phrase }, index) => (index === terms.length - 1 && !phrase ? `${quoted}*` : quoted)).join(" ");
}
