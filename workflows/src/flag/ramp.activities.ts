import { setTimeout as wait } from "node:timers/promises";
import { isActive, incidentDecider } from "@ballast/domain";
import { withParts, type OpenTargeting, type Ramp } from "@ballast/domain/targeting";
import { foldRecord } from "@ballast/eventlog";
import { cancellable } from "../heartbeat.ts";
import { openIncidentOn } from "../openIncidents.ts";
import type { PartsWithFlags } from "../parts.ts";
import { claim } from "../refusals.ts";
import { lookEveryMs } from "../traffic/looking.ts";
import { endRamp, holdRamp } from "./holdAndEnd.ts";
import { conclusionOf, failureIn } from "./rampLook.ts";
import { stepOf, type RampActivities, type RampRef, type RampStanding, type RampWord, type WatchedRampStep } from "./rampActivities.ts";
import { flagIn, rampOf, recordRamp } from "./recording.ts";

/** How often it is asked whether an incident is open on the flag's services, ms. */
const incidentsEveryMs = 15_000;

/** The activities of `rampFlag`, over the log, the metrics and the engine that applications are answered by. */
export function rampActivities(parts: PartsWithFlags): RampActivities {
  const at = (): string => parts.now().toISOString();
  return {
    async startRamp({ ramp, workflowId, runId, replaces }) {
      const command = {
        type: "StartRamp", now: at(), ...rampOf(ramp), requestEventId: ramp.requestEventId, workflowId, runId,
        replaces: replaces?.runId ?? null,
      } as const;
      if ((await claim(() => recordRamp(parts, ramp, { key: ["start", runId], command }))) === "taken") return "taken";
      return standingOf(parts, ramp);
    },
    async rampStanding({ ramp }) {
      await liftEndedHolds(parts, ramp);
      return standingOf(parts, ramp);
    },
    stepRamp: (input) => stepRamp(parts, input),
    watchRampStep: (watched) => cancellable((signal) => watch(parts, watched, signal)),
    concludeRampStep: (watched) => cancellable((signal) => conclusionOf(parts, watched, signal)),
    passRampStep: ({ ramp, step, sentence }) =>
      recordRamp(parts, ramp, { key: ["passed", step], command: { type: "PassRampStep", now: at(), ...rampOf(ramp), step, sentence } }),
    holdRamp: (input) => cancellable((signal) => holdRamp(parts, input, signal)),
    endRamp: (input) => cancellable((signal) => endRamp(parts, input, signal)),
  };
}

async function standingOf({ log }: PartsWithFlags, ramp: RampRef): Promise<RampStanding> {
  const found = await flagIn(log, ramp.targetingId);
  const own = ownRamp(found?.targeting, ramp);
  const over = found === null || found.facts.archived !== null || own === null;
  return {
    over,
    held: own?.state === "held",
    killed: (found?.targeting.kills.length ?? 0) > 0,
    step: own?.step ?? -1,
    passed: Math.max(-1, ...(own?.passed.map(({ step }) => step) ?? [])),
  };
}

/** The ramp in its record, while it goes on. */
function ownRamp(targeting: OpenTargeting | undefined, { rampId }: RampRef): Ramp | null {
  const ramp = targeting?.ramp ?? null;
  return ramp !== null && ramp.rampId === rampId && ["planned", "running", "held"].includes(ramp.state) ? ramp : null;
}

async function liftEndedHolds(parts: PartsWithFlags, ramp: RampRef): Promise<void> {
  const own = ownRamp((await flagIn(parts.log, ramp.targetingId))?.targeting, ramp);
  for (const { incidentId } of own?.holds ?? []) {
    if (incidentId === null || isActive(await foldRecord(parts.log, incidentDecider, incidentId))) continue;
    await recordRamp(parts, ramp, {
      key: ["lift", incidentId, parts.now().getTime()],
      command: { type: "ResumeRamp", now: parts.now().toISOString(), ...rampOf(ramp), incidentId },
    });
  }
}

async function stepRamp(
  parts: PartsWithFlags,
  { ramp, step }: { readonly ramp: RampRef; readonly step: number },
): Promise<"moved" | "killed" | "held" | "incident"> {
  const incident = await openIncident(parts, ramp);
  if (incident !== null) {
    await holdFor(parts, ramp, incident);
    return "incident";
  }
  const parts100k = stepOf(ramp, step)?.parts ?? 0;
  const cohort = await parts.flags.cohort(ramp.targetingId, (now) => ({ ...now, rules: withParts(now.rules, parts100k) }));
  const before = await inTheWay(parts, ramp);
  if (before !== null) return before;
  try {
    await recordRamp(parts, ramp, {
      key: ["step", step], command: { type: "StepRamp", now: parts.now().toISOString(), ...rampOf(ramp), step, cohort },
    });
    return "moved";
  } catch (error) {
    // It came between: a kill and a hold are above a step, and the ramp waits for their end.
    const between = await inTheWay(parts, ramp);
    if (between !== null) return between;
    throw error;
  }
}

/** What a ramp waits for before it moves. */
async function inTheWay({ log }: PartsWithFlags, ramp: RampRef): Promise<"killed" | "held" | null> {
  const targeting = (await flagIn(log, ramp.targetingId))?.targeting;
  if (targeting === undefined) return null;
  if (targeting.kills.length > 0) return "killed";
  return ownRamp(targeting, ramp)?.state === "held" ? "held" : null;
}

interface OpenIncident {
  readonly incidentId: string;
  readonly reason: string;
}

/** An incident that people work on, on one of the services that the flag names. */
async function openIncident(parts: PartsWithFlags, ramp: RampRef): Promise<OpenIncident | null> {
  const found = await flagIn(parts.log, ramp.targetingId);
  for (const serviceId of found?.flag.serviceIds ?? []) {
    const incidentId = await openIncidentOn(parts, serviceId);
    if (incidentId === null) continue;
    const incident = await foldRecord(parts.log, incidentDecider, incidentId);
    if (incident.status === "declared") return { incidentId, reason: `INC-${String(incident.declaration.number)} is open` };
  }
  return null;
}

const holdFor = (parts: PartsWithFlags, ramp: RampRef, { incidentId, reason }: OpenIncident): Promise<void> =>
  recordRamp(parts, ramp, {
    key: ["holdFor", incidentId, parts.now().getTime()],
    command: { type: "HoldRamp", now: parts.now().toISOString(), ...rampOf(ramp), reason, incidentId },
  });

async function watch(parts: PartsWithFlags, watched: WatchedRampStep, signal: AbortSignal): Promise<RampWord> {
  const planned = stepOf(watched.ramp, watched.step);
  const everyMs = lookEveryMs({ bakeMs: planned?.bakeMs ?? 0 });
  for (let askedAt = parts.now().getTime(); ; ) {
    await wait(everyMs, undefined, { signal });
    const failure = await failureIn(parts, watched, signal);
    if (failure !== null) return { ...failure, incidentId: null };
    if (parts.now().getTime() - askedAt < incidentsEveryMs) continue;
    askedAt = parts.now().getTime();
    const incident = await openIncident(parts, watched.ramp);
    if (incident !== null) return { word: "incident", ...incident };
  }
}
