/** What is drawn of a promise. */
export interface LedgerOf {
  readonly dueOn: string | null;
  readonly slips: readonly { readonly from: string; readonly to: string }[];
  /** The day on which it was registered. */
  readonly since: string;
  /** The day on which it was kept; null while it was not. */
  readonly keptOn: string | null;
  /** Whether it is still to come: what was dropped is late for nobody. */
  readonly open: boolean;
}

/** Places on a line, from 0 to 1. */
export interface Ledger {
  readonly promises: readonly { readonly day: string; readonly at: number; readonly row: number | null }[];
  readonly slips: readonly { readonly from: number; readonly to: number }[];
  readonly today: number;
  readonly kept: number | null;
  /** From the promised day to today, while it is late. */
  readonly over: { readonly from: number; readonly to: number } | null;
}

const ROWS = 2;

/**
 * The line of a promise; null where no day was promised. Days closer than `apart`, of the whole line, would write over each other: the
 * second row takes some, the others go unwritten.
 */
export function ledgerOf({ dueOn, slips, since, keptOn, open }: LedgerOf, today: string, apart = 0.09): Ledger | null {
  if (dueOn === null) return null;
  const days = [...slips.map(({ from }) => from), dueOn];
  const all = [since.slice(0, 10), today, ...days, ...(keptOn === null ? [] : [keptOn])].map((day) => Date.parse(day));
  const [first, last] = [Math.min(...all), Math.max(...all)];
  const place = (day: string): number => (last === first ? 0.5 : (Date.parse(day) - first) / (last - first));
  return {
    promises: withRows(days.map((day) => ({ day, at: place(day) })), apart),
    slips: slips.map(({ from, to }) => ({ from: place(from), to: place(to) })),
    today: place(today), kept: keptOn === null ? null : place(keptOn),
    over: open && dueOn < today ? { from: place(dueOn), to: place(today) } : null,
  };
}

/** The latest promise is written first: it is the one that counts. */
function withRows(promises: readonly { readonly day: string; readonly at: number }[], apart: number): Ledger["promises"] {
  const taken: { readonly row: number; readonly at: number }[] = [];
  return promises
    .toReversed()
    .map(({ day, at }) => {
      const row = Array.from({ length: ROWS }, (_, index) => index)
        .find((candidate) => taken.every((other) => other.row !== candidate || Math.abs(other.at - at) >= apart)) ?? null;
      if (row !== null) taken.push({ row, at });
      return { day, at, row };
    })
    .toReversed();
}
