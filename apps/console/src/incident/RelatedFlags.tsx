import { shareFigure } from "@ballast/schema/words";
import { Link } from "react-router";
import { SmallButton } from "../data/SmallButton.tsx";
import { State } from "../marks/State.tsx";
import type { RelatedFlagChange } from "./aroundDocuments.ts";
import styles from "./IncidentView.module.css";
import type { PanelProps } from "./ResponsePanels.tsx";
import { before, Suspicion } from "./Suspicion.tsx";

interface FlagChangeProps {
  change: RelatedFlagChange;
  act: PanelProps["act"];
}

function FlagChange({ change, act }: FlagChangeProps) {
  const { flag, targeting, from, to } = change;
  const address = `/flags/${encodeURIComponent(flag.id)}?environment=${encodeURIComponent(targeting.environment)}`;
  const label = `${flag.name} ${shareFigure(from)} → ${shareFigure(to)} % in ${targeting.environment}`;
  return (
    <li className={styles.change}>
      <div className={styles.changeHead}>
        <span className={styles.what}>
          <span className={styles.line}>
            <Suspicion change={change} /> <Link to={address}>{label}</Link>
          </span>
          <span className={styles.meta}>
            {before(change.beforeStartMs)} · {change.reasons.join(", ")}
          </span>
        </span>
        {act === null || change.link !== null ? null : (
          <span className={styles.buttons}>
            <SmallButton label={`Link ${label}`} onClick={() => act({ kind: "link", record: { kind: "flag", id: flag.id, label } })}>
              Link
            </SmallButton>
          </span>
        )}
      </div>
      <p className={styles.undo}>
        <span>
          {targeting.killed ? <State tone="bad">Killed</State> : null} {targeting.sentence}
        </span>
        {targeting.killed ? null : <Link to={address}>Kill it, or step back</Link>}
      </p>
    </li>
  );
}

/** Flags of the incident's services that were turned in the day before, the most suspect first. */
export function RelatedFlags({ changes, act }: { changes: readonly RelatedFlagChange[]; act: PanelProps["act"] }) {
  if (changes.length === 0) return null;
  return (
    <ol aria-label="Flags that were turned before">
      {changes.map((change) => <FlagChange key={change.targeting.id} change={change} act={act} />)}
    </ol>
  );
}
