import {
  importTable, policyTable, riskTable, subscriberTable, technologyTable, type Table, type TableProblem, type TableResult,
} from "@ballast/schema/tables";
import { acting, type Session } from "../commands/session.ts";
import { calledFile, readTableText, tableClient, withTable } from "./tableClient.ts";

const shownProblems = 20;

/** A problem for people: its line, the cell, why, and what to do. */
const problemLine = ({ line, column, reason, remedy }: TableProblem): string =>
  `  line ${String(line)}${column === null ? "" : `, ${column}`}: ${reason}${remedy === undefined ? "" : `. ${remedy}`}`;

/** What became of a table, for people. */
export function tableLines({ made, changed, unchanged, problems, ignored }: TableResult, dryRun: boolean): readonly string[] {
  const did = `${dryRun ? "Would make" : "Made"} ${String(made.length)}, changed ${String(changed.length)}`;
  return [
    `${did}, unchanged ${String(unchanged.length)}, not usable ${String(new Set(problems.map(({ line }) => line)).size)}.`,
    ...problems.slice(0, shownProblems).map(problemLine),
    ...(problems.length > shownProblems ? [`  and ${String(problems.length - shownProblems)} more: --json lists them all`] : []),
    ...(ignored.length === 0 ? [] : [`Columns that play no part: ${ignored.join(", ")}.`]),
  ];
}

/** Imports a table and says what became of it, row by row; ends with 1 where something could not be used. */
export async function runTable<Row>(
  session: Session, table: Table<Row>, { file, dryRun }: { file: string; dryRun: boolean },
): Promise<void> {
  const result = await withTable(() =>
    importTable(table, tableClient(session.client), { text: readTableText(file), dryRun, file: calledFile(file) }));
  session.show(result, () => tableLines(result, dryRun));
  if (result.problems.length > 0) session.endWith(1);
}

const importing = <Row>(table: Table<Row>) =>
  acting<{ readonly dryRun?: true }>(
    (session, { args: [file = ""], flags: { dryRun = false } }) => runTable(session, table, { file, dryRun }),
  );

export const importRisks = importing(riskTable);
/** Each policy that says something else is published as its next version, which is acknowledged anew. */
export const importPolicies = importing(policyTable);
/** Who comes in this way agreed elsewhere: nothing asks them to confirm it. */
export const importSubscribers = importing(subscriberTable);
export const importTechnologyList = (session: Session, asked: { file: string; dryRun: boolean }): Promise<void> =>
  runTable(session, technologyTable, asked);
