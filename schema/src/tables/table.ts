import type { Command, TypedDocument } from "../graphql/index.ts";
import { own } from "../own.ts";
import type { z } from "zod";
import { recordsOf, type CsvRecord, type RecordRow } from "./csv.ts";

/** Why one row, or one cell of it, cannot be used, and what to do. */
export interface CellProblem {
  readonly column: string | null;
  readonly reason: string;
  readonly remedy?: string | undefined;
}

/** The same with its line in the file, from 1. */
export interface TableProblem extends CellProblem {
  readonly line: number;
}

/** Thrown of a row that cannot be used for what stands in the installation: it is left out, and the others go on. */
export class RowRefusal extends Error {
  override readonly name = "RowRefusal";
  readonly problem: CellProblem;

  constructor(problem: CellProblem) {
    super(problem.reason);
    this.problem = problem;
  }
}

/** Who asks and gives commands for an import: the console in the browser, or the command line. */
export interface TableClient {
  query<Result, Variables>(document: TypedDocument<Result, Variables>, variables: NoInfer<Variables>): Promise<Result>;
  /** Gives a command; one without an idempotency key gets one of its own. */
  mutate<Input extends object, Payload>(command: Command<Input, Payload>, input: NoInfer<Input>): Promise<Payload>;
  /** What a failure says where it refuses this row alone; null where nothing behind it would come through either. */
  refusalOf(error: unknown): CellProblem | null;
}

/** Gives a command; told of the record that the step before it made, answers which it made. */
export type Step = (made: string | null) => Promise<string | null>;

/** What one row comes to. */
export interface Planned {
  readonly outcome: "made" | "changed" | "unchanged";
  /** Commands, in order; none where nothing changes. */
  readonly steps: readonly Step[];
}

/** A row as it was read, or what is wrong with it. */
export type ReadRow<Row> = { readonly row: Row } | { readonly problems: readonly CellProblem[] };

/** How one kind of record comes in as a CSV: its columns, how a row is read, and what has to be done about it. */
export interface Table<Row> {
  readonly columns: readonly string[];
  readonly needed: readonly string[];
  read(record: CsvRecord): ReadRow<Row>;
  /** What the row is called; two of one name cannot both be meant. */
  called(row: Row): string;
  /** The column in which that stands. */
  readonly callsBy: string;
  /** Looks once at what is there; answers what to do about each row. @throws {RowRefusal} of a row that cannot be used */
  begin(client: TableClient): Promise<(row: Row) => Planned>;
}

/** What became, or would become, of a file. */
export interface TableResult {
  readonly made: readonly string[];
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
  readonly problems: readonly TableProblem[];
  /** Columns that play no part. */
  readonly ignored: readonly string[];
}

/** How an import is carried out. */
export interface TableImport {
  readonly text: string;
  /** Nothing is recorded; the result says what would be. */
  readonly dryRun: boolean;
  /** What the file is called where it is spoken of. */
  readonly file?: string;
  readonly signal?: AbortSignal;
  /** Told after every few rows, and waited for: whoever draws a bar takes a turn. */
  progress?(done: number, of: number): void | Promise<void>;
}

/** What a row is by its cells, and what is wrong with them by column. */
export function readCells<Schema extends z.ZodType>(
  fields: Schema, { columns, usual = {} }: { readonly columns: readonly string[]; readonly usual?: CsvRecord }, record: CsvRecord,
): ReadRow<z.output<Schema>> {
  const given = Object.fromEntries(columns.map((column) => {
    const cell = own(record, column) ?? "";
    return [column, cell.trim() === "" ? (own(usual, column) ?? "") : cell];
  }));
  const read = fields.safeParse(given);
  if (read.success) return { row: read.data };
  return { problems: read.error.issues.map(({ path, message }) => ({ column: path.map(String).join(".") || null, reason: message })) };
}

const tooMany: CellProblem = {
  column: null, reason: "it has more cells than there are columns: which is which cannot be told",
  remedy: "Quote cells that have commas in them.",
};

/** Carries out what a row came to. */
async function carriedOut({ steps }: Planned): Promise<void> {
  let made: string | null = null;
  for (const step of steps) made = await step(made);
}

function refused(error: unknown, client: TableClient): CellProblem {
  const problem = error instanceof RowRefusal ? error.problem : client.refusalOf(error);
  if (problem === null) throw error;
  return problem;
}

/** Up to so many rows are carried out one after the other, so that numbers follow the file's order … */
const IN_ORDER = 1_000;
/** … and of more so many at a time: they are about different records. */
const AT_A_TIME = 4;

interface Run<Row> {
  readonly table: Table<Row>;
  readonly client: TableClient;
  readonly dryRun: boolean;
  readonly planned: (row: Row) => Planned;
  /** Which line was first to say a name. */
  readonly lines: Map<string, number>;
}

/** What became of one row. */
type Became = { readonly outcome: Planned["outcome"]; readonly name: string } | { readonly problems: readonly CellProblem[] };

/** What one row comes to, and has come to once it is carried out. */
async function take<Row>({ table, client, dryRun, planned, lines }: Run<Row>, { line, record }: RecordRow): Promise<Became> {
  if (record === null) return { problems: [tooMany] };
  const read = table.read(record);
  if ("problems" in read) return read;
  const name = table.called(read.row);
  const before = lines.get(name.toLowerCase());
  lines.set(name.toLowerCase(), before ?? line);
  if (before !== undefined) {
    const reason = `"${name}" stands in line ${String(before)} already, which counts`;
    return { problems: [{ column: table.callsBy, remedy: "Leave one of them out.", reason }] };
  }
  try {
    const plan = planned(read.row);
    if (!dryRun) await carriedOut(plan);
    return { outcome: plan.outcome, name };
  } catch (error) {
    return { problems: [refused(error, client)] };
  }
}

/**
 * Imports a CSV: says of each row what it makes, changes or leaves alone, and what cannot be used with line, column and remedy; the others
 * go on. Imported again, nothing changes. @throws {TableFailure} of a file that is none of ours; whatever else keeps everything away
 */
export async function importTable<Row>(table: Table<Row>, client: TableClient, asked: TableImport): Promise<TableResult> {
  const { text, dryRun, signal, file, progress } = asked;
  const { rows, ignored } = recordsOf(text, { ...table, ...(file !== undefined && { file }) });
  const run: Run<Row> = { table, client, dryRun, planned: await table.begin(client), lines: new Map() };
  const became: { readonly line: number; readonly was: Became }[] = [];
  const atATime = rows.length > IN_ORDER ? AT_A_TIME : 1;
  for (let from = 0; from < rows.length; from += atATime) {
    signal?.throwIfAborted();
    const taken = rows.slice(from, from + atATime);
    const outcomes = await Promise.all(taken.map(async (row) => ({ line: row.line, was: await take(run, row) })));
    became.push(...outcomes);
    await progress?.(became.length, rows.length);
  }
  const named = (wanted: Planned["outcome"]): readonly string[] =>
    became.flatMap(({ was }) => ("outcome" in was && was.outcome === wanted ? [was.name] : []));
  return {
    made: named("made"), changed: named("changed"), unchanged: named("unchanged"), ignored,
    problems: became.flatMap(({ line, was }) => ("problems" in was ? was.problems.map((problem) => ({ line, ...problem })) : [])),
  };
}
