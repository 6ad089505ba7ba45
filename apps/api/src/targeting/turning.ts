import { setTimeout as wait } from "node:timers/promises";
import { Rejection } from "@ballast/domain";
import { environmentDecider } from "@ballast/domain/environment";
import type { ManagedFlag } from "@ballast/domain/flag";
import { firstRules, targetingDecider, type OpenTargeting, type Targeting } from "@ballast/domain/targeting";
import { foldEvents, foldRecord, idOf, ids, LogUnavailable, streamOf, type Log } from "@ballast/eventlog";
import { factsOf, proveAhead, provenTargeting, type ProvenCommand, type Proving } from "@ballast/flags";
import { rampPlanAsked, targetingChange, type TargetingChange } from "@ballast/schema";
import { z } from "zod";
import { managedFlagNamed, type FlagName } from "../commands/named.ts";
import type { Run } from "../commands/runCommand.ts";
import type { ApiServer } from "../graphql/context.ts";

/** Where a flag is turned. */
export interface Place {
  readonly flag: FlagName;
  readonly environment: string;
}

/** A flag where it is turned, with what its changes are proven by. */
export interface Turned {
  readonly targetingId: string;
  readonly flag: ManagedFlag;
  readonly proving: Proving;
  /** What is there now. */
  readonly found: () => Promise<Targeting>;
  /** Before this the server knows no customers: a proof would be of nobody. A kill does not wait for it. */
  readonly ready: () => Promise<void>;
}

/** Who pressed hears within ten seconds, ms. */
const PATIENCE_MS = 8_000;

/** Until the server has read the history of flags and customers. @throws LogUnavailable */
export async function historyRead({ ready }: ApiServer["flags"]): Promise<void> {
  const late = new AbortController();
  const tooLate = wait(PATIENCE_MS, undefined, { signal: late.signal, ref: false }).then(() => {
    throw new LogUnavailable("this server has not read the history of flags yet");
  });
  try {
    await Promise.race([ready, tooLate]);
  } finally {
    late.abort();
    tooLate.catch(() => undefined);
  }
}

type Parts = Pick<ApiServer, "log" | "flags" | "readModel">;

/** A change as somebody asks for it: a revert names its place in the history and nothing else, what was then is looked up. */
export const askedChange = z.union([
  z.strictObject({ kind: z.literal("revert"), revision: z.int().min(0) }),
  z.strictObject({ kind: z.literal("ramp"), plan: rampPlanAsked }),
  targetingChange.refine(({ kind }) => kind !== "revert", "a revert says which change it goes back to, and nothing else"),
]);
export type AskedChange = z.infer<typeof askedChange>;

/** The flag and its place, as the log has them. @throws Rejection NOT_FOUND, FLAG_NOT_MANAGED */
export async function turnedAt({ log, flags }: Parts, { flag: name, environment }: Place): Promise<Turned> {
  const flag = await managedFlagNamed(log, name);
  const { flagPolicy } = await foldRecord(log, environmentDecider, idOf(environmentDecider, environment));
  const targetingId = idOf(targetingDecider, flag.flagId, environment);
  return {
    targetingId, flag, found: () => foldRecord(log, targetingDecider, targetingId), proving: { source: flags, flag, policy: flagPolicy },
    ready: () => historyRead(flags),
  };
}

/** Opens the flag in the environment where it is not there yet. @throws Rejection ENVIRONMENT_NOT_DEFINED */
export async function opened(
  run: Run,
  server: Parts,
  { turned, environment }: { readonly turned: Turned; readonly environment: string },
): Promise<void> {
  const { targetingId, flag, proving } = turned;
  if ((await foldRecord(server.log, targetingDecider, targetingId)).status === "open") return;
  refuseUnknown(server, environment);
  const { policy: _, ...facts } = factsOf(proving);
  await run.handle({
    aggregate: targetingDecider,
    id: targetingId,
    commandId: ids.part(run.commandId, "open", environment),
    command: {
      type: "OpenTargeting", now: run.now, targetingId, flagId: flag.flagId, environment, offVariant: flag.offVariant,
      rules: firstRules(flag), facts,
    },
  });
}

/** A name that nobody uses is a slip of the pen, once environments are known. */
function refuseUnknown({ readModel }: Pick<Parts, "readModel">, environment: string): void {
  const known = new Set([
    ...readModel.services.all().flatMap(({ environments }) => environments.map(({ name }) => name)),
    ...readModel.targetings.all().map((row) => row.environment),
  ]);
  if (known.size === 0 || known.has(environment)) return;
  throw new Rejection(
    "ENVIRONMENT_NOT_DEFINED",
    `no service has an environment ${environment}; there are ${[...known].toSorted().join(", ")}`,
    ["environment"],
  );
}

/** Turns the flag: what is appended was proven on the very state that it was decided on. */
export async function turn(
  run: Run,
  { targetingId, proving, ready, found }: Turned,
  command: ProvenCommand,
): Promise<{ readonly id: string }> {
  await ready();
  // Who is faster makes it decide, and prove, anew.
  const targeting = await found();
  const move = targeting.status === "open" ? command.moving(targeting) : null;
  const ahead = targeting.status === "absent" || move === null ? null : await proveAhead(proving, targeting, move);
  await run.handle({ aggregate: provenTargeting({ ...proving, ahead }), id: targetingId, guarded: true, command });
  return { id: targetingId };
}

/** The change with everything that it names of the past. @throws Rejection NOT_FOUND where the history does not reach so far */
export async function resolved(log: Log, targetingId: string, asked: AskedChange): Promise<TargetingChange> {
  if (asked.kind !== "revert") return asked;
  const { revision } = asked;
  const { events } = await log.read(streamOf(targetingDecider, targetingId));
  const then: Targeting = foldEvents(targetingDecider, events.filter((recorded) => recorded.revision <= BigInt(revision)));
  if (then.status === "absent" || events.length <= revision) {
    throw new Rejection("NOT_FOUND", `its history has no change ${String(revision)}: the last one is ${String(events.length - 1)}`, [
      "revision",
    ]);
  }
  return { kind: "revert", revision, rules: then.rules, overrides: [...then.overrides] };
}

/** A flag where it is not yet, as it would begin. */
export const atFirst = ({ targetingId, flag }: Turned, environment: string): OpenTargeting => ({
  status: "open", targetingId, flagId: flag.flagId, environment, offVariant: flag.offVariant, rules: firstRules(flag), overrides: [],
  kills: [], changes: 0, requests: [], ramp: null, stale: null,
});
