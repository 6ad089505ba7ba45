import IconButton from "@mui/material/IconButton";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { operatorWords } from "@ballast/schema/words";
import type { Operator } from "@ballast/schema";
import { Icon } from "../marks/icons.tsx";
import styles from "./Draft.module.css";
import { firstCondition, kindIn, kindsOf } from "./rulesDraft.ts";
import type { ConditionText, ValueKind } from "./rulesDraft.ts";

/** A segment that can be asked for. */
export interface SegmentChoice {
  readonly id: string;
  readonly name: string;
}

const kindWords: Readonly<Record<ValueKind, string>> = { text: "texts", number: "numbers", boolean: "yes or no" };
const isOperator = (text: string): text is Operator => Object.hasOwn(operatorWords, text);
const isKind = (text: string): text is ValueKind => Object.hasOwn(kindWords, text);

interface ConditionProps {
  readonly condition: ConditionText;
  readonly put: (condition: ConditionText) => void;
}

function AttributeFields({ condition, put }: ConditionProps) {
  const kinds = kindsOf(condition.operator);
  return (
    <>
      <TextField
        label="Attribute"
        placeholder="plan"
        value={condition.attribute}
        onChange={({ target }) => put({ ...condition, attribute: target.value })}
      />
      <TextField
        select
        label="Compared"
        value={condition.operator}
        onChange={({ target }) => { if (isOperator(target.value)) put({ ...condition, operator: target.value }); }}
      >
        {Object.entries(operatorWords).map(([operator, words]) => <MenuItem key={operator} value={operator}>{words}</MenuItem>)}
      </TextField>
      <TextField
        select
        label="With"
        value={kindIn(condition)}
        disabled={kinds.length === 1}
        onChange={({ target }) => { if (isKind(target.value)) put({ ...condition, as: target.value }); }}
      >
        {kinds.map((kind) => <MenuItem key={kind} value={kind}>{kindWords[kind]}</MenuItem>)}
      </TextField>
      <TextField
        label="Any of, one a line"
        multiline
        maxRows={6}
        value={condition.values}
        onChange={({ target }) => put({ ...condition, values: target.value })}
      />
    </>
  );
}

function SegmentFields({ condition, put, segments }: ConditionProps & { segments: readonly SegmentChoice[] }) {
  const chosen = segments.some(({ id }) => id === condition.segmentId) ? (condition.segmentId ?? "") : "";
  return (
    <>
      <TextField
        select
        label="Customer is"
        value={condition.within ? "in" : "out"}
        onChange={({ target }) => put({ ...condition, within: target.value === "in" })}
      >
        <MenuItem value="in">in</MenuItem>
        <MenuItem value="out">not in</MenuItem>
      </TextField>
      <TextField select label="Segment" value={chosen} onChange={({ target }) => put({ ...condition, segmentId: target.value })}>
        {segments.map(({ id, name }) => <MenuItem key={id} value={id}>{name}</MenuItem>)}
      </TextField>
      <span />
      <span />
    </>
  );
}

/** What has to be true of a customer: all of these. Where there are no segments to ask for, only attributes are. */
export function ConditionList({
  conditions, put, segments,
}: {
  conditions: readonly ConditionText[];
  put: (conditions: readonly ConditionText[]) => void;
  segments: readonly SegmentChoice[];
}) {
  return (
    <ul className={styles.rows} aria-label="Conditions, all of them">
      {conditions.map((condition, index) => {
        const change = (next: ConditionText): void => put(conditions.map((one, at) => (at === index ? next : one)));
        return (
          <li key={index} className={styles.condition}>
            {condition.segmentId === null
              ? <AttributeFields condition={condition} put={change} />
              : <SegmentFields condition={condition} put={change} segments={segments} />}
            <IconButton
              aria-label={`Take condition ${String(index + 1)} away`}
              disabled={conditions.length === 1}
              onClick={() => put(conditions.filter((_, at) => at !== index))}
            >
              <Icon name="close" size={14} />
            </IconButton>
          </li>
        );
      })}
    </ul>
  );
}

/** The conditions a person may add. */
export const newConditions = (segments: readonly SegmentChoice[]): readonly (readonly [words: string, condition: ConditionText])[] => [
  ["And an attribute", firstCondition],
  ...(segments.length === 0 ? [] : [["And a segment", { ...firstCondition, segmentId: segments[0]?.id ?? "" }] as const]),
];
