import { InvalidArgumentError, type Command } from "commander";
import { publicImpact } from "@ballast/schema";
import { slugOf } from "../import/service.ts";
import {
  availabilityLines, deliveryLines, deployLines, flagLines, incidentLines, monthLines, type AvailabilityReport, type DeliveryReport,
  type DeployReport, type IncidentReport, type ServiceMonths,
} from "./reportView.ts";
import { acting, addCommand } from "./session.ts";
import { momentOption, oneOf, parseList, typedOption } from "./values.ts";
import type { CliCommand } from "../command.ts";

interface WindowFlags {
  readonly service: string;
  readonly from?: string;
  readonly to?: string;
}

const incidents = acting<WindowFlags>(async (session, { flags: { service, from, to } }) => {
  const { report } = await session.client.query<{ report: IncidentReport }>(
    "query($service: String!, $from: DateTime, $to: DateTime) { report: incidentReport(service: $service, from: $from, to: $to) { incidents byImpact perMonth timeToResolveMinutes } }",
    { service: slugOf(service), from, to },
  );
  session.show(report, () => incidentLines(report));
});

const availability = acting<WindowFlags & { impact: readonly string[] }>(async (session, { flags: { service, from, to, impact } }) => {
  const { report } = await session.client.query<{ report: AvailabilityReport }>(
    "query($service: String!, $from: DateTime!, $to: DateTime!, $impact: [PublicImpact!]!) { report: availabilityReport(service: $service, from: $from, to: $to, impact: $impact) { windowMinutes components any } }",
    { service: slugOf(service), from, to, impact },
  );
  session.show(report, () => availabilityLines(report, impact));
});

interface MonthsFlags {
  readonly service?: string;
  readonly from: string;
  readonly to: string;
  readonly impact: readonly string[];
  readonly zone: string;
}

const months = acting<MonthsFlags>(async (session, { flags: { service, from, to, impact, zone } }) => {
  const figures = "observedMinutes downtimeMinutes incidents availabilityPercent";
  const { report } = await session.client.query<{ report: readonly ServiceMonths[] }>(
    `query($service: String, $from: DateTime!, $to: DateTime!, $impact: [PublicImpact!]!, $zone: String) { report: availabilityByMonth(service: $service, from: $from, to: $to, impact: $impact, timeZone: $zone) { service { slug name } observedFrom months { month from to running ${figures} records } total { ${figures} records } } }`,
    { service: service === undefined ? null : slugOf(service), from, to, impact, zone });
  session.show(report, () => monthLines(report, impact));
});

const byReleases =
  "basis releases weeks perIsoWeek perWeekMean leadTimeHours failed failedVersions revertRatePercent timeToRestoreHours takenBack takenBackPercent";
const byDeploys =
  "basis deploys perIsoWeek leadTimeHours failed changeFailRatePercent recoveryTimeHours withoutCommits records(leadTimes: false)";

const delivery = acting<WindowFlags & { basis: "releases" | "deploys" }>(async (session, { flags: { service, from, to, basis } }) => {
  const document = `query($service: String!, $from: DateTime!, $to: DateTime!, $basis: DeliveryBasis) { report: deliveryReport(service: $service, from: $from, to: $to, basis: $basis) { ${basis === "deploys" ? byDeploys : byReleases} } }`;
  const variables = { service: slugOf(service), from, to, basis };
  if (basis === "deploys") {
    const { report } = await session.client.query<{ report: DeployReport }>(document, variables);
    session.show(report, () => deployLines(report));
  } else {
    const { report } = await session.client.query<{ report: DeliveryReport }>(document, variables);
    session.show(report, () => deliveryLines(report));
  }
});

interface FlagsFlags {
  readonly service: string;
  readonly asOf?: string;
}

interface FlagReport {
  readonly changes: number;
  readonly flagsEver: number;
  readonly flags: number;
  readonly state: Readonly<Record<string, unknown>>;
}

const flags = acting<FlagsFlags>(async (session, { flags: { service, asOf } }) => {
  const { report } = await session.client.query<{ report: FlagReport }>(
    "query($service: String!, $asOf: AsOf) { report: flagReport(service: $service, asOf: $asOf) { changes flagsEver flags state } }",
    { service: slugOf(service), asOf: asOf === undefined ? null : { at: asOf } },
  );
  session.show(report, () => flagLines(report));
});

function impacts(text: string): readonly string[] {
  const given = parseList(text);
  const unknown = given.find((one) => !publicImpact.options.some((option) => option === one));
  if (unknown !== undefined || given.length === 0) throw new InvalidArgumentError(`Give some of ${publicImpact.options.join(", ")}.`);
  return given;
}

/** Registers `ballast report …`. */
function registerReport(program: Command): void {
  const report = program.command("report").description("figures over history, unrounded with --json; windows are [from, to)");
  const ofService = (usage: string, description: string): Command =>
    addCommand(report, usage, description).requiredOption("--service <name>", "the service");
  const within = (command: Command): Command =>
    command
      .requiredOption("--from <moment>", "start of the window", momentOption)
      .requiredOption("--to <moment>", "end of the window, which does not belong to it", momentOption);
  ofService("incidents", "how many, when, and how long until they were resolved")
    .option("--from <moment>", "started from then on", momentOption)
    .option("--to <moment>", "started before", momentOption)
    .action(incidents);
  within(ofService("availability", "time without a declared incident at these levels, by component"))
    .addOption(typedOption("--impact <levels>", "public impacts that count", { parse: impacts, otherwise: "major,critical" }))
    .action(availability);
  within(addCommand(report, "months", "availability by service and calendar month"))
    .option("--service <name>", "one service; all unless told")
    .option("--zone <zone>", "whose calendar, as Europe/Zurich", "UTC")
    .addOption(typedOption("--impact <levels>", "public impacts that count", { parse: impacts, otherwise: "major,critical" }))
    .action(months);
  ofService("flags", "what each of its flags is set to, or was").option("--as-of <moment>", "as it was then", momentOption).action(flags);
  within(ofService("delivery", "how often, how fast and how safely it is delivered"))
    .option(
      "--basis <basis>",
      "releases (reverts) or deploys (the DORA figures, over production)",
      oneOf(["releases", "deploys"]),
      "releases",
    )
    .action(delivery);
}

export const command: CliCommand = {
  register: registerReport,
  examples: {
    "report": [
      "ballast report delivery --service checkout --from 2026-01-01 --to 2026-07-01",
      "ballast report incidents --service checkout --json",
    ],
    "report incidents": [
      "ballast report incidents --service checkout",
      "ballast report incidents --service checkout --from 2026-01-01 --to 2026-07-01 --json",
    ],
    "report availability": ["ballast report availability --service checkout --from 2026-01-01 --to 2026-07-01 --impact major,critical"],
    "report months": [
      "ballast report months --from 2026-01-01 --to 2026-07-01",
      "ballast report months --service checkout --from 2026-01-01 --to 2027-01-01 --zone Europe/Zurich --json",
    ],
    "report delivery": [
      "ballast report delivery --service checkout --from 2026-01-01 --to 2026-07-01",
      "ballast report delivery --service checkout --from 2026-01-01 --to 2026-07-01 --basis deploys --json",
    ],
    "report flags": ["ballast report flags --service checkout", "ballast report flags --service checkout --as-of 2026-01-01 --json"],
  },
};
