/**
 * What a person typed as an FTS5 query: every word must occur, the last one as a beginning. Quotes keep a phrase
 * together; nothing typed can be an operator. Null when there is no word in it.
 */
export function matchOf(text: string): string | null {
  const parts = [...text.matchAll(/"([^"]+)"|(\S+)/g)].map((match) => ({ words: match[1] ?? match[2] ?? "", phrase: match[1] !== undefined }));
  const terms = parts.filter(({ words }) => /[\p{L}\p{N}]/u.test(words)).map(({ words, phrase }) => ({ quoted: `"${words.replaceAll('"', '""')}"`, phrase }));
  if (terms.length === 0) return null;
  return terms.map(({ quoted, phrase }, index) => (index === terms.length - 1 && !phrase ? `${quoted}*` : quoted)).join(" ");
}
