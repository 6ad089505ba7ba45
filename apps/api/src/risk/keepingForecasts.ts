import { forecastDecider } from "@ballast/domain/forecast";
import { handle, ids } from "@ballast/eventlog";
import type { Stored } from "@ballast/readmodel";
import type { ForecastRow } from "@ballast/readmodel/forecast";
import type { Node } from "../graphql/context.ts";
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
export async function keepForecast(node: Node, { id, objectiveId, position }: Stored<ForecastRow>): Promise<boolean> {
  const scope = publicScope(node, { position });
  const objective = find(scope, "Objective", objectiveId);
  if (objective === null) return false;
  const { question: { budget, soFar, draws }, year, drawing } = askForecast(scope, objective);
  const { chance, mean, low, high } = await drawn({ ...drawing, whatIf: [] });
  const commandId = ids.command("forecast", id);
  await handle(node.log, {
    aggregate: forecastDecider, id,
    command: {
      type: "KeepForecast", forecastId: id, chance, mean, low, high, soFar, budget, draws, risks: drawing.risks.length,
      from: new Date(year.from).toISOString(), until: new Date(year.to).toISOString(),
    },
    context: {
      commandId, actor: { personId: null, name: "the day's forecast", means: "system" }, now: node.now().toISOString(),
      correlationId: commandId, causationId: id,
    },
  });
  return true;
}

/** Draws, one after the other, every forecast that somebody asked for: those of before this server started, too. */
export function keepingForecasts(node: Node): Duty {
  let stopped = false;
  let working: Promise<void> | null = null;
  let again = false;
  const drawAll = async (): Promise<void> => {
    for (const row of node.readModel.forecasts.asked()) {
      if (stopped) return;
      try {
        await keepForecast(node, row);
      } catch (error) {
        if (!stopped) node.logger.warn({ err: error, forecast: row.id }, "a forecast could not be drawn yet");
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
  const unsubscribe = node.readModel.onApplied(({ events }) => {
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
