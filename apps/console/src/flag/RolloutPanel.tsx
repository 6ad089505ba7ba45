import Button from "@mui/material/Button";
import { share } from "@ballast/schema/words";
import { useState } from "react";
import type { KeyboardEvent } from "react";
import { CommandButton } from "../data/CommandButton.tsx";
import { useCommand } from "../data/command.ts";
import { useRead } from "../data/read.ts";
import { count } from "../data/words.ts";
import { Panel } from "../marks/Panel.tsx";
import { ProblemLine } from "../marks/States.tsx";
import { Quiet } from "../marks/Text.tsx";
import styles from "./Flag.module.css";
import { stepRollout } from "./flagCommands.ts";
import { approversDocument } from "./flagDocuments.ts";
import { flagPreviewDocument } from "../turning/turningDocuments.ts";
import type { FlagRecord, TargetingRecord } from "./flagDocuments.ts";
import type { FlagPreview } from "../turning/turningDocuments.ts";
import { ProposeDialog } from "./ProposeDialog.tsx";
import { permissions } from "@ballast/schema/permissions";
import { nodesOf } from "../data/fields.ts";
import { useSettled } from "../turning/useSettled.ts";
import { rolloutWords } from "./rolloutWords.ts";

const WHOLE = 100_000;
/** One per cent, in parts per 100,000. */
const STEP = 1_000;

/** The share now solid, what enters hatched in blue, what leaves in red. Arrows move one per cent, with Shift ten. */
function ShareSlider({ now, draft, set, disabled }: { now: number; draft: number; set: (parts: number) => void; disabled: boolean }) {
  const bounded = (parts: number): number => Math.min(WHOLE, Math.max(0, parts));
  const onKeyDown = (event: KeyboardEvent): void => {
    const direction =
      event.key === "ArrowRight" || event.key === "ArrowUp" ? 1 : event.key === "ArrowLeft" || event.key === "ArrowDown" ? -1 : 0;
    if (direction === 0) return;
    event.preventDefault();
    set(bounded(draft + direction * STEP * (event.shiftKey ? 10 : 1)));
  };
  const at = (parts: number): string => `${String(parts / STEP)}%`;
  return (
    <div className={styles.slider} data-disabled={disabled || undefined}>
      <div className={styles.track} aria-hidden>
        <span className={styles.solid} style={{ width: at(Math.min(now, draft)) }} />
        <span
          className={styles.hatched}
          data-leaves={draft < now || undefined}
          style={{ left: at(Math.min(now, draft)), width: at(Math.abs(draft - now)) }}
        />
        <span className={styles.nowMark} style={{ left: at(now) }} />
        <span className={styles.knob} style={{ left: at(draft) }} />
      </div>
      <input
        type="range"
        aria-label="Share of customers, per cent"
        min={0}
        max={100}
        step={0.1}
        value={draft / STEP}
        disabled={disabled}
        aria-valuetext={share(draft)}
        onChange={(event) => set(bounded(Math.round(Number(event.target.value) * STEP)))}
        onKeyDown={onKeyDown}
      />
      <div className={styles.scale} aria-hidden><span>0 %</span><span>50 %</span><span>100 %</span></div>
    </div>
  );
}

const mayApprove: readonly string[] = permissions["flag.approve"];

function Approvers({ environment }: { environment: string }) {
  const people = useRead(approversDocument, {}, { now: true }).data?.people;
  const names =
    people === undefined
      ? []
      : nodesOf(people)
          .filter(({ active, roles }) => active && roles.some((role) => mayApprove.includes(role)))
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

interface Drafted {
  readonly flag: FlagRecord;
  readonly place: TargetingRecord;
  readonly parts: number;
  readonly preview: FlagPreview;
  readonly done: () => void;
}

function Buttons({ flag, place, parts, preview, done }: Drafted) {
  const [asking, setAsking] = useState<"propose" | "schedule" | null>(null);
  const [json, setJson] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const give = useCommand(stepRollout);
  const where = { flag: flag.name, environment: place.environment };
  const change = { kind: "rollout", parts };
  const words = `${share(place.parts)} → ${share(parts)}`;
  const apply = (): void => {
    setError(null);
    give({ ...where, parts }).then(done).catch(setError);
  };
  return (
    <>
      <div className={styles.buttons}>
        {preview.needsApproval
          ? <CommandButton needs="flag.write" first size="small" onClick={() => setAsking("propose")}>Propose {words}</CommandButton>
          : <CommandButton needs="flag.write" first size="small" onClick={apply}>Apply {words}</CommandButton>}
        <CommandButton needs="flag.write" size="small" onClick={() => setAsking("schedule")}>Schedule…</CommandButton>
        <Button size="small" aria-expanded={json} onClick={() => setJson(!json)}>Show JSON</Button>
        {preview.needsApproval ? <Approvers environment={place.environment} /> : null}
      </div>
      <ProblemLine error={error} />
      {json ? <pre className={styles.json}>{JSON.stringify({ ...where, change }, null, 2)}</pre> : null}
      {asking === null ? null : (
        <ProposeDialog
          place={where}
          change={change}
          words={words}
          preview={preview}
          later={asking === "schedule"}
          onClose={() => setAsking(null)}
        />
      )}
    </>
  );
}

function Drafting({ flag, place }: { flag: FlagRecord; place: TargetingRecord }) {
  const [draft, setDraft] = useState(place.parts);
  const settled = useSettled(draft);
  const drafted = draft !== place.parts;
  const asked =
    settled === place.parts ? null : { flag: flag.name, environment: place.environment, change: { kind: "rollout", parts: settled } };
  const preview = useRead(flagPreviewDocument, asked, { now: true, keep: true }).data?.flagChangePreview;
  const ready = drafted && settled === draft ? preview : undefined;
  const why = place.killed ? "It is killed: its share can be changed after the release, or before by a proposal." : null;
  return (
    <div className={styles.stack}>
      <div className={styles.draft}>
        <h3>{rolloutWords(place, draft, ready)}</h3>
        <Quiet>{drafted ? "draft, nothing has changed yet" : "drag, or press the arrows"}</Quiet>
      </div>
      <ShareSlider now={place.parts} draft={draft} set={setDraft} disabled={false} />
      {ready?.cohort === undefined || ready.cohort === null ? null : (
        <p>
          {ready.cohort.names.enter.length > 0 ? `Entering: ${listOf(ready.cohort.names.enter, ready.cohort.enter)}. ` : ""}
          {ready.cohort.names.leave.length > 0 ? `Leaving: ${listOf(ready.cohort.names.leave, ready.cohort.leave)}. ` : ""}
          {ready.kept.length > 0
            ? `${listOf(ready.kept, ready.kept.length)} ${ready.kept.length === 1 ? "keeps" : "keep"} what they get by name.`
            : ""}
        </p>
      )}
      {why === null ? null : <Quiet>{why}</Quiet>}
      {ready === undefined ? null : ready.refusal === null
        ? <Buttons flag={flag} place={place} parts={draft} preview={ready} done={() => undefined} />
        : <p role="alert">{ready.refusal.message}. {ready.refusal.remedy}</p>}
    </div>
  );
}

/** Three by name, the others counted. */
function listOf(names: readonly string[], all: number): string {
  const shown = names.slice(0, 3);
  return `${shown.join(", ")}${all > shown.length ? ` and ${count(all - shown.length)} more` : ""}`;
}

/** The share of customers, and what another one would do to whom before anybody applies it. */
export function RolloutPanel({ flag, place }: { flag: FlagRecord; place: TargetingRecord }) {
  const rollout = place.rules.rollout;
  return (
    <Panel
      title="Rollout"
      meta={`parts of all customers, by ${flag.about?.bucketBy === "targetingKey" ? "customer id" : (flag.about?.bucketBy ?? "")}`}
      padded
    >
      {rollout === null ? (
        <Quiet>
          It has no share here: its rules decide. Give it one with <code>ballast flag set</code>.
        </Quiet>
      ) : (
        <Drafting key={`${place.id} ${String(place.parts)}`} flag={flag} place={place} />
      )}
    </Panel>
  );
}
