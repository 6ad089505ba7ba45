import type { DatabaseSync } from "node:sqlite";
import { openEventTable } from "../../storage/eventTable.ts";
import type { RecordedEvent } from "../../storage/records.ts";
import { openStreamNames } from "../../storage/streamNames.ts";
import { OperationError } from "../readLog.ts";
import { readScavenged } from "../verify.ts";

const PAGE = 256;

/** The log that is copied, as it was when the copy began. */
export class SourceLog {
  readonly #events: ReturnType<typeof openEventTable>;
  readonly #names: ReturnType<typeof openStreamNames>;
  /** The last position that is copied. */
  readonly end: number;

  /** @throws OperationError for a compacted log: other stores cannot start a stream in the middle. */
  constructor(database: DatabaseSync) {
    if (readScavenged(database) > 0) {
      throw new OperationError(
        "This log was compacted: its streams have gaps, which another store cannot be given",
        "Copy a backup from before it was compacted.",
      );
    }
    this.#names = openStreamNames(database);
    this.#events = openEventTable(database, this.#names.nameOf);
    this.end = this.#events.lastPosition();
  }

  /** Everything after `position` that is copied, page by page. */
  *eventsAfter(position: number): Generator<RecordedEvent> {
    for (let from = position + 1; from <= this.end; ) {
      const page = this.#events.allForwards(from, PAGE);
      const last = page.at(-1);
      if (last === undefined) return;
      for (const event of page) if (event.position <= this.end && !isUserStream(event.stream)) yield event;
      from = last.position + 1;
    }
  }

  /** The event at a place, if the log has it and it is copied. */
  find(stream: string, revision: number): RecordedEvent | undefined {
    if (isUserStream(stream)) return undefined;
    const id = this.#names.idOf(stream);
    return id === undefined ? undefined : this.#events.at(id, revision);
  }
}

/** Who may sign in is each store's own affair; every one begins with an administrator that the other has too. */
const isUserStream = (stream: string): boolean => stream.startsWith("$user-") || stream.startsWith("$$$user-");
