/**
 * Values by id, as a fold builds them up: putting one costs the same however many there are, and earlier states stay
 * what they were. (A copied Map would make folding a timeline of 10,000 entries quadratic.)
 */
export type Keyed<Value> = Cell<Value> | null;

interface Cell<Value> { readonly id: string; readonly value: Value; readonly before: Keyed<Value> }

/** Adds a value, or puts it in the place of the one with this id. */
export const put = <Value>(keyed: Keyed<Value>, id: string, value: Value): Keyed<Value> => ({ id, value, before: keyed });

/** So many of the newest are walked through; what is older than those is looked up. */
const MOST_WALKED = 64;

/** Of the newest state of a long chain that somebody has asked: everything up to it. Worked out from the chain, so it changes nothing. */
const indexes = new WeakMap<Cell<unknown>, Map<string, unknown>>();

/** The value with this id; undefined when there is none. Asked of one state after the other, it costs the same however many there are. */
export function find<Value>(keyed: Keyed<Value>, id: string): Value | undefined {
  let walked = 0;
  for (let cell = keyed; cell !== null; cell = cell.before, walked += 1) {
    if (cell.id === id) return cell.value;
    // What stands in the index of a chain of such values is one of them.
    if (keyed !== null && (walked === MOST_WALKED || indexes.has(cell))) return indexOf(keyed).get(id) as Value | undefined;
  }
  return undefined;
}

/** The index of an earlier state goes on with what was put since: that state is walked through again, if it is ever asked. */
function indexOf(newest: Cell<unknown>): ReadonlyMap<string, unknown> {
  const since: Cell<unknown>[] = [];
  let cell: Keyed<unknown> = newest;
  for (; cell !== null && !indexes.has(cell); cell = cell.before) since.push(cell);
  const index = (cell === null ? undefined : indexes.get(cell)) ?? new Map<string, unknown>();
  if (cell !== null) indexes.delete(cell);
  for (const { id, value } of since.reverse()) index.set(id, value);
  indexes.set(newest, index);
  return index;
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
