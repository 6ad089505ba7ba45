import type { PublicRow } from "@ballast/readmodel";
import type { ApiServer } from "../../graphql/context.ts";

/** What the public may know of, once for all pages that are made at a moment. */
export interface PublicKnowledge {
  readonly at: number;
  /** The newest first. */
  readonly rows: readonly PublicRow[];
}

type Knowing = Pick<ApiServer, "readModel" | "now">;

/** All is read again after so long, ms: what a read model that was built anew says otherwise, is said here then. */
const WHOLE_MS = 600_000;

const newestFirst = (one: PublicRow, other: PublicRow): number =>
  Date.parse(other.input.startedAt) - Date.parse(one.input.startedAt) || (one.row.id < other.row.id ? 1 : -1);

const isOver = ({ resolvedAt, intervals }: PublicRow["row"]): boolean =>
  resolvedAt !== null && intervals.every(({ endedAt }) => endedAt !== null);

/**
 * What the public may know of, kept from one look to the next: of a long history only what was touched since is read again, and what goes
 * on, which lasts until now.
 */
export class PublicIncidents {
  #rows = new Map<string, PublicRow>();
  #readAt = -Infinity;

  /** @param touched ids of incidents of which something was recorded since the last look */
  look({ readModel, now }: Knowing, touched: ReadonlySet<string>): PublicKnowledge {
    const moment = now();
    const at = moment.getTime();
    const instant = moment.toISOString();
    const { incidents } = readModel;
    if (at - this.#readAt >= WHOLE_MS) {
      this.#rows = new Map(incidents.ofPublic(instant).map((row) => [row.row.id, row]));
      this.#readAt = at;
    } else {
      const goesOn = [...this.#rows.values()].flatMap(({ row }) => (isOver(row) ? [] : [row.id]));
      const again = new Set([...touched, ...goesOn]);
      // Read before anything is left out: what cannot be read just now stays as it was.
      const rows = incidents.publicOf([...again], instant);
      for (const id of again) this.#rows.delete(id);
      for (const row of rows) this.#rows.set(row.row.id, row);
    }
    return { at, rows: [...this.#rows.values()].toSorted(newestFirst) };
  }

  /** Nothing is known: the next look reads all. */
  forget(): void {
    this.#rows = new Map();
    this.#readAt = -Infinity;
  }
}
