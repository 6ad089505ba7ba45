import { createHash, randomUUID } from "node:crypto";
import { type Aggregate, type ImportRun, type ImportRunCommand, importRunDecider, Rejection, skippedOf } from "@ballast/domain";
import { foldRecord, handle, ids } from "@ballast/eventlog";
import {
  streamName, type Actor, type DataOf, type ImportBatch, type ImportEvent, type ImportResult, type ImportStart, type SkippedRecord,
} from "@ballast/schema";
import { actorOf, type Principal } from "../auth/principal.ts";
import { registered } from "../commands/named.ts";
import type { ApiServer } from "../graphql/context.ts";
import { carryOut } from "./carryOut.ts";
import { namedRecords } from "./namedRecords.ts";
import { dryRuns, type DryRun } from "./dryRuns.ts";

type StartedRun = Exclude<ImportRun, { status: "absent" }>;
type Lines = ImportBatch["lines"];

/** So many skipped lines stand in one event: what is more is counted. */
const MOST_SKIPPED = 2_000;
/** And so many in the closing one. */
const MOST_LISTED = 500;

/** Import runs of one server. */
export interface ImportRuns {
  start(principal: Principal, asked: ImportStart): Promise<{ readonly importId: string }>;
  /** How a run began: whoever goes on with it must be allowed to change what it is of. */
  startOf(importId: string): Promise<Pick<DataOf<"ImportStarted">, "serviceId" | "kind">>;
  take(principal: Principal, importId: string, body: string): Promise<ImportBatch>;
  finish(principal: Principal, importId: string): Promise<ImportResult>;
  cancel(principal: Principal, importId: string): Promise<void>;
}

/** Opens them. Dry runs live in this server's memory; everything else is in the log, so that any server can go on. */
export function importRuns(server: Pick<ApiServer, "log" | "readModel" | "now">): ImportRuns {
  const dry = dryRuns(() => server.now().getTime());
  const runOf = (importId: string): Promise<StartedRun> => foldRun(server, importId);
  return {
    start: (principal, asked) => startRun(server, dry, { principal, asked }),
    startOf: async (importId) => (dry.find(importId) ?? (await runOf(importId))).start,
    async take(principal, importId, body) {
      const actor = importActor(principal);
      const dryRun = dry.find(importId);
      if (dryRun !== undefined) return takeDry(server, dryRun, { actor, body });
      const { start } = refuseUnlessRunning(await runOf(importId));
      const { lines, position } = await carryOut(
        { log: server.log, start, actor, now: server.now().toISOString(), named: namedRecords(server), dryRun: false },
        body,
      );
      const progress = await recordProgress(server, importId, { actor, lines, body });
      await server.readModel.waitFor(progress > BigInt(position) ? String(progress) : position);
      return { lines, totals: totalsOf(await runOf(importId)) };
    },
    async finish(principal, importId) {
      const dryRun = dry.find(importId);
      if (dryRun !== undefined) return dry.end(dryRun);
      return finishRun(server, importId, importActor(principal));
    },
    async cancel(principal, importId) {
      if (dry.find(importId) !== undefined) return dry.drop(importId);
      await write(server, importId, {
        actor: importActor(principal),
        command: { type: "CancelImport", now: server.now().toISOString(), importId, reason: `Cancelled by ${principal.person.name}.` },
        commandId: randomUUID(),
      });
    },
  };
}

type ServerParts = Pick<ApiServer, "log" | "readModel" | "now">;

/** Imported records name the person, and that an import wrote them. */
const importActor = (principal: Principal): Actor => ({ ...actorOf(principal), means: "import" });

async function startRun(
  server: ServerParts,
  dry: ReturnType<typeof dryRuns>,
  { principal, asked }: { principal: Principal; asked: ImportStart },
): Promise<{ importId: string }> {
  const { service: called = null } = asked;
  const serviceId = called === null ? null : ids.service(called);
  // A dry run that would register its service looks at what would then be imported: nothing is known of it yet.
  if (called !== null && serviceId !== null && (asked.dryRun !== true || asked.registers !== true))
    await registered(server.log, { serviceId, called });
  const commandId = randomUUID();
  const importId = ids.import(commandId);
  const start: DataOf<"ImportStarted"> = {
    importId, kind: asked.kind, serviceId, sourceName: asked.sourceName, expectedRecords: asked.expectedRecords ?? null,
  };
  if (asked.dryRun === true) dry.begin(start, asked.registers === true);
  else
    await write(server, importId, {
      actor: importActor(principal), command: { type: "StartImport", now: server.now().toISOString(), ...start }, commandId,
    });
  return { importId };
}

async function foldRun({ log }: Pick<ApiServer, "log">, importId: string): Promise<StartedRun> {
  const run = await foldRecord(log, importRunDecider, importId);
  if (run.status === "absent") throw new Rejection("NOT_FOUND", `there is no import ${importId}`, ["importId"]);
  return run;
}

function refuseUnlessRunning(run: StartedRun): StartedRun {
  if (run.status === "running") return run;
  throw new Rejection("TRANSITION_NOT_ALLOWED", `the import of ${run.start.sourceName} is ${run.status}: start another one`, ["importId"]);
}

interface Writing {
  readonly actor: Actor;
  readonly command: ImportRunCommand;
  readonly commandId: string;
}

async function write(server: ServerParts, importId: string, { actor, command, commandId }: Writing): Promise<void> {
  const { position } = await handle(server.log, {
    aggregate: importRunDecider, id: importId, command, context: contextOf(server, importId, { actor, commandId }),
  });
  await server.readModel.waitFor(position);
}

const contextOf = (server: Pick<ApiServer, "now">, importId: string, { actor, commandId }: { actor: Actor; commandId: string }) =>
  ({ commandId, actor, now: server.now().toISOString(), correlationId: importId, causationId: importId });

/** Counts of one request, added to whatever the run has by then. */
interface Progress {
  readonly importId: string;
  readonly now: string;
  readonly lines: Lines;
}

const countingDecider: Aggregate<ImportRun, Progress, ImportEvent> = {
  ...importRunDecider,
  decide({ importId, now, lines }, run) {
    if (run.status === "absent") throw new Rejection("NOT_FOUND", `there is no import ${importId}`, ["importId"]);
    const { imported, updated, unchanged, skippedCount } = run.counts;
    const skipped = skippedLines(lines).slice(0, MOST_SKIPPED);
    return importRunDecider.decide(
      {
        type: "ProgressImport", now, importId, imported: imported + count(lines, "imported"), updated: updated + count(lines, "updated"),
        unchanged: unchanged + count(lines, "unchanged"), skippedCount: skippedCount + count(lines, "skipped"),
        ...(skipped.length === 0 ? {} : { skipped }),
      },
      run,
    );
  },
};

/** A request that is sent again is counted once: it is known by its contents. */
async function recordProgress(
  server: ServerParts,
  importId: string,
  { actor, lines, body }: { actor: Actor; lines: Lines; body: string },
): Promise<bigint> {
  const commandId = ids.command("import", importId, "progress", createHash("sha256").update(body).digest("hex"));
  const command = { importId, now: server.now().toISOString(), lines };
  const { position } = await handle(server.log, {
    aggregate: countingDecider, id: importId, command, context: contextOf(server, importId, { actor, commandId }),
  });
  return BigInt(position);
}

const count = (lines: Lines, wanted: Lines[number]["result"]): number => lines.filter(({ result }) => result === wanted).length;

const skippedLines = (lines: Lines): SkippedRecord[] =>
  lines.flatMap(({ line, result, reason }) => (result === "skipped" ? [{ line, reason: reason ?? "" }] : []));

const totalsOf = ({ counts }: Pick<StartedRun, "counts">): ImportBatch["totals"] => ({
  imported: counts.imported, updated: counts.updated, unchanged: counts.unchanged, skipped: counts.skippedCount,
});

/** Asked again, it answers the same. */
async function finishRun(server: ServerParts, importId: string, actor: Actor): Promise<ImportResult> {
  const run = await foldRun(server, importId);
  const { imported, updated, unchanged } = run.counts;
  const skipped = [...skippedOf(run)];
  if (run.status === "finished") return { imported, updated, unchanged, skipped };
  const { events } = await server.log.read(streamName("import", importId), { max: 1 });
  const durationMs = Math.max(0, server.now().getTime() - Date.parse(events[0]?.metadata.recordedAt ?? server.now().toISOString()));
  const command = {
    type: "FinishImport", now: server.now().toISOString(), importId, ...run.counts, skipped: skipped.slice(0, MOST_LISTED), durationMs,
  } as const;
  await write(server, importId, { actor, command, commandId: ids.command("import", importId, "finish") });
  return { imported, updated, unchanged, skipped };
}

async function takeDry(server: ServerParts, run: DryRun, { actor, body }: { actor: Actor; body: string }): Promise<ImportBatch> {
  const named = namedRecords(server);
  const { lines } = await carryOut(
    {
      log: server.log, start: run.start, actor, now: server.now().toISOString(), dryRun: true,
      // What the same run would bring, or whoever imports would register before it, is taken to be there.
      named: {
        ...named, isRotation: () => Promise.resolve(true),
        person: (called) => named.person(called) ?? (run.registers ? ids.person(called) : null),
      },
    },
    body,
  );
  run.lines.push(...lines);
  return {
    lines,
    totals: {
      imported: count(run.lines, "imported"), updated: count(run.lines, "updated"), unchanged: count(run.lines, "unchanged"),
      skipped: count(run.lines, "skipped"),
    },
  };
}
