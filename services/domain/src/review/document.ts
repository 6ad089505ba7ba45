import type { FactorEffect, ReviewSection } from "@ballast/schema";
import { duration } from "@ballast/schema/words";

/** For whom a review is written down: the public version says nobody's name. */
export type ReviewAudience = "internal" | "public";

/** A line as it is written down; `recurrence` is how often its factor was one, where that is more than once. */
export interface DocumentLine {
  readonly section: ReviewSection;
  readonly text: string;
  readonly author: string | null;
  readonly agreed: readonly string[];
  readonly factor: { readonly word: string; readonly effect: FactorEffect } | null;
  readonly recurrence: string | null;
  /** The moment it is about, ISO, and what the timeline says of it. */
  readonly at: string | null;
  readonly about: string | null;
}

/** A moment of the timeline. */
export interface DocumentEntry {
  readonly at: string;
  readonly title: string;
  readonly detail: string | null;
  /** How much later it became known, where that is later than it happened; milliseconds. */
  readonly knownAfterMs: number | null;
  /** Whether the public was told of it. */
  readonly public: boolean;
  /** Who saw it differently, and whom it surprised. */
  readonly said: readonly Pick<DocumentLine, "section" | "text" | "author">[];
}

/** Something that is to be done. */
export interface DocumentAction {
  readonly reference: string;
  readonly title: string;
  readonly kind: "shortTerm" | "longTerm";
  readonly owner: string | null;
  readonly dueOn: string | null;
  readonly state: string;
}

/** All that a review's document is made from. Lengths are milliseconds, moments ISO. */
export interface ReviewContent {
  readonly incident: string;
  /** What it is called inside, and what readers outside are told it was. */
  readonly title: string;
  readonly publicTitle: string;
  readonly severity: number | null;
  /** For those inside. */
  readonly summary: string;
  readonly state: string;
  readonly heldAt: string | null;
  readonly facilitator: string | null;
  readonly joined: readonly string[];
  readonly figures: { readonly [Name in "detect" | "acknowledge" | "mitigate" | "resolve"]: number | null };
  readonly customers: number | null;
  readonly milestones: readonly { readonly name: string; readonly at: string }[];
  /** Key moments, what was pinned, and what somebody said something of; and how many more there are. */
  readonly timeline: readonly DocumentEntry[];
  readonly moreMoments: number;
  /** Who of those that take part has read the calibration draft. */
  readonly draftReadBy: readonly string[];
  readonly lines: readonly DocumentLine[];
  readonly actions: readonly DocumentAction[];
}

/** Parts in the order in which they are read. */
const headings: readonly (readonly [ReviewSection, string])[] = [
  ["happened", "What happened"], ["possible", "What made it possible"], ["longer", "What made it longer"], ["factor", "What contributed"],
  ["wentWell", "What went well"], ["learning", "What we learned"], ["surprise", "Surprises"],
  ["differently", "What people saw differently"],
  ["decision", "Decisions"], ["note", "Notes"],
];
const inside: ReadonlySet<ReviewSection> = new Set(["differently", "note"]);
const effects: Readonly<Record<FactorEffect, string>> = {
  caused: "caused it", contributed: "contributed", prolonged: "prolonged it", revealed: "revealed it", ruledOut: "ruled out as cause",
};

/**
 * What an audience may read: the public is told nobody's name, no notes, nothing that people said of moments in the draft, not what the
 * incident is called and described as inside, and of the timeline what it was told while it happened.
 */
export function forAudience(content: ReviewContent, audience: ReviewAudience): ReviewContent {
  if (audience === "internal") return content;
  return {
    ...content,
    title: content.publicTitle,
    summary: "",
    facilitator: null,
    joined: [],
    draftReadBy: [],
    moreMoments: 0,
    timeline: content.timeline.filter((entry) => entry.public).map((entry) => ({ ...entry, knownAfterMs: null, said: [] })),
    lines: content.lines
      .filter(({ section, at }) => !inside.has(section) && (section !== "surprise" || at === null))
      .map((line) => ({ ...line, author: null, agreed: [], recurrence: null, about: null })),
    actions: content.actions.map((action) => ({ ...action, owner: null })),
  };
}

const moment = (at: string): string => `${at.slice(0, 16).replace("T", " ")} UTC`;
const utc = (at: string): string => new Date(at).toISOString();

/** Durations stand beside the severity, each as it was. */
function factsOf(content: ReviewContent): readonly (readonly [string, string])[] {
  const { severity, state, heldAt, facilitator, joined, draftReadBy, figures, customers } = content;
  const facts: readonly (readonly [string, string | null])[] = [
    ["Severity", severity === null ? null : String(severity)],
    ["State", state],
    ["Held", heldAt === null ? null : moment(utc(heldAt))],
    ["Led by", facilitator],
    ["In the meeting", joined.length === 0 ? null : joined.join(", ")],
    ["Draft read by", draftReadBy.length === 0 ? null : draftReadBy.join(", ")],
    ["Detected after", figures.detect === null ? null : duration(figures.detect)],
    ["Acknowledged after", figures.acknowledge === null ? null : duration(figures.acknowledge)],
    ["Mitigated after", figures.mitigate === null ? null : duration(figures.mitigate)],
    ["Resolved after", figures.resolve === null ? null : duration(figures.resolve)],
    ["Customers hit", customers === null ? null : String(customers)],
  ];
  return facts.flatMap(([name, words]) => (words === null ? [] : [[name, words] as const]));
}

/** What stands behind a line. */
function saidOf({ author, factor, recurrence, agreed, at, about }: DocumentLine): string {
  const words = [
    factor === null ? null : `${factor.word}, ${effects[factor.effect]}`, recurrence, author,
    agreed.length === 0 ? null : `agreed by ${agreed.join(", ")}`, at === null ? null : moment(utc(at)), about,
  ].filter((one) => one !== null);
  return words.length === 0 ? "" : ` (${words.join("; ")})`;
}

const saw: Readonly<Partial<Record<ReviewSection, string>>> = { differently: "saw it differently", surprise: "was surprised" };

/** A moment with what became known late of it, and what people said of it. */
function momentOf({ at, title, detail, knownAfterMs, said }: DocumentEntry): string {
  const late = knownAfterMs === null ? "" : ` (known ${duration(knownAfterMs)} later)`;
  const voices = said.map(({ section, text, author }) => `; ${author ?? "somebody"} ${saw[section] ?? "said"}: “${text}”`).join("");
  return `${moment(utc(at))}: ${title}${detail === null ? "" : `, ${detail}`}${late}${voices}`;
}

function timelineOf({ timeline, moreMoments }: ReviewContent): readonly string[] {
  const more = moreMoments === 0 ? [] : [`and ${String(moreMoments)} more`];
  return [...timeline.map(momentOf), ...more];
}

const promisedOf = ({ owner, dueOn, state }: DocumentAction): string => [owner, dueOn, state].filter((one) => one !== null).join(", ");
const titleOf = ({ incident, title }: ReviewContent): string => `Review of ${incident}: ${title}`;

interface Part {
  readonly heading: string;
  readonly items: readonly string[];
}

const partsOf = (content: ReviewContent): readonly Part[] => [
  { heading: "Milestones", items: content.milestones.map(({ name, at }) => `${moment(utc(at))}: ${name}`) },
  { heading: "Timeline", items: timelineOf(content) },
  ...headings.map(([section, heading]) => ({
    heading, items: content.lines.filter((line) => line.section === section).map((line) => `${line.text}${saidOf(line)}`),
  })),
  ...(["shortTerm", "longTerm"] as const).map((kind) => ({
    heading: kind === "shortTerm" ? "Short-term actions" : "Long-term changes",
    items: content.actions
      .filter((action) => action.kind === kind)
      .map((action) => `${action.reference} ${action.title} (${promisedOf(action)})`),
  })),
].filter(({ items }) => items.length > 0);

/** What would be read as marks stands for itself. */
const plain = (text: string): string => text.replace(/[\r\n]+/g, " ").replace(/[\\|*_`<>[\]#]/g, (mark) => `\\${mark}`);

/** A review as Markdown. */
export const reviewMarkdown = (content: ReviewContent): string => [
  `# ${plain(titleOf(content))}`,
  "",
  ...(content.summary === "" ? [] : [plain(content.summary), ""]),
  ...factsOf(content).map(([name, words]) => `- ${name}: ${plain(words)}`),
  ...partsOf(content).flatMap(({ heading, items }) => ["", `## ${heading}`, "", ...items.map((item) => `- ${plain(item)}`)]),
  "",
].join("\n");

const entities = new Map([["&", "&amp;"], ["<", "&lt;"], [">", "&gt;"], ['"', "&quot;"], ["'", "&#39;"]]);
const safe = (text: string): string => text.replace(/[&<>"']/g, (mark) => entities.get(mark) ?? mark);
const style = `body{font:14px/21px Inter,system-ui,sans-serif;color:#141d29;background:#fff;max-width:820px;margin:24px auto;padding:0 16px;overflow-wrap:anywhere}
h1{font-size:21px;line-height:28px;margin:0 0 4px}h2{
  font-size:16px; line-height:22px; margin:18px 0 4px;
}ul{margin:0;padding-left:20px}li{margin:2px 0}
dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px;margin:12px 0}dt{color:#465467}dd{margin:0}
@page{size:A4;margin:16mm}@media print{
  body{margin:0;max-width:none;font-size:11px;line-height:16px}h2{break-after:avoid}li{break-inside:avoid},
}`;

const dl = (content: ReviewContent): string =>
  `<dl>${factsOf(content).map(([name, words]) => `<dt>${safe(name)}</dt><dd>${safe(words)}</dd>`).join("")}</dl>`;
const partHtml = ({ heading, items }: Part): string =>
  `<h2>${safe(heading)}</h2><ul>${items.map((item) => `<li>${safe(item)}</li>`).join("")}</ul>`;

/** A review as a page of its own, made for printing. It loads nothing and runs nothing. */
export const reviewHtml = (content: ReviewContent): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${safe(titleOf(content))}</title><style>${style}</style></head>
<body><h1>${safe(titleOf(content))}</h1>
${content.summary === "" ? "" : `<p>${safe(content.summary)}</p>`}
${dl(content)}
${partsOf(content).map(partHtml).join("\n")}
</body></html>
`;

/** What a spreadsheet would take for a formula is written as the text that it is. */
function cell(value: string | null): string {
  const text = value === null ? "" : /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
const row = (cells: readonly (string | null)[]): string => cells.map(cell).join(",");

/** Moments of a review's timeline, its lines and its actions as CSV, one a row. */
export const reviewCsv = ({ incident, timeline, lines, actions }: ReviewContent): string => [
  row(["incident", "kind", "text", "factor", "effect", "who", "agreed", "moment", "due", "state"]),
  ...timeline.map(({ at, title, detail }) =>
    row([incident, "timeline", detail === null ? title : `${title}, ${detail}`, null, null, null, null, at, null, null])),
  ...lines.map(({ section, text, factor, author, agreed, at }) =>
    row([incident, section, text, factor?.word ?? null, factor?.effect ?? null, author, agreed.join("; "), at, null, null])),
  ...actions.map(({ reference, title, kind, owner, dueOn, state }) =>
    row([incident, kind, `${reference} ${title}`, null, null, owner, null, null, dueOn, state])),
  "",
].join("\r\n");

/** A review as JSON. */
export const reviewJson = (content: ReviewContent): string => `${JSON.stringify(content, null, 2)}\n`;
