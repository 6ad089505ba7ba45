import { chanceWords as percent, minutesFigure as figure } from "@ballast/schema/badMinutes";
import { inPercent } from "@ballast/schema/words";
import { ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { Panel } from "../marks/Panel.tsx";
import { ExceedanceCurve } from "./ExceedanceCurve.tsx";
import styles from "./Forecast.module.css";
import { forecastDocument } from "./forecastDocuments.ts";
import type { Forecast } from "./forecastDocuments.ts";
import { ForecastScorePanel } from "./ForecastScorePanel.tsx";

/** The chance that this year misses an objective's target, and how good such forecasts were; of the usual target without one. */
export function ForecastOf({ objective }: { objective: string | null }) {
  const read = useRead(forecastDocument, { objective }, { keep: true });
  return (
    <>
      <ReadArea read={read} where="The forecast">
        {({ riskForecast }) => <Forecasted forecast={riskForecast} />}
      </ReadArea>
      {objective === null ? null : <ForecastScorePanel objective={objective} />}
    </>
  );
}

function Forecasted({ forecast }: { forecast: Forecast }) {
  const { chance, target, budget, soFar, mean, low, high, mitigated, objective } = forecast;
  const helps = mitigated.filter((one) => one.chance < chance);
  return (
    <Panel
      title={`${percent(chance)} chance of missing ${inPercent(target)}${objective === null ? "" : ` for ${objective.name}`} this year`}
      meta={`${figure(soFar)} bad minutes so far, ${figure(mean)} expected by its end (8 in 10: ${figure(low)} to ${figure(high)}), ${figure(budget)} allowed`}
    >
      <div className={styles.curve}><ExceedanceCurve forecast={forecast} /></div>
      {helps.map(({ mitigation, chance: then }) => (
        <div key={mitigation.id} className={styles.note}>
          {mitigation.reference} {mitigation.title}, were it there now, moves it from {percent(chance)} to {percent(then)}.
        </div>
      ))}
    </Panel>
  );
}
