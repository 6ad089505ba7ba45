import { useState } from "react";
import { CommandButton } from "../data/CommandButton.tsx";
import { holdersOf, useMay } from "../data/may.ts";
import { useRead } from "../data/read.ts";
import { count, sentence } from "../data/words.ts";
import { Panel } from "../marks/Panel.tsx";
import { State } from "../marks/State.tsx";
import { Quiet } from "../marks/Text.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import { clock } from "../marks/time.ts";
import { useNarrow } from "../marks/useNarrow.ts";
import { useZone } from "../marks/zone.ts";
import { afterKillWords, evidenceWords } from "../turning/evidenceWords.ts";
import { KillPress } from "../turning/KillPress.tsx";
import { flagEvidenceDocument, flagPreviewDocument } from "../turning/turningDocuments.ts";
import type { FlagEvidence, OpenIncident } from "../turning/turningDocuments.ts";
import { callableFor } from "../turning/whomToCall.ts";
import styles from "./Flag.module.css";
import type { FlagRecord, TargetingRecord } from "./flagDocuments.ts";
import { IncidentCard } from "./IncidentCard.tsx";
import { IncidentLink } from "./IncidentLink.tsx";
import { KillFacts, ReleaseKillDialog, useKillPreview } from "./KillDialog.tsx";
import { useOpenIncident } from "./openIncident.ts";
import { JustBefore } from "./JustBefore.tsx";
import { PhoneActions } from "./PhoneActions.tsx";

interface KillProps {
  readonly flag: FlagRecord;
  readonly place: TargetingRecord;
}

/** What it does to those who have it, while that matters: an incident is open, or it was killed. */
function useEvidence({ flag, place }: KillProps, matters: boolean): FlagEvidence | null {
  const asked = matters ? { key: flag.name, environment: place.environment } : null;
  return useRead(flagEvidenceDocument, asked, { now: true, everyMs: 5_000, keep: true }).data?.flag?.targeting?.evidence ?? null;
}

/** When, for how many, and what that did: "Killed 03:05:12. 5,018 customers are without it; errors 6.1 → 0.4 % in 30 s." */
function After({ flag, place }: KillProps) {
  const zone = useZone();
  const where = { flag: flag.name, environment: place.environment };
  const killIds = place.kills.map(({ killId }) => killId);
  const released = useRead(flagPreviewDocument, { ...where, change: { kind: "release", killIds } }, { now: true }).data?.flagChangePreview;
  const evidence = useEvidence({ flag, place }, true);
  const first = place.kills.map(({ at }) => Date.parse(at)).toSorted((one, other) => one - other)[0];
  const reached = released?.cohort?.enter;
  const did = evidence === null ? null : afterKillWords(evidence);
  return (
    <p className={styles.lead}>
      {first === undefined ? "" : `Killed ${clock(first, zone, true)}. `}
      {reached === undefined ? "" : `${count(reached)} ${reached === 1 ? "customer is" : "customers are"} without it`}
      {did === null ? "" : `${reached === undefined ? "E" : "; e"}${did.slice(1)}`}
      {reached === undefined && did === null ? "" : "."}
    </p>
  );
}

function Killed({ flag, place }: KillProps) {
  const [releasing, setReleasing] = useState(false);
  return (
    <section className={styles.danger}>
      <Panel title="Killed" meta={<State tone="bad">Off for everyone</State>} padded>
        <div className={styles.stack}>
          <After flag={flag} place={place} />
          <ul className={styles.lines}>
            {place.kills.map(({ killId, at, by, reason, incident }) => (
              <li key={killId}>
                <RelativeTime at={at} />, by {by}
                {incident === null ? "" : <> for <IncidentLink incident={incident} /></>}
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

/** What would be killed, in words, and the press. */
function Press({ flag, place, incident, did }: KillProps & { incident: OpenIncident | null; did: string | null }) {
  const may = useMay("flag.kill");
  const narrow = useNarrow();
  const where = { flag: flag.name, environment: place.environment };
  const preview = useKillPreview(where, false);
  const callable = callableFor(flag.about?.services ?? [], flag.details?.owner.name ?? null);
  const having = place.overrides.filter(({ variant }) => variant !== place.offVariant);
  const named = having.map(({ customer, record }) => record?.name ?? customer);
  return (
    <section className={styles.danger}>
      <Panel title={narrow ? `Kill in ${place.environment}` : "If you kill it now"} padded>
        <div className={styles.stack}>
          <p className={narrow ? styles.lead : undefined}>
            {narrow && preview !== undefined ? `${sentence(preview.sentence)} ` : ""}Everyone gets <strong>off</strong> within a moment,
            above every rule, override and ramp.
          </p>
          <KillFacts preview={preview} who={!narrow} named={named} />
          {narrow || did === null ? null : <p>{did}</p>}
          {incident === null ? null : <Quiet>Recorded for {incident.reference}.</Quiet>}
          {may
            ? <KillPress place={where} incidentId={incident?.id ?? null} callable={callable} />
            : <Quiet>Killing it needs the role {holdersOf("flag.kill")}.</Quiet>}
        </div>
      </Panel>
    </section>
  );
}

/** What a kill would do now, and the kill; after it, since when it is killed, and its release. */
export function KillPanel({ flag, place }: KillProps) {
  const narrow = useNarrow();
  const incident = useOpenIncident(flag);
  const evidence = useEvidence({ flag, place }, incident !== null && !place.killed);
  const did = evidence === null ? null : evidenceWords(evidence);
  if (place.killed) return <Killed flag={flag} place={place} />;
  return (
    <>
      {incident === null ? null : narrow ? <IncidentCard incident={incident} evidence={did} /> : null}
      <Press flag={flag} place={place} incident={incident} did={did} />
      {narrow ? <PhoneActions flag={flag} place={place} incidentId={incident?.id ?? null} /> : null}
      {narrow ? <JustBefore place={place} incident={incident} /> : null}
    </>
  );
}
