import { andWords, capital, sentence } from "../data/words.ts";
import { useNotify } from "ra-core";
import { useCommand } from "../data/command.ts";
import { useDraft, useDraftState } from "../data/draft.ts";
import { ReasonField } from "../data/ReasonField.tsx";
import { useRead } from "../data/read.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { flagPreviewDocument, killFlag } from "../turning/turningDocuments.ts";
import { releaseKill } from "./flagCommands.ts";
import type { FlagStanding } from "./flagDocuments.ts";
import type { FlagPreview, OpenIncident } from "../turning/turningDocuments.ts";
import type { FlagPlace } from "../turning/place.ts";
import styles from "./Flag.module.css";

/** What killing it would do, of now. */
export const useKillPreview = (place: FlagPlace, killed: boolean) =>
  useRead(flagPreviewDocument, killed ? null : { ...place, change: { kind: "kill" } }, { now: true }).data?.flagChangePreview;

/** What a kill does, in lines; while it is worked out, what it does in any case. */
export function KillFacts({
  preview, who = true, named = [],
}: {
  preview: FlagPreview | undefined;
  who?: boolean;
  /** Who has it by name, and loses it too. */
  named?: readonly string[];
}) {
  return (
    <ul className={styles.facts}>
      {preview === undefined || !who ? null : <li>{capital(preview.sentence).replace(/\.$/u, "")}</li>}
      {named.length === 0 ? null : <li>{andWords(named)} too, whom somebody named</li>}
      {(preview?.neededBy ?? []).map(({ id, name }) => <li key={id}><code>{name}</code> goes off too, it needs this flag</li>)}
      <li>releasing it restores exactly what is here now</li>
      <li>a page that is open already may show the old value for one round trip</li>
    </ul>
  );
}

/**
 * Off for everyone, after a look at whom that reaches; the button has the focus, and nothing has to be filled in. It is recorded for the
 * incident that is open on the flag's services.
 */
export function KillDialog({ place, incident, onClose }: { place: FlagPlace; incident: OpenIncident | null; onClose: () => void }) {
  const draft = useDraft("flag.kill", place.flag, place.environment);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(killFlag, draft);
  const preview = useKillPreview(place, false);
  const does = `Kill ${place.flag} in ${place.environment}`;
  const act = async (): Promise<void> => {
    const why = { ...(reason.trim() === "" ? {} : { reason: reason.trim() }), ...(incident === null ? {} : { incidentId: incident.id }) };
    await give({ ...place, ...why });
  };
  return (
    <ConfirmCommand
      open
      danger
      focused
      draft={draft}
      onClose={onClose}
      title={`${does}?`}
      confirm={does}
      preview={
        <>
          <p>Everyone gets <strong>off</strong>, above every rule, name and ramp, until somebody releases it.</p>
          <KillFacts preview={preview} />
          {incident === null ? null : <p>Recorded for {incident.reference}, {incident.title}.</p>}
        </>
      }
      act={act}
    >
      <ReasonField value={reason} set={setReason} />
    </ConfirmCommand>
  );
}

/** Lifts the kills that are shown, and no other: one that came since goes on. */
export function ReleaseKillDialog({ place, kills, onClose }: { place: FlagPlace; kills: FlagStanding["kills"]; onClose: () => void }) {
  const draft = useDraft("flag.release", place.flag, place.environment);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(releaseKill, draft);
  const notify = useNotify();
  const killIds = kills.map(({ killId }) => killId);
  const { data } = useRead(flagPreviewDocument, { ...place, change: { kind: "release", killIds } }, { now: true });
  const preview = data?.flagChangePreview;
  const does = `Release ${place.flag} in ${place.environment}`;
  const act = async (): Promise<void> => {
    await give({ ...place, killIds, reason: reason.trim() });
    notify(`${place.flag} is as it was before the kill.`);
  };
  return (
    <ConfirmCommand
      open
      draft={draft}
      onClose={onClose}
      title={`${does}?`}
      confirm={does}
      ready={reason.trim() !== "" && preview !== undefined && preview.refusal === null}
      preview={
        preview === undefined ? undefined : (
          <>
            <p>
              {preview.refusal === null
                ? `It is back as it was: ${preview.after}`
                : `${preview.refusal.message}. ${preview.refusal.remedy}`}
            </p>
            <p>{sentence(preview.sentence)}</p>
          </>
        )
      }
      act={act}
    >
      <ReasonField value={reason} set={setReason} needed />
    </ConfirmCommand>
  );
}
