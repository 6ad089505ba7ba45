/** How many letters may be wrong, missing, doubled or swapped in a word of a length: none in short ones, which would be others. */
function allowed(length: number): number {
  return length < 4 ? 0 : length < 8 ? 1 : 2;
}

/** Edits between two words (a letter more, less, another, or two swapped), as far as `most`; beyond it `most + 1`. */
export function edits(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let [before, last] = [[] as number[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? 0) + 1 : Infinity;
      row.push(Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same, swapped));
    }
    [before, last] = [last, row];
  }
  return Math.min(last[b.length] ?? 0, most + 1);
}

/** Whether a word typed means another: its beginning, or the same but for a slip. Figures are never forgiven: v4 is not v5. */
export function means(typed: string, word: string): boolean {
  if (word.startsWith(typed)) return true;
  const most = /\d/u.test(typed) ? 0 : allowed(typed.length);
  return most > 0 && (edits(typed, word, most) <= most || edits(typed, word.slice(0, typed.length), most) <= most);
}

/** The words of a text, lower case, without what stands between them. */
export function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().split(/[^\p{L}\p{N}._-]+/u).filter((word) => word !== "");
}
