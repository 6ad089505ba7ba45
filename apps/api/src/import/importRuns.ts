import { createHash, randomUUID } from "node:crypto";
import { type Aggregate, type ImportRun, type ImportRunCommand, importRunDecider, Rejection, skippedOf } from "@ballast/domain";
import { foldRecord, handle, ids } from "@ballast/eventlog";
import {
  streamName, type Actor, type DataOf, type ImportBatch, type ImportEvent, type ImportResult, type ImportStart, type SkippedRecord,
} from "@ballast/schema";
import { actorOf, type Principal } from "../auth/principal.ts";
import { registered } from "../commands/named.ts";
import type { Node } from "../graphql/context.ts";
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
  /** The service of a run, null where it has none: whoever goes on with it must be allowed to change that. */
  serviceOf(importId: string): Promise<string | null>;
  take(principal: Principal, importId: string, body: string): Promise<ImportBatch>;
  finish(principal: Principal, importId: string): Promise<ImportResult>;
  cancel(principal: Principal, importId: string): Promise<void>;
}

/** Opens them. Dry runs live in this server's memory; everything else is in the log, so that any server can go on. */
export function importRuns(node: Pick<Node, "log" | "readModel" | "now">): ImportRuns {
  const dry = dryRuns(() => node.now().getTime());
  const runOf = (importId: string): Promise<StartedRun> => foldRun(node, importId);
  return {
    start: (principal, asked) => startRun(node, dry, { principal, asked }),
    serviceOf: async (importId) => (dry.find(importId) ?? (await runOf(importId))).start.serviceId,
    async take(principal, importId, body) {
      const actor = importActor(principal);
      const dryRun = dry.find(importId);
      if (dryRun !== undefined) return takeDry(node, dryRun, { actor, body });
      const { start } = refuseUnlessRunning(await runOf(importId));
      const { lines, position } = await carryOut(
        { log: node.log, start, actor, now: node.now().toISOString(), named: namedRecords(node), dryRun: false },
        body,
      );
      const progress = await recordProgress(node, importId, { actor, lines, body });
      await node.readModel.waitFor(progress > BigInt(position) ? String(progress) : position);
      return { lines, totals: totalsOf(await runOf(importId)) };
    },
    async finish(principal, importId) {
      const dryRun = dry.find(importId);
      if (dryRun !== undefined) return dry.end(dryRun);
      return finishRun(node, importId, importActor(principal));
    },
    async cancel(principal, importId) {
      if (dry.find(importId) !== undefined) return dry.drop(importId);
      await write(node, importId, {
        actor: importActor(principal),
        command: { type: "CancelImport", now: node.now().toISOString(), importId, reason: `Cancelled by ${principal.person.name}.` },
        commandId: randomUUID(),
      });
    },
  };
}

type NodeParts = Pick<Node, "log" | "readModel" | "now">;

/** Imported records name the person, and that an import wrote them. */
const importActor = (principal: Principal): Actor => ({ ...actorOf(principal), means: "import" });

async function startRun(
  node: NodeParts,
  dry: ReturnType<typeof dryRuns>,
  { principal, asked }: { principal: Principal; asked: ImportStart },
): Promise<{ importId: string }> {
  const { service: called = null } = asked;
  const serviceId = called === null ? null : ids.service(called);
  // A dry run that would register its service looks at what would then be imported: nothing is known of it yet.
  if (called !== null && serviceId !== null && (asked.dryRun !== true || asked.registers !== true))
    await registered(node.log, { serviceId, called });
  const commandId = randomUUID();
  const importId = ids.import(commandId);
  const start: DataOf<"ImportStarted"> = {
    importId, kind: asked.kind, serviceId, sourceName: asked.sourceName, expectedRecords: asked.expectedRecords ?? null,
  };
  if (asked.dryRun === true) dry.begin(start);
  else
    await write(node, importId, {
      actor: importActor(principal), command: { type: "StartImport", now: node.now().toISOString(), ...start }, commandId,
    });
  return { importId };
}

async function foldRun({ log }: Pick<Node, "log">, importId: string): Promise<StartedRun> {
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

async function write(node: NodeParts, importId: string, { actor, command, commandId }: Writing): Promise<void> {
  const { position } = await handle(node.log, {
    aggregate: importRunDecider, id: importId, command, context: contextOf(node, importId, { actor, commandId }),
  });
  await node.readModel.waitFor(position);
}

const contextOf = (node: Pick<Node, "now">, importId: string, { actor, commandId }: { actor: Actor; commandId: string }) =>
  ({ commandId, actor, now: node.now().toISOString(), correlationId: importId, causationId: importId });

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
  node: NodeParts,
  importId: string,
  { actor, lines, body }: { actor: Actor; lines: Lines; body: string },
): Promise<bigint> {
  const commandId = ids.command("import", importId, "progress", createHash("sha256").update(body).digest("hex"));
  const command = { importId, now: node.now().toISOString(), lines };
  const { position } = await handle(node.log, {
    aggregate: countingDecider, id: importId, command, context: contextOf(node, importId, { actor, commandId }),
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
async function finishRun(node: NodeParts, importId: string, actor: Actor): Promise<ImportResult> {
  const run = await foldRun(node, importId);
  const { imported, updated, unchanged } = run.counts;
  const skipped = [...skippedOf(run)];
  if (run.status === "finished") return { imported, updated, unchanged, skipped };
  const { events } = await node.log.read(streamName("import", importId), { max: 1 });
  const durationMs = Math.max(0, node.now().getTime() - Date.parse(events[0]?.metadata.recordedAt ?? node.now().toISOString()));
  const command = {
    type: "FinishImport", now: node.now().toISOString(), importId, ...run.counts, skipped: skipped.slice(0, MOST_LISTED), durationMs,
  } as const;
  await write(node, importId, { actor, command, commandId: ids.command("import", importId, "finish") });
  return { imported, updated, unchanged, skipped };
}

async function takeDry(node: NodeParts, run: DryRun, { actor, body }: { actor: Actor; body: string }): Promise<ImportBatch> {
  const { lines } = await carryOut(
    { log: node.log, start: run.start, actor, now: node.now().toISOString(), named: namedRecords(node), dryRun: true },
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
