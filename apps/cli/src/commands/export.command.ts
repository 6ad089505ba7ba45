import type { Command } from "commander";
import { graphql, type ResultOf } from "@ballast/schema/graphql";
import type { CliCommand } from "../command.ts";
import { csvLine, riskColumns } from "../risks/riskRow.ts";
import { acting, addCommand } from "./session.ts";

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

/** Registers `ballast export …`. */
function registerExport(program: Command): void {
  const command = program.command("export").description("write records as files that `ballast import` takes");
  addCommand(command, "risks", "the register of risks as CSV, on standard output").action(risks);
}

export const command: CliCommand = {
  register: registerExport,
  examples: { "export": ["ballast export risks"], "export risks": ["ballast export risks", "ballast export risks --json"] },
};
