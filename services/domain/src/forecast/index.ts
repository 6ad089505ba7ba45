export { forecastDecider, type AskedForecast, type Forecast, type ForecastCommand, type ForecastContent } from "./forecastDecider.ts";
export { scored, type ForecastScore, type Outcome } from "./scored.ts";
