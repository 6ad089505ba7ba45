import { duration } from "@ballast/schema/words";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useState } from "react";
import { useNavigate } from "react-router";
import { useCommand } from "../data/command.ts";
import { useDraft, useDraftState } from "../data/draft.ts";
import { CommitList } from "../data/CommitList.tsx";
import { nodesOf } from "../data/fields.ts";
import { useRead } from "../data/read.ts";
import { WarningList } from "../data/WarningList.tsx";
import { counted } from "../data/words.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { ChangeRiskWords } from "./ChangeRiskWords.tsx";
import { requestDeploy } from "./rolloutCommands.ts";
import { deployPreviewDocument, versionsDocument } from "./rolloutDocuments.ts";
import type { DeployPreview, Plan } from "./rolloutDocuments.ts";
import { stepReach } from "./deployStates.ts";
import styles from "./Dialogs.module.css";
import { ReasonField } from "../data/ReasonField.tsx";

/** What a deploy is asked for with; what is missing is chosen in the dialog. */
export interface DeployAsk {
  service: string;
  /** The environments one can deploy to. */
  environments: readonly string[];
  environment?: string;
  version?: string;
}

/** A plan in words: `1 % for 5 min, 10 % for 10 min, …, then soaks for 1 h`. */
export function planWords(plan: Plan): string {
  const steps = plan.steps.map((step, index) => `${stepReach(step, plan.steps[index - 1]?.percent ?? 0)} for ${duration(step.bakeMs)}`);
  return `${steps.join(", ")}, then soaks for ${duration(plan.soakMs)}`;
}

function Preview({ preview, service, version }: { preview: DeployPreview; service: string; version: string }) {
  if (!preview.allowed) return <p>{preview.refusal}</p>;
  return (
    <>
      <p>
        {preview.from === null ? (
          "The first release here"
        ) : (
          <>
            Replaces <code>{preview.from.version}</code>
          </>
        )}
        : {counted(preview.commits.length, "commit")} {preview.commits.length === 1 ? "reaches" : "reach"} customers.
      </p>
      <ul>
        <li>{planWords(preview.plan)}</li>
        <li>A failing verdict takes it back by itself</li>
      </ul>
      <ChangeRiskWords service={service} version={version} />
      <WarningList warnings={preview.warnings} />
      {preview.commits.length === 0 ? null : (
        <details className={styles.commits}>
          <summary>What customers get</summary>
          <CommitList commits={preview.commits} first={6} />
        </details>
      )}
    </>
  );
}

/** Asks for a deploy: shows what it brings, by which steps and what speaks against it, then starts it and opens its view. */
export function RequestDeployDialog({ ask, onClose }: { ask: DeployAsk; onClose: () => void }) {
  const { service } = ask;
  const draft = useDraft("deploy.request", ask.service, ask.environment, ask.version);
  const [environment, setEnvironment] = useState(ask.environment ?? ask.environments[0] ?? "");
  const [version, setVersion] = useState(ask.version ?? "");
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const [overrideBudget, setOverride] = useDraftState(draft, "override", "");
  const versions = useRead(versionsDocument, ask.version === undefined ? { service } : null, { now: true });
  const asked = environment === "" || version === "" ? null : { service, environment, version };
  const { data } = useRead(deployPreviewDocument, asked, { now: true, everyMs: 5_000 });
  const give = useCommand(requestDeploy, draft);
  const navigate = useNavigate();
  const preview = asked === null ? null : data?.lane?.deployPreview;
  const overrides = preview?.overridable === true;
  const act = async (): Promise<void> => {
    const { deploy } = await give({ service, environment, version, reason, overrideBudget: overrides ? overrideBudget.trim() : "" });
    if (deploy !== null) void navigate(`/deploys/${deploy.id}`);
  };
  const does = version === "" ? `Deploy ${service}` : `Deploy ${service} ${version} to ${environment}`;
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`${does}?`}
      confirm={does}
      ready={preview?.allowed === true || (overrides && overrideBudget.trim() !== "")}
      act={act}
      preview={
        preview === null ? (
          <p>Choose a release to see what it brings.</p>
        ) : preview === undefined ? undefined : (
          <Preview preview={preview} service={service} version={version} />
        )
      }
    >
      {ask.version === undefined ? (
        <TextField select label="Release" value={version} onChange={(event) => setVersion(event.target.value)}>
          {nodesOf(versions.data?.releases).map((each) => (
            <MenuItem key={each.id} value={each.version} disabled={!each.deployable}>
              <code>{each.version}</code>{" "}
              <span className={styles.headline}>{each.deployable ? each.headline : "recorded without an artifact"}</span>
            </MenuItem>
          ))}
        </TextField>
      ) : null}
      {ask.environments.length > 1 && ask.environment === undefined ? (
        <TextField select label="Environment" value={environment} onChange={(event) => setEnvironment(event.target.value)}>
          {ask.environments.map((name) => <MenuItem key={name} value={name}>{name}</MenuItem>)}
        </TextField>
      ) : null}
      {overrides ? (
        <TextField
          label="Why it goes although the budget is gone"
          helperText="Overrides the gate. Stands on the record beside your name."
          required
          value={overrideBudget}
          onChange={(event) => setOverride(event.target.value)}
          slotProps={{ htmlInput: { maxLength: 500 } }}
        />
      ) : null}
      <ReasonField value={reason} set={setReason} />
    </ConfirmCommand>
  );
}
