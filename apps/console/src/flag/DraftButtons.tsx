import Button from "@mui/material/Button";
import { permissions } from "@ballast/schema/permissions";
import { useGetIdentity } from "ra-core";
import { useState } from "react";
import { CommandButton } from "../data/CommandButton.tsx";
import { nodesOf } from "../data/fields.ts";
import { useRead } from "../data/read.ts";
import { ProblemLine } from "../marks/States.tsx";
import { Quiet } from "../marks/Text.tsx";
import type { FlagPreview } from "../turning/turningDocuments.ts";
import styles from "./Flag.module.css";
import { approversDocument } from "./flagDocuments.ts";
import { ownId } from "../data/globalId.ts";
import { makingWords, rebucketWords, useMaking } from "./making.ts";
import type { DraftedChange } from "./making.ts";
import { ProposeDialog } from "./ProposeDialog.tsx";
import { RebucketDialog } from "./RebucketDialog.tsx";

const mayApprove: readonly string[] = permissions["flag.approve"];

/** Who can be asked: anybody who may, but for whoever asks. */
function Approvers({ environment }: { environment: string }) {
  const { identity } = useGetIdentity();
  const people = useRead(approversDocument, {}, { now: true }).data?.people;
  const names =
    people === undefined
      ? []
      : nodesOf(people)
          .filter(({ id, active, roles }) => active && ownId(id) !== identity?.id && roles.some((role) => mayApprove.includes(role)))
          .map(({ name }) => name);
  const shown = names.slice(0, 3);
  return (
    <Quiet>
      {environment} asks for a second person
      {shown.length === 0
        ? ""
        : `: ${shown.join(", ")}${names.length > shown.length ? ` or ${String(names.length - shown.length)} more` : ""}`}
    </Quiet>
  );
}

interface DraftButtonsProps {
  readonly drafted: DraftedChange;
  readonly preview: FlagPreview;
  /** It was made or proposed: the draft is over. */
  readonly done: () => void;
}

/** Refused: why, and where customers would be divided anew, the way to want that. */
function Refused({ drafted, preview, done }: DraftButtonsProps) {
  const [asking, setAsking] = useState(false);
  if (preview.refusal === null) return null;
  return (
    <>
      <p role="alert">{preview.refusal.message}. {preview.refusal.remedy}</p>
      {preview.refusal.code === "WOULD_REBUCKET" ? (
        <div className={styles.buttons}>
          <CommandButton needs="flag.write" danger size="small" onClick={() => setAsking(true)}>
            {rebucketWords(preview.cohort)}…
          </CommandButton>
        </div>
      ) : null}
      {asking ? <RebucketDialog drafted={drafted} preview={preview} onClose={() => setAsking(false)} done={done} /> : null}
    </>
  );
}

/** What can be done with a draft: made or proposed as the environment asks, planned for later, read as it is sent. */
export function DraftButtons({ drafted, preview, done }: DraftButtonsProps) {
  const { place, change } = drafted;
  const [asking, setAsking] = useState<"propose" | "schedule" | null>(null);
  const [json, setJson] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const make = useMaking();
  if (preview.refusal !== null) return <Refused drafted={drafted} preview={preview} done={done} />;
  if (preview.isNoChange) return <p>It is so already.</p>;
  const apply = (): void => {
    if (busy) return;
    setError(null);
    setBusy(true);
    make(drafted).then(done).catch(setError).finally(() => setBusy(false));
  };
  return (
    <>
      <div className={styles.buttons}>
        <CommandButton needs="flag.write" first size="small" onClick={preview.needsApproval ? () => setAsking("propose") : apply}>
          {makingWords(drafted, preview.needsApproval)}
        </CommandButton>
        <CommandButton needs="flag.write" size="small" onClick={() => setAsking("schedule")}>Schedule…</CommandButton>
        <Button size="small" aria-expanded={json} onClick={() => setJson(!json)}>Show JSON</Button>
        {preview.needsApproval ? <Approvers environment={place.environment} /> : null}
      </div>
      <ProblemLine error={error} />
      {json ? <pre className={styles.json}>{JSON.stringify({ ...place, change }, null, 2)}</pre> : null}
      {asking === null ? null : (
        <ProposeDialog drafted={drafted} preview={preview} later={asking === "schedule"} onClose={() => setAsking(null)} done={done} />
      )}
    </>
  );
}
