import type { Command } from "./commands.ts";
import { means, wordsOf } from "./typos.ts";

/**
 * How well `text` answers `query`: 0 for not at all. Whole prefixes beat beginnings of words, those beat words with
 * a slip in them, those beat letters in order, and short texts beat long ones.
 */
export function score(text: string, query: string): number {
  const t = text.toLowerCase();
  const q = query.trim().toLowerCase();
  if (q === "") return 1;
  const brevity = 1 / (1 + t.length / 100);
  if (t.startsWith(q)) return 4 * brevity;
  if (q.split(/\s+/u).every((word) => ` ${t}`.includes(` ${word}`))) return 3 * brevity;
  if (t.includes(q)) return 2 * brevity;
  const words = wordsOf(t);
  if (wordsOf(q).every((typed) => words.some((word) => means(typed, word)))) return 1.5 * brevity;
  let at = -1;
  for (const letter of q.replaceAll(" ", "")) {
    at = t.indexOf(letter, at + 1);
    if (at < 0) return 0;
  }
  return brevity;
}

/** The commands that answer a query, best first; without a query all of them as they stand. */
export function rank(commands: readonly Command[], query: string, most = 40): readonly Command[] {
  if (query.trim() === "") return commands.slice(0, most);
  const scored = commands.map((command) => ({
    command,
    score: Math.max(score(command.title, query), 0.6 * score(command.keywords ?? "", query) * (command.keywords === undefined ? 0 : 1)),
  }));
  return scored
    .filter((each) => each.score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, most)
    .map((each) => each.command);
}

/** Commands under their headings, in the order in which the headings first appear. */
export function grouped(commands: readonly Command[]): readonly (readonly [group: string, commands: readonly Command[]])[] {
  return [...Map.groupBy(commands, (command) => command.group)];
}
