import Button from "@mui/material/Button";
import TextField from "@mui/material/TextField";
import { useDraftOf, useDraftState } from "../data/draft.ts";
import type { DraftHandle } from "../data/draft.ts";
import { useRead } from "../data/read.ts";
import { sentence } from "../data/words.ts";
import { Choice } from "../marks/Choice.tsx";
import { Changed } from "../marks/ConfirmCommand.tsx";
import { Quiet } from "../marks/Text.tsx";
import { flagPreviewDocument } from "../turning/turningDocuments.ts";
import { useSettled } from "../turning/useSettled.ts";
import { DraftButtons } from "./DraftButtons.tsx";
import draftStyles from "./Draft.module.css";
import styles from "./Flag.module.css";
import type { FlagRecord, TargetingRecord } from "./flagDocuments.ts";
import type { DraftedChange } from "./making.ts";
import { RuleFields } from "./RuleFields.tsx";
import { firstRule, rulesOf, rulesProblem, rulesText } from "./rulesDraft.ts";
import type { RulesText, RuleText } from "./rulesDraft.ts";
import { useSegments } from "./segmentChoices.ts";
import { ShareFields, VariantField } from "./ShareFields.tsx";

interface EditorProps {
  readonly text: RulesText;
  readonly put: (text: RulesText) => void;
  readonly variants: readonly string[];
  /** What a share gives where it is new. */
  readonly on: string;
}

function Rules({ text, put, variants, on }: EditorProps) {
  const { choices } = useSegments();
  const set = (rules: readonly RuleText[]): void => put({ ...text, rules });
  const earlier = (index: number): readonly RuleText[] => {
    const [one, other] = [text.rules[index - 1], text.rules[index]];
    return one === undefined || other === undefined ? text.rules : text.rules.toSpliced(index - 1, 2, other, one);
  };
  return (
    <>
      {text.rules.map((rule, index) => (
        <RuleFields
          key={index}
          rule={rule}
          number={index + 1}
          put={(next) => set(text.rules.with(index, next))}
          variants={variants}
          segments={choices}
          earlier={index === 0 ? null : () => set(earlier(index))}
          remove={() => set(text.rules.toSpliced(index, 1))}
        />
      ))}
      <div>
        <Button size="small" onClick={() => set([...text.rules, firstRule(on)])}>Add a rule</Button>
      </div>
    </>
  );
}

/** After the rules: a share of all others, and what everyone else gets. */
function Others({ text, put, variants, on }: EditorProps) {
  const { rollout } = text;
  return (
    <fieldset className={draftStyles.rule}>
      <legend>For all whom no rule meets</legend>
      <div className={draftStyles.gives}>
        <Choice
          label="A share of them"
          value={rollout === null ? "none" : "share"}
          options={[["share", "A share"], ["none", "No share"]] as const}
          onChange={(what) => put({ ...text, rollout: what === "none" ? null : { share: "0", variants: [{ variant: on, weight: "1" }] } })}
        />
        {rollout === null ? null : (
          <TextField
            label="Of customers, %"
            value={rollout.share}
            onChange={({ target }) => put({ ...text, rollout: { ...rollout, share: target.value } })}
          />
        )}
        <VariantField
          label="Everyone else gets"
          variants={variants}
          value={text.otherwise}
          set={(otherwise) => put({ ...text, otherwise })}
        />
      </div>
      {rollout === null ? null : <ShareFields text={rollout} put={(next) => put({ ...text, rollout: next })} variants={variants} />}
    </fieldset>
  );
}

/** What the rules as written would do, asked once they stand still. */
function useDraftedRules(flag: FlagRecord, place: TargetingRecord, text: RulesText) {
  const { nameOf } = useSegments();
  const problem = rulesProblem(text);
  const rules = problem === null ? rulesOf(text, place.rules, nameOf) : null;
  const asked = JSON.stringify(rules);
  const settled = useSettled(asked);
  const same = asked === JSON.stringify(place.rules);
  const drafted: DraftedChange | null =
    rules === null || same
      ? null
      : { place: { flag: flag.name, environment: place.environment }, change: { kind: "rules", rules }, words: "the new rules" };
  const question = drafted !== null && settled === asked ? { ...drafted.place, change: drafted.change } : null;
  const read = useRead(flagPreviewDocument, question, { now: true, keep: true });
  const preview = question !== null && !read.isPlaceholderData ? read.data?.flagChangePreview : undefined;
  return { problem, drafted, preview, error: question === null ? null : read.error };
}

function DraftHead({
  draft, same, preview,
}: {
  draft: DraftHandle;
  same: boolean;
  preview: ReturnType<typeof useDraftedRules>["preview"];
}) {
  return (
    <div className={draftStyles.draft}>
      <h3>{preview === undefined ? (same ? "As it is now." : "New rules.") : sentence(preview.sentence)}</h3>
      <Quiet>
        {draft.restoredAt === null ? "draft, nothing has changed yet" : "what you wrote before is back; nothing has changed yet"}
      </Quiet>
    </div>
  );
}

/** Who gets what, while it is written: what it would do to whom stands above, nothing changes before the button. */
export function RulesEditor({ flag, place, onClose }: { flag: FlagRecord; place: TargetingRecord; onClose: () => void }) {
  const draft = useDraftOf(place, "flag.rules", flag.name, place.environment);
  const [text, put] = useDraftState<RulesText>(draft, "rules", () => rulesText(place.rules));
  const variants = (flag.about?.variants ?? []).map(({ name }) => name);
  const on = variants.find((one) => one !== place.offVariant) ?? place.offVariant;
  const { problem, drafted, preview, error } = useDraftedRules(flag, place, text);
  const over = (): void => { draft.sent(); onClose(); };
  const fields = { text, put, variants, on };
  return (
    <div className={styles.stack}>
      <DraftHead draft={draft} same={drafted === null && problem === null} preview={preview} />
      {preview === undefined || preview.differences.length === 0 ? null : (
        <ul className={styles.facts}>{preview.differences.map((line) => <li key={line}>{line}</li>)}</ul>
      )}
      <Rules {...fields} />
      <Others {...fields} />
      {problem === null ? null : <p role="alert">{problem}</p>}
      {error === null ? null : <p role="alert">What it does could not be worked out: {error.message}</p>}
      <Changed draft={draft} />
      {preview === undefined || drafted === null || draft.changes.length > 0
        ? null : <DraftButtons drafted={drafted} preview={preview} done={over} />}
      <div className={styles.buttons}>
        <Button size="small" onClick={over}>Leave them as they are</Button>
      </div>
    </div>
  );
}
