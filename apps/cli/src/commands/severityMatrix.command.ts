import type { Command } from "commander";
import { command as mutation, graphql } from "@ballast/schema/graphql";
import { usageFailure } from "../client/failure.ts";
import type { CliCommand } from "../command.ts";
import { bold, dim } from "../print/style.ts";
import { acting, addCommand } from "./session.ts";
import { collect } from "./values.ts";

const shownDocument = graphql(`
  query SeverityMatrixShown { severityMatrix { version reason writtenAt rows { effect cells { severity says } } } }
`);
const writeDocument = mutation("writeSeverityMatrix", "severityMatrix { version }");

const show = acting(async (session) => {
  const { severityMatrix: matrix } = await session.client.query(shownDocument, {});
  session.show(matrix, () => matrix === null ? ["Nobody has written the severity matrix yet."] : [
    bold(`Severity matrix, version ${String(matrix.version)}`),
    ...matrix.rows.flatMap(({ effect, cells }) =>
      ["", effect, ...cells.map(({ severity, says }) => `  ${dim(`severity ${String(severity)}`)} ${says}`)]),
  ]);
});

/** A row as it is given: `Data: 1=it is lost; 4=it is safe`. */
function rowOf(given: string) {
  const at = given.indexOf(":");
  const effect = given.slice(0, at).trim();
  const cells = given.slice(at + 1).split(";").map((cell) => /^\s*([1-4])\s*=\s*(\S.*?)\s*$/u.exec(cell));
  if (at < 1 || effect === "" || cells.some((cell) => cell === null))
    throw usageFailure(`--row takes an effect and what it looks like, "Data: 1=it is lost; 4=it is safe": "${given}" is none.`);
  return { effect, cells: cells.flatMap((cell) => (cell === null ? [] : [{ severity: Number(cell[1]), says: cell[2] ?? "" }])) };
}

const write = acting<{ readonly row: readonly string[]; readonly reason: string }>(async (session, { flags: { row, reason } }) => {
  if (row.length === 0) throw usageFailure("Say what it is made of: --row 'Data: 1=it is lost; 4=it is safe', once for each effect.");
  const payload = await session.client.mutate(writeDocument, { rows: row.map(rowOf), reason });
  session.show(payload, () => [`Version ${String(payload.severityMatrix?.version ?? "")} of the severity matrix is written.`]);
});

/** Registers `ballast severity-matrix …`. */
function registerSeverityMatrix(program: Command): void {
  const matrix = program.command("severity-matrix").description("by what severities of incidents are proposed; a person decides");
  addCommand(matrix, "show", "what it says").action(show);
  addCommand(matrix, "write", "writes its next version: whole, what is not given it does not say")
    .option("--row <text>", "an effect, and what it looks like from the worst severity to the mildest; several times", collect, [])
    .option("--reason <text>", "why it is written so", "")
    .action(write);
}

export const command: CliCommand = {
  register: registerSeverityMatrix,
  examples: {
    "severity-matrix": ["ballast severity-matrix show"],
    "severity-matrix show": ["ballast severity-matrix show --json"],
    "severity-matrix write": [
      "ballast severity-matrix write --row 'Customers: 1=most cannot pay; 3=some cannot' --row 'Data: 1=it is lost; 4=it is safe'",
    ],
  },
};
