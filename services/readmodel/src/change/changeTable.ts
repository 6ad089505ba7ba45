import { movingEvents } from "@ballast/domain/targeting";
import type { RecordedEvent } from "@ballast/eventlog";
import type { EventType } from "@ballast/schema";
import { numberOf, textOf, type Database } from "../engine/database.ts";
import type { SideTable } from "../engine/tables.ts";

/** What kind of change it was. */
export const changeKinds = ["deploy", "release", "flag", "hold", "schedule"] as const;
export type ChangeKind = (typeof changeKinds)[number];

const moving = Object.fromEntries(movingEvents.map((type) => [type, "flag"])) as Readonly<Record<(typeof movingEvents)[number], "flag">>;

/** Events that changed something for a service. What else they tell (verdicts, who was told) is of their records' histories. */
const kinds: Readonly<Partial<Record<EventType, ChangeKind>>> = {
  DeployRequested: "deploy", DeployObserved: "deploy", DeployObservationChanged: "deploy", TrafficShifted: "deploy", StepPromoted: "deploy",
  DeploySucceeded: "deploy", RollbackBegan: "deploy", DeployRolledBack: "deploy", DeployAborted: "deploy", DeployCancelled: "deploy",
  DeployFailed: "deploy", RollbackFailed: "deploy", RollbackRedirected: "deploy", RollbackCompleted: "deploy",
  ReleaseRecorded: "release",
  ...moving,
  FlagRegistered: "flag",
  FlagArchived: "flag",
  EngineChanged: "flag",
  FlagChangeImported: "flag",
  FlagChangeImportCorrected: "flag",
  RampEnded: "flag",
  LaneLocked: "hold",
  LaneUnlocked: "hold",
  LaneHeld: "hold",
  HoldReleased: "hold",
  DeployPaused: "hold",
  DeployResumed: "hold",
  DeployHeld: "hold",
  DeployHoldLifted: "hold",
  RampHeld: "hold",
  RampResumed: "hold",
  FlagChangeProposed: "schedule",
  FlagChangeDeclined: "schedule",
  RampPlanned: "schedule",
};

/** Whose change an event is: a service, or a managed flag, which services it concerns now. */
interface Subject {
  readonly ofId: string;
  readonly environment: string | null;
}

/**
 * Changes of services, by when they happened: an index over the events that the log's page, too, is made of. Those of a
 * managed flag stand under the flag, because services are told of it and taken from it later.
 */
export const changeTable: SideTable = {
  name: "changes",
  ddl: `
    CREATE TABLE changeSubjects (id TEXT PRIMARY KEY, ofId TEXT NOT NULL, environment TEXT) WITHOUT ROWID;
    CREATE TABLE changes (
      position INTEGER PRIMARY KEY, ofId TEXT NOT NULL, environment TEXT, kind TEXT NOT NULL, atMs INTEGER NOT NULL,
      incidentId TEXT, ref TEXT, replacedBy INTEGER);
    CREATE INDEX changes_ref ON changes (ref) WHERE ref IS NOT NULL;
  `,
  indexes: [
    "CREATE INDEX IF NOT EXISTS changes_of ON changes (ofId, atMs, position)",
    "CREATE INDEX IF NOT EXISTS changes_flags ON changes (atMs) WHERE kind = 'flag'",
  ],
  types: new Set([...Object.keys(kinds), "LaneOpened"]),
  apply(db, recorded) {
    const subject = subjectOf(db, recorded);
    const kind = kinds[recorded.event.type];
    if (subject === null || kind === undefined || !isTold(db, recorded)) return;
    const { position, event: { data }, metadata } = recorded;
    const ref = refOf(recorded);
    if (recorded.event.type === "FlagChangeImportCorrected") {
      db.run("UPDATE changes SET replacedBy = ? WHERE ref = ? AND replacedBy IS NULL", Number(position), ref);
    }
    // A hold by an incident says of it that there is one.
    const incidentId = kind === "hold" && "incidentId" in data ? (data.incidentId ?? null) : null;
    db.run(
      "INSERT OR IGNORE INTO changes (position, ofId, environment, kind, atMs, incidentId, ref) VALUES (?, ?, ?, ?, ?, ?, ?)",
      Number(position), subject.ofId, subject.environment, kind, Date.parse(metadata.occurredAt), incidentId, ref,
    );
  },
};

/** A request that names no time is talk until it is made, and so is what became of it. */
function isTold(db: Database, { event }: RecordedEvent): boolean {
  if (event.type === "FlagChangeProposed") return event.data.applyAt !== null;
  if (event.type !== "FlagChangeDeclined") return true;
  return numberOf(db.get("SELECT count(*) AS n FROM changes WHERE ref = ?", event.data.changeId), "n") > 0;
}

/** By what it is found when it is told anew. */
function refOf({ event }: RecordedEvent): string | null {
  if (event.type === "FlagChangeImported" || event.type === "FlagChangeImportCorrected") return `${event.data.flagId}/${event.data.seq}`;
  return event.type === "FlagChangeProposed" ? event.data.changeId : null;
}

function subjectOf(db: Database, { event, id }: RecordedEvent): Subject | null {
  switch (event.type) {
    case "LaneOpened": case "DeployRequested": case "DeployObserved": case "FlagChangeImported":
      return known(db, id, { ofId: event.data.serviceId, environment: event.data.environment });
    case "ReleaseRecorded":
      return { ofId: event.data.serviceId, environment: null };
    case "FlagRegistered":
      return known(db, id, { ofId: event.data.flagId, environment: null });
    case "TargetingOpened":
      return known(db, id, { ofId: event.data.flagId, environment: event.data.environment });
    default: {
      const row = db.get("SELECT ofId, environment FROM changeSubjects WHERE id = ?", id);
      return row === undefined ? null : { ofId: textOf(row, "ofId"), environment: textOf(row, "environment") || null };
    }
  }
}

function known(db: Database, id: string, subject: Subject): Subject {
  db.run("INSERT OR IGNORE INTO changeSubjects (id, ofId, environment) VALUES (?, ?, ?)", id, subject.ofId, subject.environment);
  return subject;
}
