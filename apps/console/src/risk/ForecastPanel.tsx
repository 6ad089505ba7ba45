import { inPercent } from "@ballast/schema/words";
import { useState } from "react";
import { ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { Choice } from "../marks/Choice.tsx";
import { Panel } from "../marks/Panel.tsx";
import { ExceedanceCurve } from "./ExceedanceCurve.tsx";
import { ForecastScorePanel } from "./ForecastScorePanel.tsx";
import { forecastDocument, forecastSubjectsDocument } from "./riskDocuments.ts";
import type { Forecast, ForecastSubject } from "./riskDocuments.ts";
import styles from "./Risk.module.css";
import { figure, percent } from "./riskWords.ts";

const nothing = {};
/** More stand in a list instead of side by side. */
const MOST_CHOICES = 4;

/** The chance that this year misses an objective's target; of the usual one where nobody has defined any. */
export function ForecastPanel() {
  const { data } = useRead(forecastSubjectsDocument, nothing, { keep: true });
  const [chosen, setChosen] = useState<string | null>(null);
  if (data === undefined) return null;
  const { objectives } = data;
  const about = objectives.find(({ id }) => id === chosen) ?? objectives[0] ?? null;
  return (
    <>
      {objectives.length > 1 && about !== null ? <SubjectChoice objectives={objectives} chosen={about.id} onChange={setChosen} /> : null}
      <Read objective={about?.id ?? null} />
      {about === null ? null : <ForecastScorePanel objective={about.id} />}
    </>
  );
}

interface SubjectChoiceProps {
  objectives: readonly ForecastSubject[];
  chosen: string;
  onChange: (id: string) => void;
}

function SubjectChoice({ objectives, chosen, onChange }: SubjectChoiceProps) {
  const label = "Forecast of";
  if (objectives.length <= MOST_CHOICES) {
    return <Choice label={label} value={chosen} options={objectives.map(({ id, name }) => [id, name] as const)} onChange={onChange} />;
  }
  return (
    <label className={styles.subject}>
      {label}{" "}
      <select value={chosen} onChange={({ target }) => onChange(target.value)}>
        {objectives.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
      </select>
    </label>
  );
}

function Read({ objective }: { objective: string | null }) {
  const read = useRead(forecastDocument, { objective }, { keep: true });
  return (
    <ReadArea read={read} where="The forecast">
      {({ riskForecast }) => <Forecasted forecast={riskForecast} />}
    </ReadArea>
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
