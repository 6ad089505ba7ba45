import type { ApiServer } from "../../graphql/context.ts";
import { rulesWithin } from "../../ruling/alertRules.ts";
import type { Duty } from "../../slice.ts";
import { everySoOften } from "../everySoOften.ts";
import { steadyClock } from "../heartbeats/listening.ts";
import { lookForEmptyShifts } from "./emptyShifts.ts";

/** Empty shifts are looked for so often, ms. */
const EVERY_MS = 10_000;
/** Rules that are not known yet are waited for so long, ms, and then another time. */
const RULES_WITHIN_MS = 1_000;

/** Looks for schedules with nobody on call; not right after a clock that jumped, which may be set right again. */
export function watchingShifts(
  server: Pick<ApiServer, "log" | "readModel" | "now" | "alertRules" | "logger" | "publicUrl">,
): Duty {
  const isSteady = steadyClock(() => server.now().getTime(), () => performance.now());
  return everySoOften(EVERY_MS, async () => {
    if (!isSteady() || (await rulesWithin(server.alertRules, RULES_WITHIN_MS)) === null) return;
    try {
      await lookForEmptyShifts(server);
    } catch (error) {
      server.logger.warn({ err: error }, "empty shifts could not be told of yet");
    }
  });
}
