import { Rejection } from "@ballast/domain";
import { comparePositions, handle, ids, payloadHash, readRecord, type HandlingContext, type Log } from "@ballast/eventlog";
import {
  eventsByCategory, importLine, type Actor, type BallastEvent, type DataOf, type ImportBatch, type ImportOutcome,
} from "@ballast/schema";
import { ZodError } from "zod";
import { pooled } from "../pooled.ts";
import { recordFresh, type Collecting, type Done } from "./recordFresh.ts";
import type { NamedRecords, RecordCommands, RecordStep } from "./recordStep.ts";
import { commandsOf } from "./recordSteps.ts";

/** So many appends are on their way to the log at a time. */
const IN_FLIGHT = 32;
/** A reason longer than this, in characters, is cut: it stands in an event. */
const REASON = 300;

/** Whose records, for which run. */
export interface Carrying {
  readonly log: Log;
  readonly start: DataOf<"ImportStarted">;
  readonly actor: Actor;
  readonly now: string;
  readonly named: NamedRecords;
  /** Decides and writes nothing. */
  readonly dryRun: boolean;
}

/** What became of a request's lines. */
export interface Carried {
  readonly lines: ImportBatch["lines"];
  /** Where the log stands with the last of them. */
  readonly position: string;
}

type Line = { readonly line: number } & (Told | { readonly reason: string });

/** What a line tells. */
interface Told {
  readonly commands: RecordCommands;
  readonly hash: string;
}

type ToldLine = Told & { readonly line: number };
type Fate = ImportBatch["lines"][number] & { readonly position: string };

/** Carries out every line: many at a time, those of one record in their order. */
export async function carryOut(carrying: Carrying, body: string): Promise<Carried> {
  const lines = body.split("\n").flatMap((text, index) => (text.trim() === "" ? [] : [readLine(carrying, text, index + 1)]));
  const fates = new Map<Line, Fate>();
  const records = Map.groupBy(lines, (line) => ("commands" in line ? line.commands.key : `line ${line.line}`));
  const firsts = [...records.values()].flatMap(([line]) => (line !== undefined && "commands" in line ? [line] : []));
  const fresh = carrying.dryRun ? new Map<Line, Done>() : await recordFresh<ToldLine>(carrying.log, firsts, collecting(carrying));
  for (const [line, done] of fresh) fates.set(line, { line: line.line, result: outcomeOf([done]), position: done.position });
  await pooled([...records.values()], IN_FLIGHT, async (same) => {
    for (const line of same.filter((one) => !fates.has(one))) fates.set(line, await fateOf(carrying, line));
  });
  const inOrder = lines.flatMap((line) => fates.get(line) ?? []);
  return {
    lines: inOrder.map(({ position: _, ...fate }) => fate),
    position: inOrder.map(({ position }) => position).reduce((last, next) => (comparePositions(next, last) > 0 ? next : last), "0"),
  };
}

/** One line of the request; what cannot be read of it is a reason to skip it, and no reason to stop. */
function readLine(carrying: Carrying, text: string, place: number): Line {
  const parsed = importLine.safeParse(parseJson(text));
  if (!parsed.success) return { line: place, reason: "this line of the request is not {line, record} or {line, skipped}" };
  const { line } = parsed.data;
  if ("skipped" in parsed.data) return { line, reason: parsed.data.skipped };
  try {
    return { line, commands: commandsOf(carrying, parsed.data.record), hash: payloadHash(parsed.data.record) };
  } catch (error) {
    if (error instanceof ZodError)
      return {
        line,
        reason: error.issues.slice(0, 3).map(({ path, message }) => `${path.join(".") || "record"}: ${message}`).join("; "),
      };
    throw error;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // the schema says no to null
  }
}

const skipped = (line: number, reason: string): Fate => ({ line, result: "skipped", reason: reason.slice(0, REASON), position: "0" });

async function fateOf(carrying: Carrying, line: Line): Promise<Fate> {
  if (!("commands" in line)) return skipped(line.line, line.reason);
  try {
    const decide = dryly(carrying.log);
    const done = await line.commands.steps((step) => (carrying.dryRun ? decide(step) : append(carrying, step, line)));
    const position = done.map((one) => one.position).reduce((last, next) => (comparePositions(next, last) > 0 ? next : last), "0");
    return { line: line.line, result: outcomeOf(done), position };
  } catch (error) {
    if (error instanceof Rejection) return skipped(line.line, error.message);
    throw error;
  }
}

/** Events of records that are told of again and again. */
const beginnings: readonly BallastEvent["type"][] = ["CustomerDescribed", "ChecksRecorded", "RotationCreated", "EscalationWritten"];

/** The first append makes the record; later ones change it. Chunks of commits without their seal are nothing yet. */
function outcomeOf(done: readonly Done[]): ImportOutcome {
  const events = done.flatMap((one) => one.events);
  // What is told of these adds to what is known: only the first time makes the record.
  if (done.some(({ first, events: [event] }) => first && event !== undefined && beginnings.includes(event.type))) return "imported";
  if (
    events.some(
      ({ type }) => type === "IncidentImported" || type === "ReleaseRecorded" || type === "FlagChangeImported" || type === "ActionImported",
    )
  )
    return "imported";
  return events.length > 0 ? "updated" : "unchanged";
}

/** Decides on what is recorded and on what the record's earlier steps would have recorded. */
function dryly(log: Log): <State, Command, Event extends BallastEvent>(step: RecordStep<State, Command, Event>) => Promise<Done> {
  const would: BallastEvent[] = [];
  return async <State, Command, Event extends BallastEvent>({ command, aggregate, id }: RecordStep<State, Command, Event>) => {
    const isOwn = (event: BallastEvent): event is Event => event.type in eventsByCategory[aggregate.category];
    const known = await readRecord(log, aggregate, id);
    const events = aggregate.decide(command, would.filter(isOwn).reduce(aggregate.evolve, known.state));
    would.push(...events);
    return { events, position: "0", first: known.revision === null && would.length === events.length };
  };
}

interface Place {
  readonly line: number;
  readonly hash: string;
}

/** The same line of the same run is the same command: a request that is sent again finds what it did. */
function contextOf<State, Command, Event extends BallastEvent>(
  { start, actor, now }: Carrying,
  step: RecordStep<State, Command, Event>,
  { line, hash }: Place,
): HandlingContext<Event> {
  const commandId = ids.command("import", start.importId, step.id, line, hash, payloadHash(withoutTime(step.command)));
  return {
    commandId, actor, now, correlationId: start.importId, causationId: start.importId, occurredAt: step.occurredAt, source: step.source,
  };
}

async function append<State, Command, Event extends BallastEvent>(
  carrying: Carrying,
  step: RecordStep<State, Command, Event>,
  line: Place,
): Promise<Done> {
  const { aggregate, id, command } = step;
  const { events, position, revision } = await handle(carrying.log, { aggregate, id, command, context: contextOf(carrying, step, line) });
  return { events, position, first: revision !== null && revision < BigInt(events.length) };
}

/** A record's step as what would be appended, if nobody knows the record yet. */
const collecting = (carrying: Carrying): Collecting<ToldLine> => (line, collect) =>
  line.commands.steps((step) => Promise.resolve(collect(step, contextOf(carrying, step, line))));

/** A retry's command differs in its moment only. */
const withoutTime = (command: unknown): unknown => (typeof command === "object" && command !== null ? { ...command, now: null } : command);
