import type { ChangeCount, ChangeLine } from "./changeDocuments.ts";

const hourMs = 3_600_000;

/** Spans as they are offered, to now. */
export const spans = [
  ["2h", "2 hours", 2 * hourMs],
  ["24h", "24 hours", 24 * hourMs],
  ["7d", "7 days", 7 * 24 * hourMs],
  ["30d", "30 days", 30 * 24 * hourMs],
] as const;
export type SpanKey = (typeof spans)[number][0];

/** What is planned is looked for so far ahead of now. */
const aheadMs = 30 * 24 * hourMs;

/** What of the view stands in its address. */
export interface Asked {
  readonly span: string | null;
  /** Moments, ISO; both, or a span to now counts. */
  readonly from: string | null;
  readonly to: string | null;
}

/** The span that an address names; a day where it names none. */
const spanKey = ({ span }: Pick<Asked, "span">): SpanKey => spans.find(([key]) => key === span)?.[0] ?? "24h";

/** The span that is offered and asked for; null where the address names two moments. */
export const pressedSpan = (asked: Asked): SpanKey | null => (spanOf(asked, 0).fixed ? null : spanKey(asked));

const isMoment = (text: string | null): text is string => text !== null && !Number.isNaN(Date.parse(text));

/** Between which moments is asked; `fixed` where the address names both. */
export function spanOf({ span, from, to }: Asked, now: number): { readonly from: string; readonly to: string; readonly fixed: boolean } {
  if (isMoment(from) && isMoment(to) && Date.parse(from) < Date.parse(to))
    return { from: new Date(from).toISOString(), to: new Date(to).toISOString(), fixed: true };
  const ms = spans.find(([key]) => key === spanKey({ span }))?.[2] ?? hourMs;
  return { from: new Date(now - ms).toISOString(), to: new Date(now + aheadMs).toISOString(), fixed: false };
}

const nouns: readonly (readonly [kind: ChangeLine["kind"], one: string, many: string])[] = [
  ["deploy", "deploy", "deploys"],
  ["release", "release", "releases"],
  ["flag", "flag change", "flag changes"],
  ["hold", "hold or its end", "holds or their ends"],
  ["schedule", "plan", "plans"],
];

/** Kinds of changes, for a filter. */
export const kindWords: readonly (readonly [kind: ChangeLine["kind"], words: string])[] = [
  ["deploy", "Deploys"], ["release", "Releases"], ["flag", "Flags"], ["hold", "Holds"], ["schedule", "Planned"],
];

/** "7 deploys and 5 releases for checkout.": what stands over the list, of all there are; and where the list is cut, that it is. */
export function changesSentence(counts: readonly ChangeCount[], service: string, shown: number): string {
  const said = nouns.flatMap(([kind, one, many]) => {
    const count = counts.find((counted) => counted.kind === kind)?.count ?? 0;
    return count === 0 ? [] : [`${count.toLocaleString("en")} ${count === 1 ? one : many}`];
  });
  if (said.length === 0) return `Nothing changed for ${service} in this time, as far as Ballast hears of it.`;
  const all = `${said.slice(0, -1).join(", ")}${said.length > 1 ? " and " : ""}${said.at(-1) ?? ""} for ${service}`;
  return counts.reduce((sum, { count }) => sum + count, 0) > shown ? `${all}; the latest ${String(shown)} stand here.` : `${all}.`;
}
