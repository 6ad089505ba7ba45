/**
 * Values by id, as a fold builds them up: putting one costs the same however many there are, and earlier states stay
 * what they were. (A copied Map would make folding a timeline of 10,000 entries quadratic.) Looking one up walks the
 * chain; a decision does that once.
 */
export type Keyed<Value> = { readonly id: string; readonly value: Value; readonly before: Keyed<Value> } | null;

/** Adds a value, or puts it in the place of the one with this id. */
export const put = <Value>(keyed: Keyed<Value>, id: string, value: Value): Keyed<Value> => ({ id, value, before: keyed });

/** The value with this id; undefined when there is none. */
export function find<Value>(keyed: Keyed<Value>, id: string): Value | undefined {
  for (let cell = keyed; cell !== null; cell = cell.before) if (cell.id === id) return cell.value;
  return undefined;
}

/** All ids that something was put under. */
export function idsOf(keyed: Keyed<unknown>): ReadonlySet<string> {
  const ids = new Set<string>();
  for (let cell = keyed; cell !== null; cell = cell.before) ids.add(cell.id);
  return ids;
}

/** All values, each in its latest shape, in the order in which their ids came. */
export function valuesOf<Value>(keyed: Keyed<Value>): readonly Value[] {
  const chain: { readonly id: string; readonly value: Value }[] = [];
  for (let cell = keyed; cell !== null; cell = cell.before) chain.push(cell);
  return [...new Map(chain.reverse().map(({ id, value }) => [id, value])).values()];
}
