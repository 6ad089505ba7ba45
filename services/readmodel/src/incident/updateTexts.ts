import type { RecordedEvent } from "@ballast/eventlog";
import type { Actor } from "@ballast/schema";
import type { Database } from "../engine/database.ts";
import { knownAtOf, toRecorded } from "../engine/eventTable.ts";
import type { Stored } from "../engine/projection.ts";
import { correction } from "./declaredIncident.ts";
import type { CorrectionRow } from "./incidentRow.ts";
import { bodyOf, type UpdateRow } from "./updateProjection.ts";

/** A status update, written here or imported, with what it says. */
export interface StatusUpdate extends Stored<UpdateRow> {
  readonly body: string;
  readonly by: Actor;
  /** When its source published it, or Ballast recorded it. */
  readonly knownFrom: string;
  readonly recordedAt: string;
  /** The event that told it as it is. */
  readonly eventId: string;
  readonly corrections: readonly CorrectionRow[];
}

/** Updates with what they say, which stands in the events table already and is not kept a second time. */
export function updateTexts(db: Database, rows: readonly Stored<UpdateRow>[]): readonly StatusUpdate[] {
  const positions = rows.flatMap(({ told }) => told.map(Number));
  const events = new Map(
    db
      .all("SELECT * FROM recorded WHERE position IN (SELECT value FROM json_each(?))", JSON.stringify(positions))
      .map(toRecorded)
      .map((event) => [event.position, event]),
  );
  return rows.flatMap((row) => {
    const told = row.told.flatMap((position) => events.get(position) ?? []);
    const [first] = told;
    const last = told.at(-1);
    return first === undefined || last === undefined ? [] : [completed(row, told, { first, last })];
  });
}

/** Who first told it is who wrote it; whoever told it anew has corrected it. */
function completed(
  row: Stored<UpdateRow>,
  told: readonly RecordedEvent[],
  { first, last }: { first: RecordedEvent; last: RecordedEvent },
): StatusUpdate {
  const corrections = told.slice(1).map((event, index) => correction(event, bodyOf(told[index] ?? first), "changed by its source"));
  return {
    ...row, body: bodyOf(last), by: first.metadata.actor, knownFrom: knownAtOf(first), recordedAt: last.metadata.recordedAt,
    eventId: last.eventId, corrections,
  };
}
