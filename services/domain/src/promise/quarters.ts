/** A calendar quarter: `2026-Q4`. */
export type Quarter = `${string}-Q${1 | 2 | 3 | 4}`;

const quarters = [1, 2, 3, 4] as const;

/** The quarter of a day. */
export function quarterOf(day: string): Quarter {
  const nth = quarters[Math.floor((Number(day.slice(5, 7)) - 1) / 3)] ?? 1;
  return `${day.slice(0, 4)}-Q${nth}`;
}

/** The first day of the quarter so many after that of a day. */
export function quarterBegins(day: string, later = 0): string {
  const months = Number(day.slice(0, 4)) * 12 + Math.floor((Number(day.slice(5, 7)) - 1) / 3) * 3 + 3 * later;
  return `${String(Math.floor(months / 12)).padStart(4, "0")}-${String((months % 12) + 1).padStart(2, "0")}-01`;
}

/** What stands on a roadmap. */
export interface Planned {
  /** The day that is promised. */
  readonly dueOn: string;
  /** Of whoever does it; none where nobody has said. */
  readonly teams: readonly string[];
  readonly open: boolean;
}

/** What one team has promised for one quarter, by its days. `team` is null for who is in none. */
export interface QuarterOfTeam<Item> {
  readonly team: string | null;
  readonly items: readonly Item[];
}

/** One quarter of a roadmap. */
export interface QuarterPlan<Item> {
  readonly quarter: Quarter;
  readonly from: string;
  readonly teams: readonly QuarterOfTeam<Item>[];
}

/**
 * Promises by quarter and team: those of the quarter of today and the ones after it, and, in the quarters for which they were promised,
 * what
 * is still to come from before. Who is in several teams stands in each.
 */
export function roadmap<Item extends Planned>(items: readonly Item[], today: string, ahead: number): readonly QuarterPlan<Item>[] {
  const [begins, ends] = [quarterBegins(today), quarterBegins(today, ahead)];
  const shown = items
    .filter(({ dueOn, open }) => dueOn < ends && (open || dueOn >= begins))
    .toSorted((one, other) => (one.dueOn < other.dueOn ? -1 : one.dueOn > other.dueOn ? 1 : 0));
  return [...Map.groupBy(shown, ({ dueOn }) => quarterOf(dueOn))].map(([quarter, of]) => ({
    quarter, from: quarterBegins(of[0]?.dueOn ?? today), teams: byTeam(of),
  }));
}

function byTeam<Item extends Planned>(items: readonly Item[]): readonly QuarterOfTeam<Item>[] {
  const teams = new Map<string | null, Item[]>();
  for (const item of items)
    for (const team of item.teams.length === 0 ? [null] : item.teams) teams.set(team, [...(teams.get(team) ?? []), item]);
  return [...teams]
    .map(([team, of]): QuarterOfTeam<Item> => ({ team, items: of }))
    .toSorted(({ team: one }, { team: other }) => (one === null ? 1 : other === null ? -1 : one.localeCompare(other, "en")));
}
