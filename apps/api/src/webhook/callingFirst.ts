import { setTimeout as delay } from "node:timers/promises";

/** Lets those through first whom an incident calls. */
export interface CallingFirst {
  /** An incident was declared that calls people. */
  began(incidentId: string): void;
  /** Takes a notification, one of how many that are under way. */
  counted<Result>(take: () => Promise<Result>): Promise<Result>;
  /** Where many are under way: until whoever is to be called by now has been, and at most a second. */
  othersFirst(): Promise<void>;
}

/** Beyond so many at the same time they wait: fewer take nothing from those who call. */
const FEW = 3;
/** Who is not called after so long, ms, is called beside everything else. */
const LONGEST_MS = 1_000;
const EVERY_MS = 25;

/** What time it is, ms, and waiting, ms. */
export interface Time {
  readonly clock: () => number;
  readonly pause: (ms: number) => Promise<unknown>;
}
const time: Time = { clock: () => performance.now(), pause: (ms) => delay(ms, undefined, { ref: false }) };

/**
 * Where thousands of alerts come at once all of them want the machine, and those who call people for the first of them want it too: they
 * have it first. What waits is in nobody's log yet, and its sender waits for the answer. `isCalled`: whether people were called for an
 * incident, as far as this server knows.
 */
export function callingFirst(isCalled: (incidentId: string) => boolean, { clock, pause }: Time = time): CallingFirst {
  const calling = new Map<string, number>();
  let [underWay, watching]: [number, Promise<void> | null] = [0, null];
  // Where it cannot be known, as this server is about to end, nobody waits.
  const knows = (incidentId: string): boolean => {
    try {
      return isCalled(incidentId);
    } catch {
      return true;
    }
  };
  const watch = async (): Promise<void> => {
    while (calling.size > 0) {
      await pause(EVERY_MS);
      for (const [incidentId, since] of calling)
        if (clock() - since >= LONGEST_MS || knows(incidentId)) calling.delete(incidentId);
    }
    watching = null;
  };
  return {
    began(incidentId) {
      calling.set(incidentId, clock());
      watching ??= watch();
    },
    async counted(take) {
      underWay += 1;
      try {
        return await take();
      } finally {
        underWay -= 1;
      }
    },
    async othersFirst() {
      const since = clock();
      while (underWay > FEW && watching !== null && clock() - since < LONGEST_MS) await Promise.race([watching, pause(EVERY_MS)]);
    },
  };
}
