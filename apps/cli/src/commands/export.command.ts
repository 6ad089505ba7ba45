import type { Command } from "commander";
import { usageFailure } from "../client/failure.ts";
import type { CliCommand } from "../command.ts";
import {
  actionLines, csvRows, objectivesAsCsv, policyLines, riskLines, subscriberLines, technologyLines, type TableClient,
} from "@ballast/schema/tables";
import { counted } from "../print/words.ts";
import { tableClient } from "../tables/tableClient.ts";
import { exportReadiness } from "./readinessExport.ts";
import { acting, addCommand } from "./session.ts";
import { oneOf } from "./values.ts";

/** A CSV that `ballast import` takes, or the same rows as JSON. */
const table = (lines: (client: TableClient) => Promise<readonly string[]>) =>
  acting(async (session) => {
    const written = await lines(tableClient(session.client));
    session.show(rowsOf(written), () => written);
  });

/** The lines of a CSV as rows by the names of their columns. */
function rowsOf(lines: readonly string[]): readonly object[] {
  const [head, ...rows] = csvRows(lines.join("\n"));
  return rows.map(({ cells }) => Object.fromEntries((head?.cells ?? []).map((name, place) => [name, cells[place] ?? ""])));
}

/** Formats that flags are written in. */
const formats = ["flagd"] as const;

interface ExportFlags {
  readonly format: (typeof formats)[number];
  readonly environment: string;
}

/** All flags of an environment as a file that flagd takes, and `ballast import flags --from flagd` with nobody switching sides. */
const flags = acting<ExportFlags>(async (session, { flags: { environment } }) => {
  const [{ flagsThere }, { flagdFileOf }] = await Promise.all([
    import("../moving/flagsThere.ts"), import("../moving/flagd/ownFile.ts"),
  ]);
  const there = await flagsThere(session.client, environment);
  if (there.flags.length === 0)
    throw usageFailure(`There are no flags in ${environment}.`, "`ballast flag list` says where there are some.");
  const { file, leftOut } = flagdFileOf(there, environment);
  session.show(file, () => [JSON.stringify(file, null, 2)]);
  for (const { key, why } of leftOut) session.warn(`${key} is left out: ${why}`);
  if (leftOut.length > 0) session.warn(`${counted(leftOut.length, "flag is", "flags are")} not in the file.`);
  if (leftOut.length > 0) session.endWith(1);
});

const objectiveFormats = ["openslo", "csv"] as const;

/** Objectives as OpenSLO v1 or CSV, which `ballast import objectives` takes. */
const objectives = acting<{ readonly format: (typeof objectiveFormats)[number] }>(async (session, { flags: { format } }) => {
  const { asOpenSlo, exportedObjectives } = await import("../objectives/exportObjectives.ts");
  const { objectives: all } = await session.client.query(exportedObjectives);
  session.show(all, () => (format === "csv" ? objectivesAsCsv(all) : [asOpenSlo(all).trimEnd()]));
});

/** Registers `ballast export …`. */
function registerExport(program: Command): void {
  const command = program.command("export").description("write records as files that `ballast import` takes");
  addCommand(command, "risks", "the register of risks as CSV, on standard output").action(table(riskLines));
  addCommand(command, "actions", "all actions as CSV, on standard output").action(table(actionLines));
  addCommand(command, "readiness", "the scorecard as CSV, a line for each service and check, on standard output").action(exportReadiness);
  addCommand(
    command, "policies", "the policies that hold as CSV, with how many have acknowledged each, on standard output",
  ).action(table(policyLines));
  addCommand(
    command, "subscribers", "who hears of status pages as CSV, with their addresses, on standard output",
  ).action(table(subscriberLines));
  addCommand(command, "technologies", "the list of technologies as CSV, on standard output").action(table(technologyLines));
  addCommand(command, "flags", "flags of an environment as a file that flagd takes, and Ballast again, on standard output")
    .option("--format <format>", formats.join(", "), oneOf(formats), "flagd")
    .option("--environment <name>", "of this environment", "production")
    .action(flags);
  addCommand(
    command, "objectives", "objectives as OpenSLO v1 or CSV, on standard output; those that nobody is held to any more are left out",
  )
    .option("--format <format>", objectiveFormats.join(", "), oneOf(objectiveFormats), "openslo")
    .action(objectives);
}

export const command: CliCommand = {
  register: registerExport,
  examples: {
    "export": ["ballast export risks", "ballast export flags --environment production"],
    "export risks": ["ballast export risks", "ballast export risks --json"],
    "export actions": ["ballast export actions", "ballast export actions | ballast import actions - --from csv --dry-run"],
    "export readiness": ["ballast export readiness", "ballast export readiness --json"],
    "export policies": ["ballast export policies", "ballast export policies | ballast import policies - --dry-run"],
    "export subscribers": ["ballast export subscribers", "ballast export subscribers | ballast import subscribers - --dry-run"],
    "export technologies": ["ballast export technologies", "ballast export technologies --json"],
    "export flags": [
      "ballast export flags --format flagd --environment production",
      "ballast export flags --environment staging | ballast import flags - --from flagd --environment production",
    ],
    "export objectives": ["ballast export objectives --format openslo", "ballast export objectives --format csv"],
  },
};
