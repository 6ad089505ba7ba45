/** How long whoever reads on sees what they began with, ms: somebody who scrolls takes less. */
const KEPT_MS = 10_000;
/** So many readings are kept: each may have some thousand entries. */
const MOST = 4;

/** One reading: which, when, and whether it goes on where a slice before it ended. */
export interface Reading {
  readonly key: string;
  readonly nowMs: number;
  readonly goesOn: boolean;
  /** How far the log had come: as long as nothing was added to it, whoever begins gets the same list. */
  readonly madeOf: string;
}

/**
 * Long lists that are put together in memory are put together once for all pages of a reading: whoever reads on gets
 * the list of the first slice, which does not shift meanwhile; whoever begins gets the newest, made anew only where the log
 * has grown since.
 */
export function createSnapshots<Row>(): (reading: Reading, make: () => readonly Row[]) => readonly Row[] {
  const kept = new Map<string, { readonly rows: readonly Row[]; readonly atMs: number; readonly madeOf: string }>();
  return ({ key, nowMs, goesOn, madeOf }, make) => {
    const known = kept.get(key);
    if (known !== undefined && nowMs - known.atMs < KEPT_MS && (goesOn || known.madeOf === madeOf)) return known.rows;
    const rows = make();
    kept.delete(key);
    kept.set(key, { rows, atMs: nowMs, madeOf });
    for (const [old, { atMs }] of kept) if (kept.size > MOST || nowMs - atMs >= KEPT_MS) kept.delete(old);
    return rows;
  };
}
