import { useState } from "react";
import { useRead } from "../data/read.ts";
import { ForecastOf } from "../forecast/ForecastOf.tsx";
import { Choice } from "../marks/Choice.tsx";
import { forecastSubjectsDocument } from "./riskDocuments.ts";
import type { ForecastSubject } from "./riskDocuments.ts";
import styles from "./Risk.module.css";

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
      <ForecastOf objective={about?.id ?? null} />
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
