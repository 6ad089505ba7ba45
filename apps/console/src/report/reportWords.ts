import { availability, duration, measuredPercent } from "@ballast/schema/words";
import { own } from "@ballast/schema/own";
import { count, counted, hours, sentence, told } from "../data/words.ts";
import { periodWords } from "../lists/period.ts";
import type { AvailabilityFigures, DeliveryFigures, IncidentFigures, ServiceLine, Summary } from "./reportDocuments.ts";
import type { Question } from "./reportQuestion.ts";

const minuteMs = 60_000;
/** A length in minutes as people say it; unknown is `–`. */
export function minutes(value: number | null | undefined): string {
  return value === null || value === undefined ? "–" : duration(Math.round(value) * minuteMs);
}

function when({ window }: Pick<Question, "window">): string {
  return window === undefined ? "" : `, ${periodWords(window)}`;
}

/** Below so many, half and nine in ten are words for one or two of them: then it is said how many there are. */
export const enough = 5;

/** Below so many, a percentage promises what it does not know. */
const enoughForRate = 10;

/** How many come in a week: `1.4`, `4`. */
export const weekly = (mean: number): string => String(Number(mean.toFixed(1)));

/** A rate in percent, or of a few, "1 of 3". */
export function rateOf(failed: number, all: number, percent: number | null | undefined): string {
  return all > 0 && all < enoughForRate ? `${failed} of ${all}` : measuredPercent(percent);
}

/** Half within this, nine in ten within that. */
function spread({ n, medianLinear, p90Linear, min, max }: Summary, say: (value: number | null) => string): string {
  if (n > 1 && n < enough) return `${n === 2 ? "the two" : `the ${n}`} took between ${say(min)} and ${say(max)}`;
  return n === 1 ? `it took ${say(medianLinear)}` : `half took ${say(medianLinear)} or less, nine in ten ${say(p90Linear)} or less`;
}

/** A report without anything to count, in a sentence. */
export function nothingSentence(kind: "availability" | "delivery", { service, basis }: Pick<Question, "service" | "basis">): string {
  if (kind === "availability") return `No incident of ${service} is known, so there is no time to count from.`;
  return `Nothing of ${service} was ${basis === "deploys" ? "deployed" : "released"} yet.`;
}

/** All services in a sentence: how much happened, and where it was worst. */
export function allServicesSentence(rows: readonly ServiceLine[], question: Pick<Question, "window" | "impact">): string {
  const hit = rows.filter(({ incidents }) => incidents > 0);
  const [worst] = rows;
  if (worst === undefined) return "There is no service yet.";
  if (hit.length === 0) return `No incident of ${counted(rows.length, "service")}${when(question)}.`;
  const most =
    worst.downtimeMinutes === 0
      ? `most in ${worst.service.slug}, ${counted(worst.incidents, "incident")}`
      : `${worst.service.slug} worst, ${minutes(worst.downtimeMinutes)} at ${question.impact.join(" or ")}`;
  return `${hit.length} of ${counted(rows.length, "service")} had incidents${when(question)}: ${most}.`;
}

/** The incident report in a sentence or two. */
export function incidentReportSentence(
  { incidents, byImpact, timeToResolveMinutes: { all } }: IncidentFigures,
  question: Question,
): string {
  if (incidents === 0) return `No incidents of ${question.service}${when(question)}.`;
  const worst = [
    ["critical", "critical"],
    ["major", "major"],
  ].flatMap(([level = "", words = ""]) => {
    const hurt = own(byImpact, level) ?? 0;
    return hurt === 0 ? [] : [`${count(hurt)} ${words}`];
  });
  const head = `${counted(incidents, "incident")} of ${question.service}${when(question)}${worst.length === 0 ? "" : `, ${worst.join(" and ")}`}.`;
  return all.n === 0 ? `${head} None has a known time to resolve.` : `${head} To resolve them, ${spread(all, minutes)}.`;
}

/** The availability report in a sentence or two. */
export function availabilitySentence({ any, components, records: { withoutEnd } }: AvailabilityFigures, question: Question): string {
  const levels = question.impact.join(" or ");
  const head = `${availability(any.availabilityPercent)} of the time${question.window === undefined ? "" : ` (${periodWords(question.window)})`} was without a declared incident at ${levels}`;
  const [worst] = Object.entries(components).toSorted(([, a], [, b]) => b.downtimeMinutes - a.downtimeMinutes);
  const hurt =
    any.downtimeMinutes === 0
      ? "."
      : `; ${counted(any.incidents, "incident")} ${any.incidents === 1 ? "covers" : "cover"} the other ${minutes(any.downtimeMinutes)}.`;
  const most =
    worst === undefined || worst[1].downtimeMinutes === 0 ? "" : ` ${worst[0]} was hurt longest, ${minutes(worst[1].downtimeMinutes)}.`;
  const open =
    withoutEnd.length === 0
      ? ""
      : ` ${sentence(`${told(withoutEnd.length, "incident has", "incidents have")} no known end and ${withoutEnd.length === 1 ? "counts" : "count"} as no downtime: the figures are too good by that`)}`;
  return `${head}${hurt}${most}${open}`;
}

/** What is taken back in other words than git's own comes on top, and that is a floor. */
const inAllWords = ({ takenBack, takenBackPercent, failed }: DeliveryFigures): string =>
  takenBack === null || takenBack === failed ? "" : `, and ${count(takenBack)} in all words: at least ${measuredPercent(takenBackPercent)}`;

const levelWords: readonly (readonly [figure: "perWeek" | "leadTimeHours" | "recoveryHours" | "failPercent", words: string])[] = [
  ["perWeek", "how often it is deployed"], ["leadTimeHours", "the lead time"], ["recoveryHours", "the recovery"],
  ["failPercent", "the share that failed"],
];

/** What the figures come to beside others': `How often it is deployed is elite, the lead time high; of the share that failed …`. */
export function benchmarkSentence({ benchmark }: Pick<DeliveryFigures, "benchmark">): string | null {
  if (benchmark === null) return null;
  const known = levelWords.flatMap(([figure, words]) => {
    const level = benchmark[figure];
    return level === null ? [] : [`${words} ${figure === "failPercent" ? "is nearest to" : "is"} ${level}`];
  });
  return known.length === 0 ? null : `${sentence(`Beside ${benchmark.name}, ${known.join(", ")}`)}`;
}

/** What is put down to a deploy though nobody has named it; empty where nothing is, or releases are counted. */
export function attributionSentence({ basis, within }: Pick<Question, "basis" | "within">): string {
  if (basis !== "deploys" || within === undefined) return "";
  const when = counted(within, "hour");
  return ` Incidents that name no deploy are put down to the latest one that served everyone before they began, within ${when}.`;
}

/** The delivery report in a sentence or two. */
export function deliverySentence(figures: DeliveryFigures, question: Question): string {
  const { leadTimeHours, failed, basis } = figures;
  const number = (basis === "deploys" ? figures.deploys : figures.releases) ?? 0;
  const what = basis === "deploys" ? counted(number, "deploy to production", "deploys to production") : counted(number, "release");
  if (number === 0) return `No ${basis === "deploys" ? "deploys to production" : "releases"} of ${question.service}${when(question)}.`;
  const often = figures.perWeekMean === null ? "" : `, ${weekly(figures.perWeekMean)} a week`;
  const lead =
    leadTimeHours.n === 0
      ? ""
      : ` From writing a commit to ${basis === "deploys" ? "everyone having it" : "its release"}, ${spread(leadTimeHours, hours)}.`;
  const back = basis === "deploys" ? "failed" : failed === 1 ? "was taken back in part" : "were taken back in part";
  const of =
    failed === 0
      ? ` None ${basis === "deploys" ? "failed" : "was taken back"}.`
      : ` ${count(failed)} ${back} (${rateOf(failed, number, figures.revertRatePercent ?? figures.changeFailRatePercent)}${inAllWords(figures)}).`;
  return `${what} of ${question.service}${when(question)}${often}.${lead}${of}${attributionSentence(question)}`;
}
