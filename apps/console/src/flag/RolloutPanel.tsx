import { share } from "@ballast/schema/words";
import { useState } from "react";
import { count } from "../data/words.ts";
import { useRead } from "../data/read.ts";
import { Choice } from "../marks/Choice.tsx";
import { Panel } from "../marks/Panel.tsx";
import { Quiet } from "../marks/Text.tsx";
import { flagPreviewDocument } from "../turning/turningDocuments.ts";
import type { FlagPreview } from "../turning/turningDocuments.ts";
import { useSettled } from "../turning/useSettled.ts";
import { DraftButtons } from "./DraftButtons.tsx";
import draftStyles from "./Draft.module.css";
import styles from "./Flag.module.css";
import type { FlagRecord, TargetingRecord } from "./flagDocuments.ts";
import type { Drafted } from "./making.ts";
import { rampPlanOf, rampPlanWords, rampProblem, usualCriteria, usualSteps } from "./rampDraft.ts";
import type { CriteriaText, StepText } from "./rampDraft.ts";
import { RampFields } from "./RampFields.tsx";
import { rolloutWords } from "./rolloutWords.ts";
import { ShareSlider } from "./ShareSlider.tsx";

/** Three by name, the others counted. */
function listOf(names: readonly string[], all: number): string {
  const shown = names.slice(0, 3);
  return `${shown.join(", ")}${all > shown.length ? ` and ${count(all - shown.length)} more` : ""}`;
}

/** Who is moved by name, and whom names keep. */
function Names({ preview: { cohort, kept } }: { preview: FlagPreview }) {
  if (cohort === null) return null;
  return (
    <p>
      {cohort.names.enter.length > 0 ? `Entering: ${listOf(cohort.names.enter, cohort.enter)}. ` : ""}
      {cohort.names.leave.length > 0 ? `Leaving: ${listOf(cohort.names.leave, cohort.leave)}. ` : ""}
      {kept.length > 0 ? `${listOf(kept, kept.length)} ${kept.length === 1 ? "keeps" : "keep"} what they get by name.` : ""}
    </p>
  );
}

/** How a share is reached: at once, or by a ramp. Down is always at once. The usual steps follow the slider until somebody writes some. */
function useDraftedShare(now: number) {
  const [target, setTarget] = useState(now);
  const [inSteps, setInSteps] = useState(false);
  const [written, write] = useState<readonly StepText[] | null>(null);
  const [criteria, setCriteria] = useState<CriteriaText>(usualCriteria);
  const ramps = inSteps && target > now;
  const steps = written ?? usualSteps(now, target);
  const problem = ramps ? rampProblem(steps, criteria, now) : null;
  const plan = rampPlanOf(steps, criteria);
  const parts = ramps && problem === null ? (plan.steps.at(-1)?.parts ?? target) : target;
  const change: Drafted = ramps ? { kind: "ramp", plan } : { kind: "rollout", parts: target };
  const set = (to: number): void => { setTarget(to); write(null); };
  const reset = (): void => { set(now); setInSteps(false); setCriteria(usualCriteria); };
  return { target, set, inSteps, setInSteps, ramps, steps, write, criteria, setCriteria, problem, plan, parts, change, reset };
}

function Drafting({ flag, place }: { flag: FlagRecord; place: TargetingRecord }) {
  const { reset, ...draft } = useDraftedShare(place.parts);
  const { target, parts, ramps, change, problem } = draft;
  const where = { flag: flag.name, environment: place.environment };
  const drafted = target !== place.parts;
  const asked = JSON.stringify(change);
  const settled = useSettled(asked);
  const question = drafted && problem === null && settled === asked ? { ...where, change } : null;
  const read = useRead(flagPreviewDocument, question, { now: true, keep: true });
  const ready = question !== null && !read.isPlaceholderData ? read.data?.flagChangePreview : undefined;
  const words = ramps ? `a ramp ${share(place.parts)} → ${share(parts)}` : `${share(place.parts)} → ${share(parts)}`;
  return (
    <div className={styles.stack}>
      <div className={draftStyles.draft}>
        <h3>{rolloutWords(place, parts, ready)}</h3>
        <Quiet>{drafted ? "draft, nothing has changed yet" : "drag, press the arrows, or write the share"}</Quiet>
      </div>
      <ShareSlider
        now={place.parts}
        draft={parts}
        set={draft.set}
        moved={ready?.cohort ?? null}
        reached={place.killed ? null : (place.served?.reached ?? null)}
      />
      {target > place.parts ? (
        <div className={styles.buttons}>
          <Choice
            label="How"
            value={draft.inSteps ? "steps" : "once"}
            options={[["once", "At once"], ["steps", "In steps"]] as const}
            onChange={(how) => draft.setInSteps(how === "steps")}
          />
          {ramps && problem === null ? <Quiet>{rampPlanWords(draft.plan, flag.about?.metrics ?? [])}</Quiet> : null}
        </div>
      ) : null}
      {ramps ? (
        <RampFields flag={flag} steps={draft.steps} write={draft.write} criteria={draft.criteria} setCriteria={draft.setCriteria} />
      ) : null}
      {problem === null ? null : <p role="alert">{problem}</p>}
      {ready === undefined ? null : <Names preview={ready} />}
      {place.killed ? <Quiet>It is killed: its share can be changed after the release, or before by a proposal.</Quiet> : null}
      {ready === undefined ? null : <DraftButtons drafted={{ place: where, change, words }} preview={ready} done={reset} />}
    </div>
  );
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
      {rollout === null
        ? <Quiet>It has no share here: its rules decide. Edit them below to give it one.</Quiet>
        : <Drafting key={`${place.id} ${String(place.parts)}`} flag={flag} place={place} />}
    </Panel>
  );
}
