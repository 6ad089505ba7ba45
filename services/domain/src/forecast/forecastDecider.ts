import type { DataOf, ForecastEvent, ForecastPeriod } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { Rejection } from "../rejection.ts";

/** What was said of a period. */
export type ForecastContent = Omit<DataOf<"ForecastKept">, "forecastId">;

/** A forecast that was asked for on a day; nothing is said until somebody has drawn it. */
export interface AskedForecast extends DataOf<"ForecastAsked"> {
  readonly status: "asked" | "kept";
  readonly said: ForecastContent | null;
}

export type Forecast = { readonly status: "absent" } | AskedForecast;

export type ForecastCommand =
  | ({ readonly type: "AskForecast" } & DataOf<"ForecastAsked">)
  | ({ readonly type: "KeepForecast" } & DataOf<"ForecastKept">);

function evolve(forecast: Forecast, event: ForecastEvent): Forecast {
  if (event.type === "ForecastAsked") return { status: "asked", ...event.data, said: null };
  const { forecastId: _, ...said } = event.data;
  return forecast.status === "absent" ? forecast : { ...forecast, status: "kept", said };
}

function decide(command: ForecastCommand, forecast: Forecast): readonly ForecastEvent[] {
  if (command.type === "AskForecast") {
    const { type: _, ...data } = command;
    return forecast.status === "absent" ? [{ type: "ForecastAsked", data }] : [];
  }
  const { type: _, ...data } = command;
  if (forecast.status === "absent") throw new Rejection("NOT_FOUND", `nobody asked for the forecast ${data.forecastId}`, ["forecast"]);
  // Whoever draws it second says nothing any more: what was said stays, however it turns out.
  return forecast.status === "kept" ? [] : [{ type: "ForecastKept", data }];
}

/** A forecast, one for each objective, day (UTC) and period: who asks twice asks once. Those of a year are named by the first two alone. */
export const forecastDecider = aggregate("forecast", {
  initialState: { status: "absent" } as Forecast, evolve, decide, keyOf: (
    objectiveId: string, day: string, period: ForecastPeriod = "year"
  ) =>
    (period === "year" ? [objectiveId, day] : [objectiveId, day, period]),
});
