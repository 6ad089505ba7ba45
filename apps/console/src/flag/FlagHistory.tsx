import Button from "@mui/material/Button";
import { useState } from "react";
import { SmallButton } from "../data/SmallButton.tsx";
import { counted } from "../data/words.ts";
import { useNow } from "../marks/now.ts";
import { Panel } from "../marks/Panel.tsx";
import { Quiet } from "../marks/Text.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import { Shape } from "../marks/State.tsx";
import styles from "./Flag.module.css";
import type { FlagRecord, TargetingRecord } from "./flagDocuments.ts";
import { HistoryChart } from "./HistoryChart.tsx";
import { IncidentLink } from "./IncidentLink.tsx";
import { RevertDialog } from "./RevertDialog.tsx";

type Step = TargetingRecord["steps"][number];

function Change({ step, revert }: { step: Step; revert: (() => void) | null }) {
  return (
    <li className={styles.change}>
      <Shape tone={step.event.type === "KillEngaged" ? "bad" : "planned"} />
      <div>
        <p>
          {step.event.sentence}
          {step.incident === null ? null : (
            <>
              {" "}
              <IncidentLink incident={step.incident} />
            </>
          )}
        </p>
        {step.differences.length === 0 ? null : (
          <ul className={styles.diff}>
            {step.differences.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        )}
      </div>
      <span className={styles.changeAt}>
        <RelativeTime at={step.event.occurredAt} />
        {revert === null ? null : (
          <SmallButton needs="flag.write" label={`Revert to change ${String(step.revision)}`} onClick={revert}>
            Revert to this
          </SmallButton>
        )}
      </span>
    </li>
  );
}

/** What it was over time, and everything that changed it, each with what differs and the way back to it. */
export function FlagHistory({ flag, place }: { flag: FlagRecord; place: TargetingRecord }) {
  const now = useNow();
  const [all, setAll] = useState(false);
  const [revision, setRevision] = useState<number | null>(null);
  const [latest] = place.steps;
  return (
    <Panel title="History" meta="share of customers, to today">
      <div className={styles.chartBox}><HistoryChart steps={place.steps} now={now} /></div>
      <div className={styles.historyFoot}>
        <span>
          {counted(place.steps.length, "change")}. {latest === undefined ? "" : `Latest: ${latest.event.sentence}`}
        </span>
        <Button size="small" variant="text" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? "Fewer" : "All changes, with diff"}
        </Button>
      </div>
      {all ? (
        <ol className={styles.changes}>
          {place.steps.map((step, index) => (
            <Change
              key={step.event.id}
              step={step}
              revert={index === 0 || step.differences.length === 0 ? null : () => setRevision(step.revision)}
            />
          ))}
        </ol>
      ) : null}
      {all && place.steps.length >= 60 ? (
        <div className={styles.historyFoot}>
          <Quiet>Older ones stand in the log.</Quiet>
        </div>
      ) : null}
      {revision === null ? null : (
        <RevertDialog place={{ flag: flag.name, environment: place.environment }} revision={revision} onClose={() => setRevision(null)} />
      )}
    </Panel>
  );
}
