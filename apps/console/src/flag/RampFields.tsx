import Button from "@mui/material/Button";
import IconButton from "@mui/material/IconButton";
import TextField from "@mui/material/TextField";
import { useState } from "react";
import { CommandButton } from "../data/CommandButton.tsx";
import { Icon } from "../marks/icons.tsx";
import { Quiet } from "../marks/Text.tsx";
import draftStyles from "./Draft.module.css";
import styles from "./Flag.module.css";
import type { FlagRecord } from "./flagDocuments.ts";
import { MetricsDialog } from "./MetricsDialog.tsx";
import { MOST_STEPS, usualWords } from "./rampDraft.ts";
import type { CriteriaText, StepText } from "./rampDraft.ts";

const fields: readonly (readonly [keyof CriteriaText, string])[] = [
  ["maxErrors", "Errors at most, %"],
  ["rise", "and above those without, points"],
  ["requests", "Requests at least"],
  ["p95", "Slowest 5 % at most, ms"],
];

interface RampFieldsProps {
  readonly flag: FlagRecord;
  readonly steps: readonly StepText[];
  readonly write: (steps: readonly StepText[]) => void;
  readonly criteria: CriteriaText;
  readonly setCriteria: (criteria: CriteriaText) => void;
}

function Steps({ steps, write }: Pick<RampFieldsProps, "steps" | "write">) {
  const put = (index: number, part: Partial<StepText>): void =>
    write(steps.map((step, at) => (at === index ? { ...step, ...part } : step)));
  return (
    <ol className={draftStyles.rows} aria-label="Steps of the ramp">
      {steps.map((step, index) => (
        <li key={index} className={draftStyles.step}>
          <Quiet>Step {index + 1}</Quiet>
          <TextField label="Customers, %" value={step.share} onChange={(event) => put(index, { share: event.target.value })} />
          <TextField label="Watched for" value={step.watched} onChange={(event) => put(index, { watched: event.target.value })} />
          {steps.length === 1 ? null : (
            <IconButton aria-label={`Take step ${String(index + 1)} away`} onClick={() => write(steps.filter((_, at) => at !== index))}>
              <Icon name="close" size={14} />
            </IconButton>
          )}
        </li>
      ))}
    </ol>
  );
}

/** The steps of a ramp, when each looks bad, and what that does to it. What stays empty is as usual. */
export function RampFields({ flag, steps, write, criteria, setCriteria }: RampFieldsProps) {
  const [choosing, setChoosing] = useState(false);
  const add = (): void => {
    const last = steps.at(-1);
    if (last !== undefined) write([...steps, last]);
  };
  return (
    <div className={styles.stack}>
      <Steps steps={steps} write={write} />
      <div className={draftStyles.criteria}>
        {fields.map(([key, label]) => (
          <TextField
            key={key}
            label={label}
            placeholder={usualWords[key]}
            value={criteria[key]}
            onChange={(event) => setCriteria({ ...criteria, [key]: event.target.value })}
          />
        ))}
      </div>
      <div className={styles.buttons}>
        <Button size="small" disabled={steps.length >= MOST_STEPS} onClick={add}>Add a step</Button>
        <CommandButton needs="flag.write" size="small" onClick={() => setChoosing(true)}>What sends it back…</CommandButton>
      </div>
      {choosing ? <MetricsDialog flag={flag} onClose={() => setChoosing(false)} /> : null}
    </div>
  );
}
