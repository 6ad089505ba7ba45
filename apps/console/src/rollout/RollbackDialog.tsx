import { duration, inPercent } from "@ballast/schema/words";
import Checkbox from "@mui/material/Checkbox";
import FormControlLabel from "@mui/material/FormControlLabel";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useNotify } from "ra-core";
import { useState } from "react";
import { useNavigate } from "react-router";
import { useCommand } from "../data/command.ts";
import { useDraft, useDraftState } from "../data/draft.ts";
import { CommitList } from "../data/CommitList.tsx";
import { nodesOf } from "../data/fields.ts";
import type { RollbackPreview } from "../data/fields.ts";
import { useRead } from "../data/read.ts";
import { WarningList } from "../data/WarningList.tsx";
import { counted } from "../data/words.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { rollbackService } from "./rolloutCommands.ts";
import { rollbackPreviewDocument, versionsDocument } from "./rolloutDocuments.ts";
import styles from "./Dialogs.module.css";
import { ReasonField } from "../data/ReasonField.tsx";

/** What a rollback is about. */
export interface RollbackAsk {
  service: string;
  environment: string;
  /** The release to go back to; left out, the lane's history says. */
  toVersion?: string;
  /** The incident it is to mitigate. */
  incidentId?: string;
}

/** What a rollback will do, as a list of facts under its sentence. */
export function RollbackFacts({ preview, commits = true }: { preview: RollbackPreview; commits?: boolean }) {
  const out = (n: number): string => `${counted(n, "commit")} ${n === 1 ? "goes" : "go"} out`;
  const { affectedPercent, affectedCustomers, removedCommits, lastDurationMs } = preview;
  const customers = affectedCustomers === null ? "" : `, ${counted(affectedCustomers, "known customer")}`;
  return (
    <>
      <ul>
        {affectedPercent === null ? null : (
          <li>
            {affectedPercent === 0 ? "Nobody is served by it yet" : `${inPercent(affectedPercent)} of customers${customers} move back`}
          </li>
        )}
        {commits && removedCommits.length > 0 ? null : (
          <li>{removedCommits.length === 0 ? "No commit is taken away" : out(removedCommits.length)}</li>
        )}
        {lastDurationMs === null ? null : <li>The last rollback here took {duration(lastDurationMs)}</li>}
      </ul>
      <WarningList warnings={preview.warnings} />
      {commits && removedCommits.length > 0 ? (
        <details className={styles.commits}>
          <summary>{out(removedCommits.length)}</summary>
          <CommitList commits={removedCommits} first={6} />
        </details>
      ) : null}
    </>
  );
}

function VersionChoice({ service, value, set }: { service: string; value: string; set: (version: string) => void }) {
  const { data } = useRead(versionsDocument, { service }, { now: true });
  return (
    <TextField
      select
      label="Go back to"
      value={value}
      onChange={(event) => set(event.target.value)}
      slotProps={{ select: { displayEmpty: true } }}
    >
      <MenuItem value="">The last known good release</MenuItem>
      {nodesOf(data?.releases).map(({ id, version, headline }) => (
        <MenuItem key={id} value={version}>
          <code>{version}</code> <span className={styles.headline}>{headline}</span>
        </MenuItem>
      ))}
      {value !== "" && nodesOf(data?.releases).every(({ version }) => version !== value) ? (
        <MenuItem value={value}>{value}</MenuItem>
      ) : null}
    </TextField>
  );
}

/** Goes back: shows where, for whom and what goes out, then does it. Opens the rollback's own view. */
export function RollbackDialog({ ask, onClose }: { ask: RollbackAsk; onClose: () => void }) {
  const { service, environment, incidentId } = ask;
  const draft = useDraft("deploy.rollback", service, environment, ask.toVersion);
  const [to, setTo] = useState(ask.toVersion ?? "");
  const [stay, setStay] = useState(false);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const { data, error } = useRead(
    rollbackPreviewDocument,
    { service, environment, toVersion: to === "" ? null : to },
    { now: true, everyMs: 5_000 },
  );
  const give = useCommand(rollbackService, draft);
  const navigate = useNavigate();
  const notify = useNotify();
  const preview = data?.lane?.rollbackPreview;
  const version = preview?.target?.version ?? (to === "" ? "the last known good release" : to);
  const does = `Roll back ${service} to ${version}`;
  const act = async (): Promise<void> => {
    const answer = await give({
      service, environment, reason, stay, ...(to === "" ? {} : { toVersion: to }), ...(incidentId === undefined ? {} : { incidentId }),
    });
    if (answer.attached) notify("A rollback was running already: yours joined it.");
    if (answer.deploy !== null) void navigate(`/deploys/${answer.deploy.id}`);
  };
  return (
    <ConfirmCommand
      open
      draft={draft}
      danger
      onClose={onClose}
      title={`${does} in ${environment}?`}
      confirm={does}
      ready={preview?.allowed === true}
      preview={
        preview === undefined ? (
          error === null ? undefined : (
            <p>
              What it would do could not be worked out. Pressing again later helps, or <code>ballast rollback --direct</code>.
            </p>
          )
        ) : (
          <>
            <p>{preview.refusal ?? preview.sentence}</p>
            {preview.allowed ? <RollbackFacts preview={preview} /> : null}
            {preview.allowed ? (
              <p className={styles.promise}>
                Enforced: five minutes, then a person is paged. A release that does not start is left for the next older good one. Deploys
                here are held afterwards until someone releases the hold.
              </p>
            ) : null}
          </>
        )
      }
      act={act}
    >
      <VersionChoice service={service} value={to} set={setTo} />
      <FormControlLabel
        control={<Checkbox checked={stay} onChange={(event) => setStay(event.target.checked)} />}
        label="Keep to that release although it does not start"
      />
      <ReasonField value={reason} set={setReason} />
    </ConfirmCommand>
  );
}
