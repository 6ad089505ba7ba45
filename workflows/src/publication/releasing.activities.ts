import { find, incidentDecider, valuesOf } from "@ballast/domain";
import { maintenanceDecider } from "@ballast/domain/maintenance";
import { publicationDecider } from "@ballast/domain/publication";
import { foldRecord, idOf } from "@ballast/eventlog";
import { streamName, type PublicationSubject } from "@ballast/schema";
import type { TellSubscribersInput } from "@ballast/schema/workflows";
import { whileAlive } from "../heartbeat.ts";
import { record, type PartsWithFlags, type WorkerParts } from "../parts.ts";
import type { ReleasingActivities } from "./publicationActivities.ts";

/** The activity of `tellSubscribers`. */
export const releasingActivities = (parts: PartsWithFlags): ReleasingActivities => ({
  releasePublication: (input) => whileAlive(() => releasePublication(parts, input)),
});

/** The last update for the public of an incident, where subscribers were told nothing of it: as no page had a place for it. */
async function untoldUpdate({ log }: WorkerParts, incidentId: string): Promise<string | null> {
  const incident = await foldRecord(log, incidentDecider, incidentId);
  if (incident.status !== "declared") return null;
  const last = valuesOf(incident.updates)
    .findLast(({ updateId, visibility }) => visibility === "public" && find(incident.withdrawn, updateId) !== true);
  if (last === undefined) return null;
  const subject: PublicationSubject = { kind: "update", incidentId, updateId: last.updateId, maintenanceId: null };
  const before = await foldRecord(log, publicationDecider, idOf(publicationDecider, subject, ""));
  // What still waits for its ten seconds, or is being put into words, tells of itself by the page as it is then.
  return (before.status === "listed" || before.status === "addressed") && before.notices.length === 0 ? last.updateId : null;
}

/** Whether there is still something to say: it stands as it was, and nobody has said more of it. */
async function isToBeSaid({ log }: WorkerParts, { subject, waitUntil }: TellSubscribersInput): Promise<boolean> {
  const { kind, incidentId, updateId, maintenanceId } = subject;
  if (maintenanceId !== null) {
    const maintenance = await foldRecord(log, maintenanceDecider, maintenanceId);
    return maintenance.status === "planned" && maintenance.announced !== null;
  }
  const incident = await foldRecord(log, incidentDecider, incidentId ?? "");
  if (incident.status !== "declared" || incident.declaration.private || incident.declaration.drill) return false;
  if (kind === "update") {
    const update = find(incident.updates, updateId ?? "");
    return update?.visibility === "public" && find(incident.withdrawn, updateId ?? "") !== true;
  }
  if (kind === "merged") {
    // Reopened meanwhile it goes on by itself; and nothing leads to what nobody outside may know of.
    const into = incident.mergedInto === null ? undefined : await foldRecord(log, incidentDecider, incident.mergedInto);
    return into?.status === "declared" && !into.declaration.private && !into.declaration.drill;
  }
  // Where somebody says in words that it is solved, those are what is told.
  const { events } = await log.read(streamName("incident", incidentId ?? ""));
  const since = events.findLast(({ event }) => event.type === "IncidentStateChanged" && event.data.to === "resolved");
  const isSaid = events.some(({ event, metadata }) =>
    event.type === "UpdatePosted" && event.data.visibility === "public" && isSolved(event.data.status)
    && find(incident.withdrawn, event.data.updateId) !== true
    && Date.parse(metadata.recordedAt) >= Date.parse(since?.metadata.recordedAt ?? waitUntil) - BEFORE_MS);
  return !isSaid && (incident.state === "resolved" || incident.state === "closed");
}

/** What could not be let out for so long, ms, is no news: the reactor was away, or reads the log once more from its beginning. */
const STALE_MS = 24 * 3_600_000;

/** Who posts that it is solved, and then says so of the incident, has said it once, ms. */
const BEFORE_MS = 10 * 60_000;

const isSolved = (status: string): boolean => ["resolved", "solved"].includes(status.trim().toLowerCase());

/** Lets it go out; that it was taken back its own stream says. */
export async function releasePublication(parts: WorkerParts, input: TellSubscribersInput): Promise<void> {
  if (parts.now().getTime() - Date.parse(input.waitUntil) > STALE_MS) return;
  const { publicationId, subject: asked } = input;
  const isLate = asked.kind === "update" && asked.updateId === null && asked.incidentId !== null;
  const subject = isLate ? { ...asked, updateId: await untoldUpdate(parts, asked.incidentId ?? "") } : asked;
  if (isLate && subject.updateId === null) return;
  if (!(await isToBeSaid(parts, { ...input, subject }))) return;
  await record(parts, input, {
    aggregate: publicationDecider, id: publicationId, key: ["release"], command: { type: "ReleasePublication", publicationId, ...subject },
  });
}
