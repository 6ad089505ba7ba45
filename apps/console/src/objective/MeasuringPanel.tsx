import { useState } from "react";
import { SmallButton } from "../data/SmallButton.tsx";
import { counted } from "../data/words.ts";
import { Facts, Panel } from "../marks/Panel.tsx";
import { dayAndTime } from "../marks/time.ts";
import { useZone } from "../marks/zone.ts";
import { CorrectDialog, LiftDialog } from "./CorrectionDialogs.tsx";
import { IndicatorDialog } from "./IndicatorDialog.tsx";
import styles from "./Objective.module.css";
import type { ObjectiveRecord } from "./objectiveDocuments.ts";

type Correction = ObjectiveRecord["corrections"][number];

/** What an objective is measured by, and which times are left out of that. */
export function MeasuringPanel({ shown }: { shown: ObjectiveRecord }) {
  const { indicator, corrections } = shown;
  const [open, setOpen] = useState<"indicator" | "correct" | Correction | null>(null);
  const zone = useZone();
  const close = (): void => setOpen(null);
  return (
    <Panel title="How it is measured" meta={corrections.length === 0 ? undefined : counted(corrections.length, "correction")}>
      <div className={styles.padded}>
        <Facts
          facts={indicator === null ? [["By", "incidents that are declared"]] : [
            ["By", "requests, counted each hour"],
            [indicator.counts === "good" ? "Good ones" : "Bad ones", <code key="query">{indicator.query}</code>],
            ["Of", <code key="total">{indicator.total}</code>],
          ]}
        />
      </div>
      {corrections.map((correction) => (
        <div key={correction.id} className={styles.correction}>
          <span>
            <strong>{dayAndTime(correction.from, zone)} to {dayAndTime(correction.to, zone)}</strong> is left out: {correction.reason}
          </span>
          <SmallButton needs="objective.write" onClick={() => setOpen(correction)}>Let it count again…</SmallButton>
        </div>
      ))}
      <div className={styles.padded}>
        <SmallButton needs="objective.write" onClick={() => setOpen("correct")}>Leave a time out…</SmallButton>{" "}
        <SmallButton needs="objective.write" onClick={() => setOpen("indicator")}>
          {indicator === null ? "Measure by requests…" : "Change what counts…"}
        </SmallButton>
      </div>
      {open === "correct" ? <CorrectDialog shown={shown} onClose={close} /> : null}
      {open === "indicator" ? <IndicatorDialog shown={shown} onClose={close} /> : null}
      {open !== null && typeof open === "object" ? <LiftDialog shown={shown} correction={open} onClose={close} /> : null}
    </Panel>
  );
}
