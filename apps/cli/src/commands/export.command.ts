import type { Command } from "commander";
import { graphql, type ResultOf } from "@ballast/schema/graphql";
import { usageFailure } from "../client/failure.ts";
import type { CliCommand } from "../command.ts";
import { csvLine } from "../print/csv.ts";
import { counted } from "../print/words.ts";
import { riskColumns } from "../risks/riskRow.ts";
import { exportActions } from "./actionExport.ts";
import { exportPolicies, exportReadiness, exportTechnologies } from "./readinessExport.ts";
import { acting, addCommand } from "./session.ts";
import { oneOf } from "./values.ts";

const registerDocument = graphql(`
  query RiskExport($after: String) {
    risks(first: 500, after: $after, sort: NUMBER_ASC) {
      pageInfo { hasNextPage endCursor }
      edges {
        node {
          reference title statement { if then until } category owner { login } services { slug }
          inputs { detectMinutes resolveMinutes impactPer100k betweenDays } rating { likelihood impact }
          treatment treatmentState reviewEveryDays observedSince
        }
      }
    }
  }
`);
type Page = ResultOf<typeof registerDocument>["risks"];
type Exported = Page["edges"][number]["node"];

const line = ({ statement, owner, services, inputs, rating, ...risk }: Exported): string =>
  csvLine([
    risk.reference,
    risk.title,
    statement.if,
    statement.then,
    statement.until,
    risk.category,
    owner.login,
    services.map(({ slug }) => slug).join(" "),
    inputs?.detectMinutes ?? null,
    inputs?.resolveMinutes ?? null,
    inputs === null ? null : inputs.impactPer100k / 1_000,
    inputs?.betweenDays ?? null,
    rating?.likelihood ?? null,
    rating?.impact ?? null,
    risk.treatment,
    risk.treatmentState,
    risk.reviewEveryDays,
    risk.observedSince,
  ]);

/** The register as a CSV that `ballast import risks` takes. */
const risks = acting(async (session) => {
  const all: Exported[] = [];
  for (let after: string | null = null; ;) {
    const page: Page = (await session.client.query(registerDocument, { after })).risks;
    all.push(...page.edges.map(({ node }) => node));
    if (!page.pageInfo.hasNextPage) break;
    after = page.pageInfo.endCursor;
  }
  session.show(all, () => [csvLine([...riskColumns]), ...all.map(line)]);
});

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
  const { asCsv } = await import("../objectives/objectivesCsv.ts");
  const { objectives: all } = await session.client.query(exportedObjectives);
  session.show(all, () => (format === "csv" ? asCsv(all) : [asOpenSlo(all).trimEnd()]));
});

/** Registers `ballast export …`. */
function registerExport(program: Command): void {
  const command = program.command("export").description("write records as files that `ballast import` takes");
  addCommand(command, "risks", "the register of risks as CSV, on standard output").action(risks);
  addCommand(command, "actions", "all actions as CSV, on standard output").action(exportActions);
  addCommand(command, "readiness", "the scorecard as CSV, a line for each service and check, on standard output").action(exportReadiness);
  addCommand(
    command, "policies", "the policies that hold as CSV, with how many have acknowledged each, on standard output",
  ).action(exportPolicies);
  addCommand(command, "technologies", "the list of technologies as CSV, on standard output").action(exportTechnologies);
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
    "export technologies": ["ballast export technologies", "ballast export technologies --json"],
    "export flags": [
      "ballast export flags --format flagd --environment production",
      "ballast export flags --environment staging | ballast import flags - --from flagd --environment production",
    ],
    "export objectives": ["ballast export objectives --format openslo", "ballast export objectives --format csv"],
  },
};
