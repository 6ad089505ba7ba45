import Button from "@mui/material/Button";
import TextField from "@mui/material/TextField";
import { Choice } from "../marks/Choice.tsx";
import { ConditionList, newConditions } from "./ConditionFields.tsx";
import type { SegmentChoice } from "./ConditionFields.tsx";
import styles from "./Draft.module.css";
import type { RuleText } from "./rulesDraft.ts";
import { ShareFields, VariantField } from "./ShareFields.tsx";

interface RuleFieldsProps {
  readonly rule: RuleText;
  readonly number: number;
  readonly put: (rule: RuleText) => void;
  readonly variants: readonly string[];
  readonly segments: readonly SegmentChoice[];
  /** Null where it stands first. */
  readonly earlier: (() => void) | null;
  readonly remove: () => void;
}

/** A variant, or a share of those for whom the rule is. */
function Gives({ rule, put, variants }: Pick<RuleFieldsProps, "rule" | "put" | "variants">) {
  const { variant, rollout } = rule;
  const first = rollout.variants[0]?.variant ?? variants[0] ?? "";
  return (
    <>
      <div className={styles.gives}>
        <Choice
          label="They get"
          value={variant === null ? "share" : "variant"}
          options={[["variant", "All get"], ["share", "A share gets"]] as const}
          onChange={(what) => put({ ...rule, variant: what === "share" ? null : first })}
        />
        {variant === null ? (
          <TextField
            label="Of those, %"
            value={rollout.share}
            onChange={({ target }) => put({ ...rule, rollout: { ...rollout, share: target.value } })}
          />
        ) : (
          <VariantField label="Variant" variants={variants} value={variant} set={(next) => put({ ...rule, variant: next })} />
        )}
      </div>
      {variant === null ? <ShareFields text={rollout} put={(next) => put({ ...rule, rollout: next })} variants={variants} /> : null}
    </>
  );
}

/** One rule while it is written: whom it is for, and what they get. */
export function RuleFields({ rule, number, put, variants, segments, earlier, remove }: RuleFieldsProps) {
  return (
    <fieldset className={styles.rule}>
      <legend>Rule {number}</legend>
      <TextField
        label="Name"
        placeholder="by what it asks"
        value={rule.name}
        onChange={({ target }) => put({ ...rule, name: target.value })}
        slotProps={{ htmlInput: { maxLength: 300 } }}
      />
      <ConditionList conditions={rule.conditions} put={(conditions) => put({ ...rule, conditions })} segments={segments} />
      <div className={styles.ruleFoot}>
        {newConditions(segments).map(([words, condition]) => (
          <Button key={words} size="small" onClick={() => put({ ...rule, conditions: [...rule.conditions, condition] })}>{words}</Button>
        ))}
      </div>
      <Gives rule={rule} put={put} variants={variants} />
      <div className={styles.ruleFoot}>
        {earlier === null ? null : <Button size="small" onClick={earlier}>Ask it earlier</Button>}
        <Button size="small" onClick={remove}>Take rule {number} away</Button>
      </div>
    </fieldset>
  );
}
