import { minutesFigure } from "@ballast/schema/badMinutes";
import { availability, duration } from "@ballast/schema/words";

/** What one thing that a customer uses cost it: bad minutes, and which incidents are behind them. */
export interface StatedPart {
  readonly service: string;
  /** Null: all of the service. */
  readonly component: string | null;
  readonly badMinutes: number;
  /** Percent; null where nothing was observed. */
  readonly availability: number | null;
  readonly incidents: readonly string[];
}

/** All that a customer's statement is made from. Moments are ISO. */
export interface StatementContent {
  readonly name: string;
  readonly externalId: string;
  readonly from: string;
  readonly to: string;
  /** Percent; null where nothing was observed. */
  readonly availability: number | null;
  readonly badMinutes: number;
  readonly unobservedMinutes: number;
  /** Incidents that never say when they ended. */
  readonly withoutEnd: number;
  readonly parts: readonly StatedPart[];
  readonly incidents: readonly {
    readonly reference: string;
    readonly title: string;
    readonly at: string;
    readonly badMinutes: number;
    /** Whether the incident names this customer; else it counts as for everyone. */
    readonly named: boolean;
  }[];
  readonly releases: readonly { readonly service: string; readonly version: string; readonly since: string | null }[];
}

const MINUTE_MS = 60_000;
const entities = new Map([["&", "&amp;"], ["<", "&lt;"], [">", "&gt;"], ['"', "&quot;"], ["'", "&#39;"]]);
const safe = (text: string): string => text.replace(/[&<>"']/g, (mark) => entities.get(mark) ?? mark);
const day = (at: string): string => at.slice(0, 10);
const minutes = (of: number): string => `${minutesFigure(of)} min`;

const style = `body{font:14px/21px Inter,system-ui,sans-serif;color:#141d29;background:#fff;max-width:820px;margin:24px auto;padding:0 16px;overflow-wrap:anywhere}
h1{font-size:21px;line-height:28px;margin:0 0 4px}h2{
  font-size:16px; line-height:22px; margin:18px 0 4px;
}.figure{font-size:32px;line-height:40px;margin:12px 0 0}
table{border-collapse:collapse;width:100%}th,td{
  text-align:left; padding:4px 8px 4px 0; border-bottom:1px solid #dde2e9; vertical-align:top;
}th{font-weight:550;color:#465467}
footer{margin-top:16px;color:#5f6d80;font-size:12px;line-height:17px}
@page{size:A4;margin:16mm}@media print{
  body{margin:0;max-width:none;font-size:11px;line-height:16px}h2{break-after:avoid}tr{break-inside:avoid},
}`;

interface Table {
  readonly heading: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What is said where there is none. */
  readonly empty: string;
}

function table({ heading, head, rows, empty }: Table): string {
  const row = (of: readonly string[], cell: string): string => `<tr>${of.map((text) => `<${cell}>${safe(text)}</${cell}>`).join("")}</tr>`;
  const body = rows.length === 0
    ? `<p>${safe(empty)}</p>`
    : `<table><thead>${row(head, "th")}</thead><tbody>${rows.map((one) => row(one, "td")).join("")}</tbody></table>`;
  return `<h2>${safe(heading)}</h2>${body}`;
}

/** What the figure does not say, said. */
function caveats({ unobservedMinutes, withoutEnd }: StatementContent): string {
  const said = [
    unobservedMinutes < 1 ? null : `For ${duration(unobservedMinutes * MINUTE_MS)} of this time nobody observed, which counts as neither.`,
    withoutEnd === 0 ? null : `${String(withoutEnd)} ${withoutEnd === 1 ? "incident does" : "incidents do"} not say when they ended, and are not counted.`,
  ];
  return said.filter((one) => one !== null).join(" ");
}

/** A customer's statement as a page of its own, made for printing: what it had, and what was behind it. It loads and runs nothing. */
export function statementHtml(content: StatementContent): string {
  const { name, externalId, from, to, badMinutes, parts, incidents, releases } = content;
  const figure = content.availability === null ? "Not observed" : availability(content.availability);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${safe(`Statement for ${name}`)}</title><style>${style}</style></head>
<body><h1>${safe(`Statement for ${name}`)}</h1>
<p>${safe(name === externalId ? "" : `${externalId}, `)}${day(from)} to ${day(to)}</p>
<p class="figure">${safe(figure)}</p>
<p>of the time without a declared incident that reached it, ${safe(minutes(badMinutes))} with one. ${safe(caveats(content))}</p>
${table({
    heading: "By what it uses", head: ["Service", "Component", "Without an incident", "With one", "Behind it"],
    rows: parts.map((part) => [
      part.service, part.component ?? "all of it", part.availability === null ? "not observed" : availability(part.availability),
      minutes(part.badMinutes), part.incidents.join(", ") || "–",
    ]),
    empty: "Nothing serves it yet.",
  })}
${table({
    heading: "Incidents that reached it", head: ["Incident", "What", "Began", "Minutes", "Known of it"],
    rows: incidents.map((one) => [
      one.reference, one.title, day(one.at), minutes(one.badMinutes), one.named ? "its own requests" : "as for everyone",
    ]),
    empty: "None is known.",
  })}
${table({
    heading: "Releases it meets", head: ["Service", "Release", "Since"],
    rows: releases.map(({ service, version, since }) => [service, version, since === null ? "–" : day(since)]),
    empty: "Nothing serves it yet.",
  })}
<footer>An incident counts with the share of this customer's requests that failed where it names the customer, else with the share of customers that was counted, or by its level; incidents at once count as the worst of them. It says nothing of what nobody declared. Made by Ballast as of ${safe(to)}.</footer></body></html>
`;
}
