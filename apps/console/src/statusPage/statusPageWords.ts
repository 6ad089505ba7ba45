import type { Tone } from "../marks/tone.ts";
import type { StatusPageComponent, StatusPageLine, StatusPageRecord } from "./statusPageDocuments.ts";

type Status = StatusPageComponent["status"];

/** How components do, as the console calls it. */
export const statusWords: Readonly<Record<Status, string>> = {
  operational: "Works", degraded: "Slow", partialOutage: "Partly down", majorOutage: "Down", maintenance: "In maintenance",
};

export const statusTones: Readonly<Record<Status, Tone>> = {
  operational: "good", degraded: "attention", partialOutage: "bad", majorOutage: "bad", maintenance: "planned",
};

/** Of 90 days; a dash where nothing was observed. */
export const quarterOf = ({ uptime }: Pick<StatusPageLine, "uptime">): string => {
  const percent = uptime.find(({ days }) => days === 90)?.percent;
  return percent === undefined || percent === null ? "–" : `${percent} %`;
};

/** What the list says first. */
export function pagesSentence(pages: readonly StatusPageLine[]): string {
  const hurt = pages.filter(({ components }) => components.some(({ status }) => status !== "operational"));
  if (pages.length === 0) return "The public reads nothing yet.";
  const [first] = hurt;
  if (first === undefined) return pages.length === 1 ? "It says that everything works." : "All of them say that everything works.";
  return hurt.length === 1
    ? `${first.name} says: ${first.sentence}.`
    : `${String(hurt.length)} of ${String(pages.length)} say that something does not work.`;
}

/** A page's own sentence. */
export const pageSentence = ({ sentence, retired, components }: StatusPageRecord): string =>
  retired === null
    ? `It says: ${sentence}. ${components.length === 1 ? "One component" : `${String(components.length)} components`}.`
    : `Nobody sees it any more: ${retired}`;

/** How it counts, in a line. */
export const ruleWords = (
  { name, degradedPercent, partialOutagePercent, majorOutagePercent, maintenance }: StatusPageRecord["rule"]
): string =>
  [
    `${{ statuspage: "As Statuspage", incidentio: "As incident.io", own: "Its own" }[name]}: outage ${String(majorOutagePercent)} %,`,
    `of a part ${String(partialOutagePercent)} %, slow ${String(degradedPercent)} %;`,
    maintenance === "up" ? "maintenance counts as time that works" : "maintenance is left out",
  ].join(" ");
