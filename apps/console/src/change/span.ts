import type { ChangeLine } from "./changeDocuments.ts";

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

/** "7 deploys and 5 releases for checkout.": what stands over the list. Of more than are shown it says that these are the latest. */
export function changesSentence(changes: readonly Pick<ChangeLine, "kind">[], service: string, total: number): string {
  if (changes.length === 0) return `Nothing changed for ${service} in this time, as far as Ballast hears of it.`;
  const said = nouns.flatMap(([kind, one, many]) => {
    const count = changes.filter((change) => change.kind === kind).length;
    return count === 0 ? [] : [`${String(count)} ${count === 1 ? one : many}`];
  });
  const all = `${said.slice(0, -1).join(", ")}${said.length > 1 ? " and " : ""}${said.at(-1) ?? ""}`;
  return total > changes.length
    ? `${total.toLocaleString("en")} changes for ${service}; the latest ${String(changes.length)} stand here: ${all}.`
    : `${all} for ${service}.`;
}
