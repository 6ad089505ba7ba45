import type { RecordedEvent } from "@ballast/eventlog";
import type { EventType } from "@ballast/schema";
import { doFor, eventsIn } from "./byEvent.ts";
import type { OpenRecords, WorkflowSlice } from "./slice.ts";

/** Everything that is open, of every slice. */
export class Following {
  readonly records: readonly OpenRecords[];
  /** The events that open or end a record. */
  readonly types: readonly EventType[];

  constructor(slices: readonly WorkflowSlice[]) {
    const undone = { incidents: new Set<string>() };
    this.records = slices.flatMap(({ follow }) => follow(undone));
    this.types = eventsIn(this.records.map(({ notes }) => notes));
  }

  note(recorded: RecordedEvent): void {
    // What was imported, or told as the demonstration's past, nobody carries.
    if (recorded.metadata.source !== undefined) return;
    for (const { notes } of this.records) doFor(notes, recorded);
  }
}
