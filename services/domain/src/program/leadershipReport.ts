import { availability } from "@ballast/schema/words";
import { minutesFigure } from "@ballast/schema/badMinutes";
import type { Colour } from "./triggers.ts";
import { dayIn } from "./week.ts";

/** Something promised, or to be decided, as a line of the report. */
export interface ReportedItem {
  readonly kind: string;
  readonly title: string;
  readonly owner: string | null;
  readonly dueOn: string | null;
  readonly before: readonly string[];
  readonly minutes: number | null;
  readonly why: string;
}

/** An objective as the report shows it. Minutes are bad minutes. */
export interface ReportedObjective {
  readonly name: string;
  /** Percent. */
  readonly target: number;
  readonly availability: number | null;
  readonly lately: readonly { readonly days: number; readonly availability: number | null }[];
  readonly leftMinutes: number;
  readonly budgetMinutes: number;
  /** ISO; null: it lasts. */
  readonly goneBy: string | null;
}

/** All that a report is made from: nothing else goes into its text, so that the same gives the same. */
export interface ReportContent {
  readonly position: string;
  readonly at: string;
  /** Whose days they are. */
  readonly timeZone: string;
  readonly build: string;
  readonly colour: Colour;
  readonly because: readonly string[];
  readonly changed: readonly string[];
  readonly objectives: readonly ReportedObjective[];
  readonly expected: {
    readonly total: number;
    readonly budget: number;
    readonly byTreatment: readonly (readonly [words: string, minutes: number])[];
  };
  readonly decisions: readonly ReportedItem[];
  readonly slipped: readonly ReportedItem[];
  readonly overdue: number;
}

/** One page: so many lines of a kind, and how many there are more. */
const MOST_LINES = 8;
const colourWords: Readonly<Record<Colour, string>> = { green: "Green", amber: "Amber", red: "Red" };

/** A part of the report: a heading, and a table or lines. */
interface Part {
  readonly heading: string;
  readonly head?: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly empty: string;
  readonly more: number;
}

function objectivesPart({ objectives, timeZone }: ReportContent): Part {
  const row = (one: ReportedObjective): readonly string[] => [
    one.name, `${String(one.target)} %`, availability(one.availability), ...one.lately.map((last) => availability(last.availability)),
    `${minutesFigure(one.leftMinutes)} of ${minutesFigure(one.budgetMinutes)} min${one.goneBy === null ? "" : `, gone by ${dayIn(one.goneBy, timeZone)}`}`,
  ];
  const days = objectives[0]?.lately.map((last) => `${String(last.days)} d`) ?? [];
  return {
    heading: "Availability", head: ["Objective", "Target", "In its period", ...days, "Budget left"],
    rows: objectives.slice(0, MOST_LINES).map(row), empty: "No objective is defined.", more: Math.max(0, objectives.length - MOST_LINES),
  };
}

function itemsPart(heading: string, items: readonly ReportedItem[], empty: string): Part {
  const row = ({ kind, title, owner, dueOn, before, minutes, why }: ReportedItem): readonly string[] => [
    title,
    kind,
    owner ?? "–",
    dueOn === null ? "–" : [dueOn, ...before].join(" ← "),
    minutes === null ? "–" : `${minutesFigure(minutes)} min`,
    why === "" ? "–" : why,
  ];
  return {
    heading, head: ["What", "Kind", "Owner", "Due", "At stake", "Why now"], rows: items.slice(0, MOST_LINES).map(row), empty,
    more: Math.max(0, items.length - MOST_LINES),
  };
}

function partsOf(content: ReportContent): readonly Part[] {
  const { expected, decisions, slipped } = content;
  return [
    objectivesPart(content),
    {
      heading: "Expected bad minutes a year",
      rows: expected.byTreatment.map(([words, minutes]) => [words, `${minutesFigure(minutes)} min`]),
      empty: "No risk is estimated.",
      more: 0,
      head: ["Treatment", `${minutesFigure(expected.total)} of a budget of ${minutesFigure(expected.budget)} min`],
    },
    itemsPart("Needs a decision", decisions, "Nothing waits for a decision."),
    itemsPart("Slips", slipped, "No promise was moved."),
  ];
}

/** What it is called, and a mail that brings it. */
export const titleOf = ({ at, timeZone }: ReportContent): string => `Availability program, ${dayIn(at, timeZone)}`;
const sayingOf = ({ colour, because }: ReportContent): string =>
  colour === "green" ? "no trigger fires" : because.join("; ");
const changedOf = ({ changed, overdue }: ReportContent): string =>
  `Since Monday: ${changed.length === 0 ? "nothing" : changed.join(", ")}. ${String(overdue)} overdue.`;
const madeOf = ({ position, at, timeZone, build }: ReportContent): string =>
  `Made from position ${position} of the log, as of ${at}${timeZone === "UTC" ? "" : ` (days of ${timeZone})`}, by Ballast ${build}. Incidents that not everybody may know of are in no figure.`;

/** What would be read as the end of a cell or as marks stands for itself. */
const plain = (text: string): string => text.replace(/[\r\n]+/g, " ").replace(/[\\|*_`<>[\]#]/g, (mark) => `\\${mark}`);
const cells = (row: readonly string[]): string => `| ${row.map(plain).join(" | ")} |`;

/** The report as Markdown. */
export function reportMarkdown(content: ReportContent): string {
  const parts = partsOf(content).flatMap(({ heading, head = [], rows, empty, more }) => [
    "", `## ${heading}`, "",
    ...(rows.length === 0 ? [empty] : [cells(head), cells(head.map(() => "---")).replaceAll("\\", ""), ...rows.map(cells)]),
    ...(more === 0 ? [] : ["", `and ${String(more)} more`]),
  ]);
  return [
    `# ${titleOf(content)}`,
    "",
    `**${colourWords[content.colour]}**: ${plain(sayingOf(content))}.`,
    "",
    plain(changedOf(content)),
    ...parts,
    "",
    "---",
    plain(madeOf(content)),
    "",
  ].join("\n");
}

const entities = new Map([["&", "&amp;"], ["<", "&lt;"], [">", "&gt;"], ['"', "&quot;"], ["'", "&#39;"]]);
const safe = (text: string): string => text.replace(/[&<>"']/g, (mark) => entities.get(mark) ?? mark);

const style = `body{font:13px/19px Inter,system-ui,sans-serif;color:#141d29;background:#fff;max-width:960px;margin:24px auto;padding:0 16px}
h1{font-size:20px;line-height:28px;margin:0 0 4px}h2{font-size:15px;line-height:22px;margin:16px 0 4px}
.colour{
  font-weight:640; padding:2px 8px; border-radius:4px;
}.green{background:#e1f3ea;color:#17784a}.amber{background:#fbeed9;color:#9a5700}.red{background:#fce7e4;color:#bf2418}
table{border-collapse:collapse;width:100%}th,td{
  text-align:left; padding:4px 8px 4px 0; border-bottom:1px solid #dde2e9; vertical-align:top;
}th{font-weight:550;color:#465467}
footer{margin-top:16px;color:#5f6d80;font-size:11px;line-height:15px}
@page{size:A4;margin:10mm}@media print{
  body{margin:0;padding:0;max-width:none;font-size:9.5px;line-height:12.5px}h1{font-size:16px;line-height:20px}h2{font-size:11.5px;line-height:15px;margin:8px 0 2px}p{margin:2px 0}th,
  td{padding:1.5px 6px 1.5px 0}footer{margin-top:8px;font-size:8.5px;line-height:11px}tr{break-inside:avoid},
}`;

function partHtml({ heading, head = [], rows, empty, more }: Part): string {
  const row = (of: readonly string[], cell: string): string => `<tr>${of.map((text) => `<${cell}>${safe(text)}</${cell}>`).join("")}</tr>`;
  const table = rows.length === 0
    ? `<p>${safe(empty)}</p>`
    : `<table><thead>${row(head, "th")}</thead><tbody>${rows.map((one) => row(one, "td")).join("")}</tbody></table>`;
  return `<h2>${safe(heading)}</h2>${table}${more === 0 ? "" : `<p>and ${String(more)} more</p>`}`;
}

/** The report as a page of its own, one sheet when it is printed. It loads nothing and runs nothing. */
export function reportHtml(content: ReportContent): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${safe(titleOf(content))}</title><style>${style}</style></head>
<body><h1>${safe(titleOf(content))}</h1>
<p><span class="colour ${content.colour}">${colourWords[content.colour]}</span> ${safe(sayingOf(content))}.</p>
<p>${safe(changedOf(content))}</p>
${partsOf(content).map(partHtml).join("\n")}
<footer>${safe(madeOf(content))}</footer></body></html>
`;
}
