import { forecastDecider } from "@ballast/domain/forecast";
import { handle, ids } from "@ballast/eventlog";
import type { Stored } from "@ballast/readmodel";
import type { ForecastRow } from "@ballast/readmodel/forecast";
import type { ApiServer } from "../graphql/context.ts";
import { publicScope } from "../graphql/publicScope.ts";
import { find } from "../graphql/records.ts";
import type { Duty } from "../slice.ts";
import { askForecast } from "./forecastQuestion.ts";
import { drawer, drawn } from "./riskForecast.ts";

/** What could not be drawn, as the log was away, is tried again after this, ms. */
const againAfterMs = 30_000;

/**
 * Draws what was asked for, as the log stood when it was, and writes down what comes out: the same on every server, so that it does not
 * matter
 * which of them is first. An objective that is not there gives none.
 */
export async function keepForecast(server: ApiServer, { id, objectiveId, position, period: unit }: Stored<ForecastRow>): Promise<boolean> {
  const scope = publicScope(server, { position });
  const objective = find(scope, "Objective", objectiveId);
  if (objective === null) return false;
  const { question: { budget, soFar, draws }, period, drawing } = askForecast(scope, objective, unit);
  const { chance, mean, low, high } = await drawn({ ...drawing, whatIf: [] });
  const commandId = ids.command("forecast", id);
  await handle(server.log, {
    aggregate: forecastDecider, id,
    command: {
      type: "KeepForecast", forecastId: id, chance, mean, low, high, soFar, budget, draws, risks: drawing.risks.length,
      from: new Date(period.from).toISOString(), until: new Date(period.to).toISOString(),
    },
    context: {
      commandId, actor: { personId: null, name: "the day's forecast", means: "system" }, now: server.now().toISOString(),
      correlationId: commandId, causationId: id,
    },
  });
  return true;
}

/** Draws, one after the other, every forecast that somebody asked for: those of before this server started, too. */
export function keepingForecasts(server: ApiServer): Duty {
  let stopped = false;
  let working: Promise<void> | null = null;
  let again = false;
  const drawAll = async (): Promise<void> => {
    for (const row of server.readModel.forecasts.asked()) {
      if (stopped) return;
      try {
        await keepForecast(server, row);
      } catch (error) {
        if (!stopped) server.logger.warn({ err: error, forecast: row.id }, "a forecast could not be drawn yet");
      }
    }
  };
  const wake = (): void => {
    if (stopped) return;
    if (working !== null) return void (again = true);
    working = drawAll().finally(() => {
      working = null;
      const more = again;
      again = false;
      if (more) wake();
    });
  };
  const unsubscribe = server.readModel.onApplied(({ events }) => {
    if (events.some(({ event }) => event.type === "ForecastAsked")) wake();
  });
  const timer = setInterval(wake, againAfterMs);
  timer.unref();
  wake();
  return {
    async stop() {
      stopped = true;
      unsubscribe();
      clearInterval(timer);
      await drawer.stop();
      await working;
    },
  };
}
