/** How long whoever reads on sees what they began with, ms: somebody who scrolls takes less. */
const KEPT_MS = 10_000;
/** So many readings are kept: each may have some thousand entries. */
const MOST = 4;

/** One reading: which, when, and whether it goes on where a page before it ended. */
export interface Reading {
  readonly key: string;
  readonly nowMs: number;
  readonly goesOn: boolean;
}

/**
 * Long lists that are put together in memory are put together once for all pages of a reading: whoever reads on gets
 * the list of the first page, which does not shift meanwhile; whoever begins gets the newest.
 */
export function createSnapshots<Row>(): (reading: Reading, make: () => readonly Row[]) => readonly Row[] {
  const kept = new Map<string, { readonly rows: readonly Row[]; readonly atMs: number }>();
  return ({ key, nowMs, goesOn }, make) => {
    const known = kept.get(key);
    if (goesOn && known !== undefined && nowMs - known.atMs < KEPT_MS) return known.rows;
    const rows = make();
    kept.delete(key);
    kept.set(key, { rows, atMs: nowMs });
    for (const [old, { atMs }] of kept) if (kept.size > MOST || nowMs - atMs >= KEPT_MS) kept.delete(old);
    return rows;
  };
}
