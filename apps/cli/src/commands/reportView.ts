import type { Summary } from "@ballast/schema/graphql";
import { availability, measuredPercent } from "@ballast/schema/words";
import { bold, dim } from "../print/style.ts";
import { facts, table } from "../print/table.ts";
import { counted, figure, short } from "../print/words.ts";
import type { AvailabilityReport, DeliveryReport, DeployReport, IncidentReport, ServiceMonths } from "./reportDocuments.ts";

/** A service's flags, by name. */
export function flagLines({
  changes, flagsEver, flags, state,
}: {
  readonly changes: number;
  readonly flagsEver: number;
  readonly flags: number;
  readonly state: Readonly<Record<string, unknown>>;
}): readonly string[] {
  const rows = Object.entries(state)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, value]) => [key, short(JSON.stringify(value), 100)]);
  return [
    `${counted(flags, "flag")} of ${String(flagsEver)} that ever were; ${counted(changes, "change")}.`,
    ...(rows.length === 0 ? [] : table([{ head: "flag" }, { head: "set to" }], rows)),
  ];
}

type Counts = Readonly<Record<string, number>>;

type ObservedAvailability = Omit<ServiceMonths["total"], "records">;

const right = (head: string): { readonly head: string; readonly right: true } => ({ head, right: true });

const summaries = (unit: string, rows: readonly (readonly [string, Summary | null])[]): readonly string[] =>
  table(
    [{ head: unit }, right("n"), right("mean"), right("median"), right("p90"), right("min"), right("max")],
    rows.map(([name, sample]) => [
      name, String(sample?.n ?? 0),
      ...([sample?.mean, sample?.medianLinear, sample?.p90Linear, sample?.min, sample?.max].map((value) => figure(value ?? null))),
    ]),
  );

const barWidth = 40;

/** A line a period, with a bar: the picture over a list. */
function bars(counts: Counts): readonly string[] {
  const most = Math.max(1, ...Object.values(counts));
  return table(
    [{ head: "" }, right(""), { head: "" }],
    Object.entries(counts).map(([period, count]) => [period, String(count), "▆".repeat(Math.round((count / most) * barWidth))]),
  ).slice(1);
}

/** The incident report for people. */
export function incidentLines({ incidents, byImpact, perMonth, timeToResolveMinutes: times }: IncidentReport): readonly string[] {
  return [
    bold(counted(incidents, "incident")),
    Object.entries(byImpact).map(([impact, count]) => `${impact} ${String(count)}`).join(", "),
    "",
    ...summaries("minutes to resolve", [["all", times.all], ["longer than 0", times.nonzero], ...Object.entries(times.byImpact)]),
    "",
    ...bars(perMonth),
  ];
}

/** The availability report for people: it only knows of declared incidents, and says so. */
export function availabilityLines({ windowMinutes, components, any }: AvailabilityReport, impact: readonly string[]): readonly string[] {
  const rows = [...Object.entries(components), ["anything", any] as const];
  return [
    bold(`Time without a declared incident of ${impact.join(" or ")} impact, over ${figure(windowMinutes / 1_440)} days`),
    ...table(
      [{ head: "component" }, right("incidents"), right("minutes"), right("without one")],
      rows.map(([name, { incidents, downtimeMinutes, availabilityPercent }]) => [
        name, String(incidents), figure(downtimeMinutes), availability(availabilityPercent),
      ]),
    ),
  ];
}

const observed = ({ availabilityPercent, downtimeMinutes, incidents, observedMinutes }: ObservedAvailability): readonly string[] =>
  availabilityPercent === null
    ? ["not observed", "–", "–", "–"]
    : [availability(availabilityPercent), figure(downtimeMinutes), String(incidents), figure(observedMinutes / 1_440)];

/** Availability by service and month; what is not observed is said to be. */
export function monthLines(services: readonly ServiceMonths[], impact: readonly string[]): readonly string[] {
  return [
    bold(`Time without a declared incident of ${impact.join(" or ")} impact, by calendar month`),
    ...services.flatMap(({ service, observedFrom, months, total }) => [
      "",
      ...table(
        [{ head: service.name }, right("without one"), right("minutes"), right("incidents"), right("days observed")],
        [
          ...months.map((month) => [`${month.month}${month.running ? ", so far" : ""}`, ...observed(month)]),
          ["together", ...observed(total)],
        ],
      ),
      ...(observedFrom !== null && months.some(({ availabilityPercent }) => availabilityPercent === null)
        ? [dim(`Nothing is known of ${service.slug} before ${observedFrom.slice(0, 10)}, or of what is to come: such months say nothing.`)]
        : []),
    ]),
    ...(services.length === 0 ? ["There is no service yet."] : []),
  ];
}

/** The delivery report by releases. */
export function deliveryLines(report: DeliveryReport): readonly string[] {
  return [
    bold(`${counted(report.releases ?? 0, "release")} in ${counted(report.weeks ?? 0, "week")}: ${figure(report.perWeekMean)} a week`),
    ...facts([
      ["taken back", `${String(report.failed)} in part by a later one: a revert rate of ${measuredPercent(report.revertRatePercent)}`],
      ["namely", report.failedVersions?.join(", ")],
      [
        "in any words",
        `${String(report.takenBack)}, pull requests and further commits of one message counted too: at least ${measuredPercent(report.takenBackPercent)}`,
      ],
      ["lead times", report.leadTimeHours.clamped === 0 ? null : `${String(report.leadTimeHours.clamped)} were negative and count as 0`],
    ]),
    "",
    ...summaries("hours", [["commit to release", report.leadTimeHours], ["release to revert", report.timeToRestoreHours]]),
    "",
    ...bars(report.perIsoWeek),
    dim("A revert rate is not the change failure rate: --basis deploys has that."),
  ];
}

/** The delivery report by deploys to production. */
export function deployLines(report: DeployReport): readonly string[] {
  return [
    bold(
      `${counted(report.deploys ?? 0, "deploy")} to production, ${String(report.failed)} failed: a change failure rate of ${measuredPercent(report.changeFailRatePercent)}`,
    ),
    ...facts([
      [
        "rework",
        `${String(report.rework ?? 0)}, ${measuredPercent(report.reworkRatePercent)}: they mitigated an incident, or came while a failure went on`,
      ],
      [`beside ${report.benchmark?.name ?? "others"}`, levels(report)],
    ]),
    "",
    ...summaries("hours", [["commit to production", report.leadTimeHours], ["recovery", report.recoveryTimeHours]]),
    "",
    ...bars(report.perIsoWeek),
    ...withoutCommits(report),
  ];
}

function levels({ benchmark }: DeployReport): string | null {
  if (benchmark === null) return null;
  const { perWeek, leadTimeHours, recoveryHours, failPercent } = benchmark;
  const known = [["frequency", perWeek], ["lead time", leadTimeHours], ["recovery", recoveryHours], ["failures", failPercent]] as const;
  return known.flatMap(([what, level]) => (level === null ? [] : [`${what} ${level}`])).join(", ") || null;
}

function withoutCommits({ deploys, withoutCommits: count, records }: DeployReport): readonly string[] {
  if (count === null || count === 0) return [];
  const unknown = (records.withoutCommits ?? []).filter(({ lacking }) => lacking === "release").length;
  const why = [
    unknown > 0 && `${String(unknown)} name no release that is known`,
    count > unknown && `${String(count - unknown)} one that lists none`,
  ]
    .filter((part) => part !== false)
    .join(", ");
  return [
    dim(
      `Of ${String(count)} of ${counted(deploys ?? 0, "deploy")} no commits are known, so they have no lead times: ${why}. Import the releases to join them.`,
    ),
  ];
}
