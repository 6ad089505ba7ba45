import { duration } from "@ballast/schema/words";
import Button from "@mui/material/Button";
import { useEffect } from "react";
import { CommandButton } from "../data/CommandButton.tsx";
import { useRead } from "../data/read.ts";
import { Panel } from "../marks/Panel.tsx";
import { SkeletonText } from "../marks/Skeletons.tsx";
import { Quiet, Version } from "../marks/Text.tsx";
import styles from "./DeployView.module.css";
import { rollbackPreviewDocument } from "../rollout/rolloutDocuments.ts";
import { RollbackFacts } from "../rollout/RollbackDialog.tsx";

/** What a rollback here would do, before anyone presses it; always about the present. */
export function RollbackPanel({
  service, environment, revision, open,
}: {
  service: string;
  environment: string;
  revision: number;
  open: () => void;
}) {
  const { data, refetch } = useRead(rollbackPreviewDocument, { service, environment, toVersion: null }, { now: true, everyMs: 5_000 });
  useEffect(() => void refetch(), [refetch, revision]);
  const preview = data?.lane?.rollbackPreview;
  if (data !== undefined && preview === undefined) return null;
  return (
    <Panel title="If you roll back now" padded>
      <div className={styles.panelBody}>
        {preview === undefined ? <SkeletonText width={36} /> : !preview.allowed ? (
          <>
            <p>{preview.refusal}</p>
            <div className={styles.buttons}><Button size="small" onClick={open}>Choose a release</Button></div>
          </>
        ) : (
          <>
            <p>
              Traffic returns to <Version>{preview.target?.version}</Version>
              {preview.lastDurationMs === null ? "" : ` in about ${duration(preview.lastDurationMs)}`}.
            </p>
            <RollbackFacts preview={{ ...preview, lastDurationMs: null }} commits={false} />
            <Quiet>Enforced: five minutes, then a person is paged.</Quiet>
            <div className={styles.buttons}>
              <CommandButton needs="deploy.rollback" danger size="small" onClick={open}>
                Roll back to {preview.target?.version}
              </CommandButton>
              <Button size="small" onClick={open}>
                Choose another
              </Button>
            </div>
          </>
        )}
      </div>
    </Panel>
  );
}
