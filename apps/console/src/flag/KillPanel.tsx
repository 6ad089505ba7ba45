import { sentence } from "../data/words.ts";
import TextField from "@mui/material/TextField";
import Button from "@mui/material/Button";
import { useNotify } from "ra-core";
import { useState } from "react";
import { CommandButton } from "../data/CommandButton.tsx";
import { useCommand } from "../data/command.ts";
import { holdersOf, useMay } from "../data/may.ts";
import { IncidentCard } from "./IncidentCard.tsx";
import { IncidentLink } from "./IncidentLink.tsx";
import { useOpenIncident } from "./openIncident.ts";
import { Panel } from "../marks/Panel.tsx";
import { State } from "../marks/State.tsx";
import { ProblemLine } from "../marks/States.tsx";
import { Quiet } from "../marks/Text.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import { useNarrow } from "../marks/useNarrow.ts";
import { useActOnNow } from "../shell/actOnNow.tsx";
import styles from "./Flag.module.css";
import { killFlag } from "./flagCommands.ts";
import type { FlagRecord, TargetingRecord } from "./flagDocuments.ts";
import type { OpenIncident } from "../turning/turningDocuments.ts";
import { HoldButton } from "./HoldButton.tsx";
import { KillFacts, ReleaseKillDialog, useKillPreview } from "./KillDialog.tsx";

/** Kills at once: what it does stands above the button. Until the API has it, it says so. */
function useKilling(flag: FlagRecord, place: TargetingRecord, incident: OpenIncident | null) {
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const give = useCommand(killFlag);
  const notify = useNotify();
  const kill = (reason: string): void => {
    setBusy(true);
    setError(null);
    const why = { ...(reason.trim() === "" ? {} : { reason: reason.trim() }), ...(incident === null ? {} : { incidentId: incident.id }) };
    give({ flag: flag.name, environment: place.environment, ...why })
      .then(() => notify(`${flag.name} is killed in ${place.environment}.`))
      .catch(setError)
      .finally(() => setBusy(false));
  };
  return { error, busy, kill };
}

function Killed({ flag, place }: { flag: FlagRecord; place: TargetingRecord }) {
  const [releasing, setReleasing] = useState(false);
  return (
    <section className={styles.danger}>
      <Panel title="Killed" meta={<State tone="bad">Off for everyone</State>} padded>
        <div className={styles.stack}>
          <ul className={styles.lines}>
            {place.kills.map(({ killId, at, by, reason, incident }) => (
              <li key={killId}>
                Since <RelativeTime at={at} />, by {by}
                {incident === null ? (
                  ""
                ) : (
                  <>
                    {" "}
                    for <IncidentLink incident={incident} />
                  </>
                )}
                {reason === null ? <Quiet>; nobody has said why yet</Quiet> : `: ${reason}`}
              </li>
            ))}
          </ul>
          <p>{place.sentence}</p>
          <div className={styles.buttons}>
            <CommandButton needs="flag.kill" onClick={() => setReleasing(true)}>
              Release {flag.name}
            </CommandButton>
          </div>
        </div>
      </Panel>
      {releasing ? (
        <ReleaseKillDialog
          place={{ flag: flag.name, environment: place.environment }}
          kills={place.kills}
          onClose={() => setReleasing(false)}
        />
      ) : null}
    </section>
  );
}

function Press({ flag, place, incident }: { flag: FlagRecord; place: TargetingRecord; incident: OpenIncident | null }) {
  const narrow = useNarrow();
  const begin = useActOnNow();
  const [reason, setReason] = useState("");
  const { error, busy, kill } = useKilling(flag, place, incident);
  return (
    <>
      {narrow ? (
        <HoldButton words={`Hold to kill ${flag.name}`} again="Kill now" busy={busy} act={() => begin(() => kill(""))} />
      ) : (
        <div className={styles.buttons}>
          <Button color="error" variant="outlined" size="small" disabled={busy} onClick={() => begin(() => kill(reason))}>
            Kill {flag.name} in {place.environment}
          </Button>
          <TextField size="small" label="Reason, may follow" value={reason} onChange={(event) => setReason(event.target.value)} />
        </div>
      )}
      <ProblemLine error={error} />
    </>
  );
}

/** What a kill would do now, and the kill; after it, since when it is killed, and its release. */
export function KillPanel({ flag, place }: { flag: FlagRecord; place: TargetingRecord }) {
  const may = useMay("flag.kill");
  const narrow = useNarrow();
  const preview = useKillPreview({ flag: flag.name, environment: place.environment }, place.killed);
  const incident = useOpenIncident(flag);
  if (place.killed) return <Killed flag={flag} place={place} />;
  return (
    <section className={styles.danger}>
      {narrow && incident !== null ? <IncidentCard incident={incident} /> : null}
      <Panel title={narrow ? `Kill in ${place.environment}` : "If you kill it now"} padded>
        <div className={styles.stack}>
          <p className={narrow ? styles.lead : undefined}>
            {narrow && preview !== undefined ? `${sentence(preview.sentence)} ` : ""}Everyone gets <strong>off</strong> within a moment,
            above every rule, override and ramp.
          </p>
          <KillFacts preview={preview} who={!narrow} />
          {incident === null ? null : <Quiet>Recorded for {incident.reference}.</Quiet>}
          {may ? (
            <Press flag={flag} place={place} incident={incident} />
          ) : (
            <Quiet>Killing it needs the role {holdersOf("flag.kill")}.</Quiet>
          )}
        </div>
      </Panel>
    </section>
  );
}
