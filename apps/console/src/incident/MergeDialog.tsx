import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useState } from "react";
import { useCommand } from "../data/command.ts";
import { useDraft, useDraftState } from "../data/draft.ts";
import { nodesOf } from "../data/fields.ts";
import { ReasonField } from "../data/ReasonField.tsx";
import { useRead } from "../data/read.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { titleOf } from "../response/incidentWords.ts";
import { mergeIncident } from "./incidentCommands.ts";
import type { IncidentRecord } from "./incidentDocuments.ts";
import { incidentsDocument } from "./incidentLists.ts";
import { mergePreviewDocument, type MergePreview } from "./mergeDocuments.ts";
import styles from "./Incident.module.css";

const newestOnes = { first: 50, filter: { imported: false }, sort: "STARTED_DESC" } as const;

/** What stood there when somebody pressed: where that was refused, what is new since stands out. */
const usePressed = () => useState<readonly string[] | null>(null);

/** What it would do, line by line, or why it would be refused. */
function Effects({ preview, pressed }: { preview: MergePreview; pressed: readonly string[] | null }) {
  if (preview.refusal !== null) return <p role="alert">{preview.refusal}. {preview.remedy}</p>;
  return (
    <ul className={styles.effects}>
      {preview.effects.map(({ sentence, warns }) => (
        <li key={sentence} data-warns={warns || undefined}>
          {warns ? <span aria-label="To see to">▲ </span> : null}
          {pressed === null || pressed.includes(sentence) ? sentence : <b>{sentence} (new since you pressed)</b>}
        </li>
      ))}
    </ul>
  );
}

/** Ends an incident that is the same as another: says first what that does, and does just that. */
export function MergeDialog({ incident, onClose }: { incident: IncidentRecord; onClose: () => void }) {
  const { data } = useRead(incidentsDocument, newestOnes, { now: true });
  const draft = useDraft("incident.merge", incident.id);
  const [into, setInto] = useDraftState(draft, "into", "");
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const [pressed, press] = usePressed();
  const give = useCommand(mergeIncident, draft);
  const others = nodesOf(data?.incidents).filter(({ id }) => id !== incident.id);
  const other = others.find(({ id }) => id === into);
  const read = useRead(mergePreviewDocument, other === undefined ? null : { incidentId: incident.id, intoIncidentId: into }, { now: true });
  const preview = read.data?.mergePreview ?? undefined;
  const does = other === undefined ? `Merge ${incident.reference}` : `Merge ${incident.reference} into ${other.reference}`;
  const act = async (): Promise<void> => {
    if (preview === undefined) return;
    press(preview.effects.map(({ sentence }) => sentence));
    await give({ incidentId: incident.id, intoIncidentId: into, reason, seen: preview.seen });
  };
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      danger
      title={`${does}?`}
      confirm={does}
      ready={other !== undefined && preview?.refusal === null}
      preview={
        other === undefined
          ? <p>Choose the one that goes on: what merging does stands here before you press.</p>
          : preview === undefined
              ? (read.error === null ? undefined : <p role="alert">What it would do could not be worked out: {read.error.message}</p>)
              : <Effects preview={preview} pressed={pressed} />
      }
      act={act}
    >
      <TextField
        select
        label="The one that goes on"
        value={other === undefined ? "" : into}
        onChange={(event) => { press(null); setInto(event.target.value); }}
      >
        {others.map((each) => <MenuItem key={each.id} value={each.id}>{titleOf(each)}</MenuItem>)}
      </TextField>
      <ReasonField value={reason} set={setReason} />
    </ConfirmCommand>
  );
}
