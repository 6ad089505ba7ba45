import { share, shareFigure } from "@ballast/schema/words";
import { useState } from "react";
import { Link } from "react-router";
import { CommandButton } from "../data/CommandButton.tsx";
import { useMay } from "../data/may.ts";
import { useRead } from "../data/read.ts";
import { SmallButton } from "../data/SmallButton.tsx";
import { State } from "../marks/State.tsx";
import { afterKillWords, evidenceWords } from "../turning/evidenceWords.ts";
import { KillPress } from "../turning/KillPress.tsx";
import { stepBackTo } from "../turning/stepBack.ts";
import { StepBackDialog } from "../turning/StepBackDialog.tsx";
import { flagEvidenceDocument } from "../turning/turningDocuments.ts";
import { callableFor } from "../turning/whomToCall.ts";
import type { RelatedFlagChange } from "./aroundDocuments.ts";
import styles from "./IncidentView.module.css";
import type { PanelProps } from "./ResponsePanels.tsx";
import { before, Suspicion } from "./Suspicion.tsx";

interface FlagChangeProps {
  readonly change: RelatedFlagChange;
  readonly incidentId: string;
  readonly act: PanelProps["act"];
}

/** What it does to those who have it, and what its kill did. */
function Evidence({ flag, targeting: { environment } }: RelatedFlagChange) {
  const read = useRead(flagEvidenceDocument, { key: flag.name, environment }, { now: true, everyMs: 5_000, keep: true });
  const evidence = read.data?.flag?.targeting?.evidence ?? null;
  const words = evidence === null ? [] : [evidenceWords(evidence), afterKillWords(evidence)].filter((one) => one !== null);
  return words.length === 0 ? null : <p className={styles.undo}>{words.join(" Since then: ")}</p>;
}

/** The kill, held for a second, and the share before; recorded for the incident. */
function Undo({ change, incidentId }: Omit<FlagChangeProps, "act">) {
  const [stepping, setStepping] = useState(false);
  const mayKill = useMay("flag.kill");
  const { flag, targeting } = change;
  const place = { flag: flag.name, environment: targeting.environment };
  const back = stepBackTo(targeting.parts, targeting.steps);
  const callable = callableFor(flag.details?.services ?? [], flag.details?.owner.name ?? null);
  return (
    <div className={styles.flagUndo}>
      {mayKill ? <div><KillPress place={place} incidentId={incidentId} callable={callable} held /></div> : null}
      {back === null ? null : (
        <CommandButton needs="flag.write" size="small" onClick={() => setStepping(true)}>Step back to {share(back)}</CommandButton>
      )}
      {stepping && back !== null ? (
        <StepBackDialog place={place} parts={back} incidentId={incidentId} onClose={() => setStepping(false)} />
      ) : null}
    </div>
  );
}

function FlagChange({ change, incidentId, act }: FlagChangeProps) {
  const { flag, targeting, from, to } = change;
  const address = `/flags/${encodeURIComponent(flag.name)}?in=${encodeURIComponent(targeting.environment)}`;
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
        {targeting.killed ? <Link to={address}>Release it</Link> : null}
      </p>
      {act === null ? null : <Evidence {...change} />}
      {act === null || targeting.killed || change.link === "ruledOut" ? null : <Undo change={change} incidentId={incidentId} />}
    </li>
  );
}

/** Flags of the incident's services that were turned in the day before, the most suspect first, each with its kill and the way back. */
export function RelatedFlags({
  changes, incidentId, act,
}: {
  changes: readonly RelatedFlagChange[];
  incidentId: string;
  act: PanelProps["act"];
}) {
  if (changes.length === 0) return null;
  return (
    <ol aria-label="Flags that were turned before">
      {changes.map((change) => <FlagChange key={change.targeting.id} change={change} incidentId={incidentId} act={act} />)}
    </ol>
  );
}
