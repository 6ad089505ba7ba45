import type { FlagInEnvironment, FlagWorld } from "../steps.ts";

/** What a flag is compiled from beside itself, by id; what is not there is among it, since it may come. */
export interface Needs {
  readonly flagIds: ReadonlySet<string>;
  readonly segmentIds: ReadonlySet<string>;
}

/**
 * Found by looking at the rules alone, without compiling any: what a killed or archived flag asks for changes nothing. Flags that need
 * each other in a circle are met once each.
 */
export function needsOf(subject: FlagInEnvironment, world: FlagWorld): Needs {
  const flagIds = new Set<string>();
  const segmentIds = new Set<string>();
  const ways: FlagInEnvironment[] = [subject];
  for (let next = ways.pop(); next !== undefined; next = ways.pop()) {
    const { flag, targeting: { kills, rules: { prerequisites, rules } } } = next;
    if (flag.archived !== null || kills.length > 0) continue;
    for (const { conditions } of rules)
      for (const condition of conditions) if (condition.kind === "segment") segmentIds.add(condition.segmentId);
    for (const { flagId } of prerequisites) {
      const needed = flagIds.has(flagId) ? undefined : world.flag(flagId);
      flagIds.add(flagId);
      if (needed !== undefined) ways.push(needed);
    }
  }
  return { flagIds, segmentIds };
}
