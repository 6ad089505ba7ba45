import { InvalidArgumentError, type Command } from "commander";
import { publicImpact, type PublicImpact } from "@ballast/schema";
import { slugOf } from "../import/service.ts";
import { availabilityLines, deliveryLines, deployLines, flagLines, incidentLines, monthLines } from "./reportView.ts";
import {
  availabilityByMonth, availabilityReport, deliveryByDeploys, deliveryByReleases, flagReport, incidentReport, leadershipPdf,
  leadershipReport,
} from "./reportDocuments.ts";
import { writePdf } from "./pdfFile.ts";
import { readers, subscribe, unsubscribe } from "./reportReaders.ts";
import { uptime } from "./uptimeReport.ts";
import { acting, addCommand } from "./session.ts";
import { momentOption, oneOf, parseCount, parseList, typedOption } from "./values.ts";
import type { CliCommand } from "../command.ts";

interface OfService {
  readonly service: string;
}

interface Window {
  readonly from: string;
  readonly to: string;
}

const incidents = acting<OfService & Partial<Window>>(async (session, { flags: { service, from, to } }) => {
  const { report } = await session.client.query(incidentReport, { service: slugOf(service), from, to });
  session.show(report, () => incidentLines(report));
});

const availability = acting<OfService & Window & { impact: readonly PublicImpact[] }>(async (session, { flags }) => {
  const { service, from, to, impact } = flags;
  const { report } = await session.client.query(availabilityReport, { service: slugOf(service), from, to, impact });
  session.show(report, () => availabilityLines(report, impact));
});

interface MonthsFlags extends Window {
  readonly service?: string;
  readonly impact: readonly PublicImpact[];
  readonly zone: string;
}

const months = acting<MonthsFlags>(async (session, { flags: { service, from, to, impact, zone } }) => {
  const { report } = await session.client.query(availabilityByMonth, {
    service: service === undefined ? null : slugOf(service), from, to, impact, zone,
  });
  session.show(report, () => monthLines(report, impact));
});

interface DeliveryFlags extends OfService, Window {
  readonly basis: "releases" | "deploys";
  readonly attributeWithin?: number;
}

const delivery = acting<DeliveryFlags>(async (session, { flags }) => {
  const { service, from, to, basis, attributeWithin } = flags;
  const variables = { service: slugOf(service), from, to };
  if (basis === "deploys") {
    const { report } = await session.client.query(deliveryByDeploys, { ...variables, within: attributeWithin ?? null });
    session.show(report, () => deployLines(report));
  } else {
    const { report } = await session.client.query(deliveryByReleases, variables);
    session.show(report, () => deliveryLines(report));
  }
});

interface FlagsFlags extends OfService {
  readonly asOf?: string;
}

const flags = acting<FlagsFlags>(async (session, { flags: { service, asOf } }) => {
  const { report } = await session.client.query(flagReport, { service: slugOf(service), asOf: asOf === undefined ? null : { at: asOf } });
  session.show(report, () => flagLines(report));
});

interface LeadershipFlags {
  readonly position?: string;
  readonly format: "md" | "html";
  readonly pdf?: string;
}

const leadership = acting<LeadershipFlags>(async (session, { flags: { position, format, pdf } }) => {
  const asOf = position === undefined ? null : { position };
  if (pdf !== undefined) return writePdf(session, pdf, (await session.client.query(leadershipPdf, { asOf })).leadershipReportPdf);
  const { report } = await session.client.query(leadershipReport, { asOf, format });
  session.show(report, () => report.text.trimEnd().split("\n"));
});

/** A place in the log, as events and answers name it. */
function positionGiven(text: string): string {
  if (!/^\d{1,20}$/.test(text)) throw new InvalidArgumentError("Give a position of the log, as 48213.");
  return text;
}

function impacts(text: string): readonly PublicImpact[] {
  const given = parseList(text);
  const known = publicImpact.options.filter((option) => given.includes(option));
  if (given.length === 0 || given.some((one) => !publicImpact.options.some((option) => option === one)))
    throw new InvalidArgumentError(`Give some of ${publicImpact.options.join(", ")}.`);
  return known;
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
  within(ofService("uptime", "what looks from outside say of its sites")).action(uptime);
  ofService("flags", "what each of its flags is set to, or was").option("--as-of <moment>", "as it was then", momentOption).action(flags);
  within(ofService("delivery", "how often, how fast and how safely it is delivered"))
    .option(
      "--basis <basis>",
      "releases (reverts) or deploys (the DORA figures, over production)",
      oneOf(["releases", "deploys"]),
      "releases",
    )
    .option(
      "--attribute-within <hours>", "puts incidents that name no deploy down to the latest one live before them, 1 to 720 hours",
      parseCount,
    )
    .action(delivery);
  addCommand(report, "leadership", "the program on one page, the same whenever it is made from the same place in the log")
    .option("--position <position>", "a place in the log; that of this week's report unless told", positionGiven)
    .option("--format <format>", "md or html", oneOf(["md", "html"]), "md")
    .option("--pdf <file>", "as PDF into this file; needs a Chromium where the API runs")
    .action(leadership);
  addCommand(report, "readers", "who is sent the report of each week, and whose clock says when that is")
    .option("--add <person>", "somebody who is sent it from now on")
    .option("--remove <person>", "somebody who is not any more")
    .option("--zone <zone>", "the program's clock, as Europe/Zurich")
    .action(readers);
  addCommand(report, "subscribe", "has the report of each week sent to you").action(subscribe);
  addCommand(report, "unsubscribe", "has it sent to you no longer").action(unsubscribe);
}

export const command: CliCommand = {
  register: registerReport,
  examples: {
    "report uptime": ["ballast report uptime --service shop --from 2026-01-01 --to 2026-04-01 --json"],
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
    "report leadership": [
      "ballast report leadership", "ballast report leadership --position 48213 --format html", "ballast report leadership --pdf week.pdf",
    ],
    "report readers": ["ballast report readers", "ballast report readers --add kim --zone Europe/Zurich"],
    "report subscribe": ["ballast report subscribe"],
    "report unsubscribe": ["ballast report unsubscribe"],
    "report flags": ["ballast report flags --service checkout", "ballast report flags --service checkout --as-of 2026-01-01 --json"],
  },
};
