import type { ApiServer } from "../../graphql/context.ts";
import { rulesWithin } from "../../ruling/alertRules.ts";
import type { Duty } from "../../slice.ts";
import { everySoOften } from "../everySoOften.ts";
import { lookForSilence } from "./silence.ts";

/** Silence is looked for so often, ms. */
const EVERY_MS = 5_000;
/** Rules that are not known yet are waited for so long, ms, and then another time. */
const RULES_WITHIN_MS = 1_000;
/** A clock that has gone so much further than time has passed, ms, was set, or the machine slept: nobody listened meanwhile. */
const JUMP_MS = 5_000;

/** Whether a clock goes as time passes. */
export function steadyClock(now: () => number, passed: () => number): () => boolean {
  let last = { at: now(), passed: passed() };
  return () => {
    const here = { at: now(), passed: passed() };
    const drift = Math.abs(here.at - last.at - (here.passed - last.passed));
    last = here;
    return drift <= JUMP_MS;
  };
}

/** Looks for who is silent. After a start, a clock that jumped and a log that was away it waits a while before it finds anybody so. */
export function listening(server: Pick<ApiServer, "log" | "readModel" | "now" | "alertRules" | "logger">): Duty {
  const now = (): number => server.now().getTime();
  const isSteady = steadyClock(now, () => performance.now());
  let since = now();
  return everySoOften(EVERY_MS, async () => {
    if (!isSteady()) since = now();
    if ((await rulesWithin(server.alertRules, RULES_WITHIN_MS)) === null) return;
    try {
      // Pings are written before they are answered: while the log takes none, none is heard.
      await server.log.lastPosition();
    } catch {
      since = now();
      return;
    }
    try {
      await lookForSilence(server, since);
    } catch (error) {
      server.logger.warn({ err: error }, "silences of heartbeats could not be told of yet");
    }
  });
}
