import { forecastDecider } from "@ballast/domain/forecast";
import { objectiveDecider } from "@ballast/domain/objective";
import { foldRecord, handle, idOf, ids } from "@ballast/eventlog";
import { forecastPeriods, type ForecastPeriod } from "@ballast/schema";
import type { OpenRecords, Reaction } from "../reactor/slice.ts";
import { lookForLostEveryMs, Turns } from "../reactor/turns.ts";
import { systemActor } from "../systemActor.ts";

/**
 * Objectives of which it is to be written down every day (UTC) how likely they are missed this year, this quarter and this month, as soon
 * as a risk was estimated: the worker has the clock, and asks; a server that has the figures draws. Any number of workers ask for the same
 * ones.
 */
export function openForecasts(): OpenRecords {
  /** The day for which each was asked last; by id. */
  const lastAsked = new Map<string, string>();
  let estimated = false;
  const turns = new Turns(lookForLostEveryMs);
  const opened = ({ id }: { readonly id: string }): void => {
    lastAsked.set(id, lastAsked.get(id) ?? "");
    turns.add(id);
  };
  const retired = (id: string): void => {
    lastAsked.delete(id);
    turns.delete(id);
  };
  return {
    notes: {
      ObjectiveDefined: opened,
      ObjectiveChanged: opened,
      ObjectiveRetired: ({ id }) => retired(id),
      RiskEstimated: () => void (estimated = true),
      ForecastAsked: ({ event: { data } }) => {
        const known = lastAsked.get(data.objectiveId);
        // The others of the day may not have been asked for yet, where a worker ended in between.
        if (data.period !== lastPeriod) return;
        if (known !== undefined && known < data.day) lastAsked.set(data.objectiveId, data.day);
      },
    },
    candidates(now) {
      const today = dayOf(now);
      return estimated ? turns.next(now, (id) => (lastAsked.get(id) ?? today) < today) : [];
    },
    async look(reaction, id) {
      const now = reaction.now().getTime();
      turns.looked(id, now);
      const day = dayOf(now);
      const objective = await foldRecord(reaction.log, objectiveDecider, id);
      if (objective.status === "absent" || objective.retired !== null) return retired(id), null;
      for (const period of forecastPeriods) await ask(reaction, { objectiveId: id, day, period });
      lastAsked.set(id, day);
      return null;
    },
  };
}

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** The one that is asked for last. */
const lastPeriod = forecastPeriods.at(-1);

interface Asked {
  readonly objectiveId: string;
  readonly day: string;
  readonly period: ForecastPeriod;
}

/** Its id is that of the objective, the day and the period: who asks second asks nothing. */
async function ask({ log, now }: Reaction, { objectiveId, day, period }: Asked): Promise<void> {
  const forecastId = idOf(forecastDecider, objectiveId, day, period);
  const commandId = ids.command("forecast of the day", forecastId);
  await handle(log, {
    aggregate: forecastDecider,
    id: forecastId,
    command: { type: "AskForecast", forecastId, objectiveId, day, period },
    context: {
      commandId, actor: systemActor("the day's forecast"), now: now().toISOString(), correlationId: commandId, causationId: objectiveId,
    },
  });
}
