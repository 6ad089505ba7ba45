import { targetingDecider } from "@ballast/domain/targeting";
import { foldRecord, type Log, type RecordedEvent } from "@ballast/eventlog";
import type { Due } from "@ballast/schema/workflows";
import { workflowIds } from "@ballast/schema/workflows";
import type { OpenRecords } from "../reactor/slice.ts";
import { runOf } from "../reactor/starting.ts";
import { graceMs } from "../reactor/takingUp.ts";
import { duesOf } from "./dues.ts";
import { rampInput, startDue, startRamp } from "./starting.ts";

/** Ramps that go on, by the record of their flag: one whose run is lost is taken up where it stands. */
export function openRamps(): OpenRecords {
  const ramps = new Set<string>();
  return {
    notes: { RampPlanned: ({ id }) => void ramps.add(id), RampEnded: ({ id }) => void ramps.delete(id) },
    candidates: () => [...ramps],
    async look(reaction, id) {
      const input = await rampInput(reaction.log, id);
      if (input === null) return void ramps.delete(id), null;
      const { running, fate } = await runOf(reaction.temporal, workflowIds.ramp(input.rampId));
      const targeting = await foldRecord(reaction.log, targetingDecider, id);
      const start = targeting.status === "open" ? (targeting.ramp?.start ?? null) : null;
      if (running || start === null) return null;
      return (await startRamp(reaction, input, { again: true, replaces: { runId: start.runId, reason: fate } })) ? fate : null;
    },
  };
}

interface Waiting {
  readonly recorded: RecordedEvent;
  readonly due: Due;
  readonly index: number;
}

const idOf = ({ recorded, index }: Waiting): string => `${recorded.eventId}/${String(index)}`;

/** What is due at a moment that has passed and was not done: the engine lost its timer, or was away. */
export function openDues(): OpenRecords {
  const waiting = new Map<string, Waiting>();
  const note = (recorded: RecordedEvent): void => {
    for (const [index, due] of duesOf(recorded).entries()) waiting.set(idOf({ recorded, due, index }), { recorded, due, index });
  };
  return {
    notes: { FlagRegistered: note, FlagDescribed: note, OverrideSet: note, FlagReverted: note, FlagChangeProposed: note },
    candidates: (now) => [...waiting].filter(([, { due }]) => now - Date.parse(due.at) > graceMs).map(([id]) => id),
    async look(reaction, id) {
      const one = waiting.get(id);
      if (one === undefined) return null;
      const { running, fate } = await runOf(reaction.temporal, workflowIds.due(one.recorded.eventId, one.index));
      if (running) return null;
      const started = (await isLeft(reaction.log, one.due)) && (await startDue(reaction, one, { again: true }));
      // Only now: where the log or the engine did not answer, it is looked at again.
      waiting.delete(id);
      return started ? fate : null;
    },
  };
}

/** Whether the record still wants what was due. That an owner was told, nothing records: it is not told again. */
async function isLeft(log: Log, due: Due): Promise<boolean> {
  if (due.kind === "flag" || due.kind === "rollback" || due.kind === "stale") return false;
  const targeting = await foldRecord(log, targetingDecider, due.targetingId);
  if (targeting.status === "absent") return false;
  if (due.kind === "override")
    return targeting.overrides.some(({ customer, expiresAt }) => customer === due.customer && expiresAt === due.at);
  return targeting.requests.some(({ changeId, state }) => changeId === due.changeId && state === "approved");
}
