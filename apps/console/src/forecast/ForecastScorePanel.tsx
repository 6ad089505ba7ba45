import { chanceWords as percent, minutesFigure as figure } from "@ballast/schema/badMinutes";
import { useState } from "react";
import { useLogRefresh } from "../data/logRefresh.ts";
import { useRead } from "../data/read.ts";
import { Choice } from "../marks/Choice.tsx";
import { FigureStrip } from "../marks/Figures.tsx";
import type { Column } from "../marks/GroupRows.tsx";
import { GroupRows } from "../marks/GroupRows.tsx";
import { Panel } from "../marks/Panel.tsx";
import { State } from "../marks/State.tsx";
import { EmptyState } from "../marks/States.tsx";
import { Quiet } from "../marks/Text.tsx";
import { shortDate } from "../marks/time.ts";
import styles from "./Forecast.module.css";
import { forecastScoreDocument } from "./forecastDocuments.ts";
import type { KeptForecast } from "./forecastDocuments.ts";
import { scoreSentence } from "./forecastWords.ts";

type Period = "year" | "quarter" | "month";
const periods = [["month", "Month"], ["quarter", "Quarter"], ["year", "Year"]] as const;

const kept = ["ForecastKept"] as const;

const columns: readonly Column<KeptForecast>[] = [
  { key: "day", label: "Said on", narrow: "title", render: ({ day }) => shortDate(Date.parse(day), "utc") },
  { key: "chance", label: "Chance of a miss", right: true, render: ({ chance }) => <strong>{percent(chance)}</strong> },
  { key: "interval", label: "8 in 10", right: true, render: ({ low, high }) => `${figure(low)} to ${figure(high)} min` },
  { key: "soFar", label: "Had had", right: true, narrow: "hide", render: ({ soFar }) => `${figure(soFar)} min` },
  {
    key: "came",
    label: "Came",
    right: true,
    narrow: "meta",
    render: ({ came }) => (came === null ? <Quiet>–</Quiet> : `${figure(came)} min`),
  },
  {
    key: "was",
    label: "Was",
    narrow: "state",
    render: ({ missed, held }) => {
      if (missed === null || held === null) return <State tone="idle">Goes on</State>;
      return <State tone={held ? "good" : "bad"}>{`${missed ? "Missed" : "Met"}, ${held ? "within" : "outside"}`}</State>;
    },
  },
];

/** What was forecast day by day, and how good it was: all of it, whatever came. */
export function ForecastScorePanel({ objective }: { objective: string }) {
  const [period, setPeriod] = useState<Period>("month");
  const { data } = useRead(forecastScoreDocument, { id: objective, period }, { keep: true });
  useLogRefresh(kept, ["read", forecastScoreDocument.name]);
  const score = data?.objective?.forecasts;
  if (score === undefined) return null;
  return (
    <Panel title="How good these forecasts were" meta={scoreSentence(score)}>
      <div className={styles.period}><Choice label="Forecasts of" value={period} options={periods} onChange={setPeriod} /></div>
      {score.due === 0 ? null : (
        <FigureStrip
          figures={[
            { value: score.brier?.toFixed(3), label: `Brier score: 0 is best, always saying one half is ${score.coin.toFixed(2)}` },
            { value: score.coverage === null ? null : percent(score.coverage), label: "of the 80 % intervals held what came" },
            { value: score.due, label: `scored: all whose ${period} is over` },
          ]}
        />
      )}
      {score.kept === 0 ? (
        <EmptyState title="None was kept yet">One is written down every day, as soon as a risk is estimated.</EmptyState>
      ) : <GroupRows label="Forecasts kept" rows={score.last} columns={columns} keyOf={({ id }) => id} />}
    </Panel>
  );
}
