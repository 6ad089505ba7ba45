import { graphql } from "@ballast/schema/graphql";
import type { ResultOf } from "@ballast/schema/graphql";

/** What a year is expected to come to, of an objective, or of the usual target. */
export const forecastDocument = graphql(`
  query RiskForecast($objective: ID, $asOf: AsOf) {
    riskForecast(objective: $objective, asOf: $asOf) {
      objective { id name } target budget soFar daysLeft draws chance mean low high curve { minutes chance }
      mitigated { chance mitigation { id reference title } }
    }
  }
`);
/** The chance of missing the target. */
export type Forecast = ResultOf<typeof forecastDocument>["riskForecast"];

export const forecastScoreDocument = graphql(`
  query ForecastScore($id: ID!, $period: ForecastPeriod!, $asOf: AsOf) {
    objective(id: $id, asOf: $asOf) {
      id forecasts(last: 10, period: $period) {
        kept due brier coin coverage nextDueAt last { id day chance low high soFar budget came missed held }
      }
    }
  }
`);
/** How good the forecasts of an objective were. */
export type ForecastScore = NonNullable<ResultOf<typeof forecastScoreDocument>["objective"]>["forecasts"];
/** What was said on a day. */
export type KeptForecast = ForecastScore["last"][number];
