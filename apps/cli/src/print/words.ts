import { age } from "@ballast/schema/words";

/** "3 min ago", "in 2 h"; "–" when unknown. */
export function relative(at: string | null | undefined, now: number): string {
  if (at === null || at === undefined) return "–";
  const distance = now - Date.parse(at);
  const text = age(Math.max(1_000, Math.abs(distance)));
  return distance < 0 ? `in ${text}` : `${text} ago`;
}

/** "2026-11-23 09:33:15Z": exact, UTC; "–" when unknown. */
export const exact = (at: string | null | undefined): string =>
  at === null || at === undefined ? "–" : `${new Date(at).toISOString().slice(0, 19).replace("T", " ")}Z`;

/** A number for a table, with at most so many decimals; "–" when unknown. */
export const figure = (value: number | null | undefined, decimals = 2): string =>
  value === null || value === undefined ? "–" : String(Number(value.toFixed(decimals)));

const sizes = ["bytes", "KB", "MB", "GB", "TB"] as const;

/** A size: "512 bytes", "3.4 MB" (of 1,024). */
export function bytes(size: number): string {
  const step = Math.min(sizes.length - 1, size < 1 ? 0 : Math.floor(Math.log2(size) / 10));
  return `${String(Number((size / 1_024 ** step).toFixed(1)))} ${sizes[step] ?? "bytes"}`;
}

/** "1 commit", "3 commits". */
export const counted = (count: number, one: string, many = `${one}s`): string => `${String(count)} ${count === 1 ? one : many}`;

/** A line cut to a length, with an ellipsis. */
export const short = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
