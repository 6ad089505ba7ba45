import { personDecider, rotationDecider, shiftChanges, type ShiftChange } from "@ballast/domain";
import { foldRecord } from "@ballast/eventlog";
import type { Text } from "@ballast/notifications";
import { streamName } from "@ballast/schema";
import { isolated } from "@ballast/schema/isolated";
import type { TellOfPlanningInput } from "@ballast/schema/workflows";
import { telling, type Telling } from "../heartbeat.ts";
import type { WorkerParts } from "../parts.ts";
import { tellEach } from "../tellPerson.ts";
import { momentIn } from "./momentIn.ts";
import { plannedUpTo } from "./planning.ts";
import type { PlanningActivities } from "./planningActivities.ts";
import { namedIn, peopleIn, scheduleOf } from "./scheduleIn.ts";

/** So far ahead somebody is told of shifts that are others, ms: the weeks in which one has plans of one's own. */
const AHEAD_MS = 28 * 86_400_000;
/** So many times are named; the schedule shows the rest. */
const MOST_TIMES = 20;

/** The activity of `tellOfPlanning`. */
export const planningActivities = (parts: WorkerParts): PlanningActivities => ({
  tellOfPlan: (input) => telling((told) => tellOfPlan(parts, input, told)),
});

/** One message each, but to who planned it; tried again, they are the same messages. */
export async function tellOfPlan(parts: WorkerParts, input: TellOfPlanningInput, telling: Telling): Promise<void> {
  const { rotationId, requestEventId, actor } = input;
  const { events } = await parts.log.read(streamName("rotation", rotationId));
  const planned = plannedUpTo(events, requestEventId);
  const rotation = await foldRecord(parts.log, rotationDecider, rotationId);
  if (planned === null || rotation.status === "absent") return;
  const people = await peopleIn(parts.log, [...new Set([...namedIn(planned.before), ...namedIn(planned.after)])]);
  const from = parts.now().toISOString();
  const window = { from, to: new Date(Date.parse(from) + AHEAD_MS).toISOString() };
  const changes = shiftChanges(scheduleOf(planned.before, people), scheduleOf(planned.after, people), window);
  const link = `${parts.publicUrl}/on-call/${rotationId}`;
  const changeOf = (personId: string): ShiftChange =>
    changes.find((change) => change.personId === personId) ?? { personId, gained: [], lost: [] };
  const textFor = (personId: string): Text => {
    const person = people.get(personId) ?? personDecider.initialState;
    const lines = linesOf(changeOf(personId), person.status === "active" ? person.timeZone : "UTC");
    const said = [`${isolated(actor.name)} changed the plan of ${isolated(rotation.name)}.`, ...lines, "", link];
    return { subject: `Your shifts are others now: ${isolated(rotation.name)}`, text: said.join("\n"), link };
  };
  const concerned = changes.map(({ personId }) => personId).filter((personId) => personId !== actor.personId);
  await tellEach(parts, concerned, {
    telling, noteOf: (personId) => ({ text: textFor(personId), key: `planning/${requestEventId}/${personId}` }),
  });
}

function linesOf({ gained, lost }: ShiftChange, timeZone: string): readonly string[] {
  const moment = momentIn(timeZone);
  const at = (ms: number): string => moment(new Date(ms).toISOString());
  const listed = (head: string, times: ShiftChange["gained"]): readonly string[] => {
    if (times.length === 0) return [];
    const named = times.slice(0, MOST_TIMES).map(({ from, to }) => `  ${at(from)} to ${at(to)}`);
    const more = times.length - named.length;
    return ["", head, ...named, ...(more === 0 ? [] : [`  and ${String(more)} more times`])];
  };
  return [...listed("You are on call now:", gained), ...listed("You are not any more:", lost)];
}
