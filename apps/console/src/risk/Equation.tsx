import { share } from "@ballast/schema/words";
import Button from "@mui/material/Button";
import TextField from "@mui/material/TextField";
import type { ReactNode } from "react";
import { useState } from "react";
import { CommandButton } from "../data/CommandButton.tsx";
import { useCommand } from "../data/command.ts";
import { useDraftOf, useDraftState } from "../data/draft.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { Panel } from "../marks/Panel.tsx";
import { useZone } from "../marks/zone.ts";
import { date } from "../marks/time.ts";
import { inputHistory, type InputValue } from "./calibrating.ts";
import { InputHistoryDialog } from "./InputHistoryDialog.tsx";
import { inputsOf, minutesOf, noInputs, productOf, typedOf, type TypedInputs } from "./inputs.ts";
import styles from "./Risk.module.css";
import { estimateRisk } from "./riskCommands.ts";
import type { Inputs, RiskRecord } from "./riskDocuments.ts";
import { because, figure, toldByHistory } from "./riskWords.ts";

/** What is to be estimated anew: the inputs, and where they come from. */
interface Proposed {
  readonly inputs: Inputs;
  readonly basis: "judgement" | "history";
}

/** The equation of a risk: each input is changed where it stands, and the product follows; saving asks why. */
export function Equation({ risk, mayChange }: { risk: RiskRecord; mayChange: boolean }) {
  const [typed, setTyped] = useState<TypedInputs | null>(null);
  const [saving, setSaving] = useState<Proposed | null>(null);
  const zone = useZone();
  const shown = typed ?? (risk.inputs === null ? noInputs : typedOf(risk.inputs));
  const inputs = inputsOf(shown);
  const product = productOf(shown);
  const says = toldByHistory(risk);
  const last = risk.estimates.at(-1);
  const was = (name: keyof Inputs): readonly InputValue[] => inputHistory(risk.estimates, name);
  const set = (name: keyof TypedInputs) => (text: string) => setTyped({ ...shown, [name]: text });
  return (
    <Panel>
      <div className={styles.equation}>
        <Term
          words="to detect"
          unit="min"
          value={shown.detect}
          set={set("detect")}
          may={mayChange}
          was={was("detectMinutes")}
          history={says && `${figure(says.inputs.detectMinutes)} min`}
        />
        <span className={styles.sign}>+</span>
        <Term
          words="to resolve"
          unit="min"
          value={shown.resolve}
          set={set("resolve")}
          may={mayChange}
          was={was("resolveMinutes")}
          history={says && `${figure(says.inputs.resolveMinutes)} min`}
        />
        <span className={styles.sign}>×</span>
        <Term
          words="of users hit"
          unit="%"
          value={shown.impact}
          set={set("impact")}
          may={mayChange}
          was={was("impactPer100k")}
          history={says && share(says.inputs.impactPer100k)}
        />
        <span className={styles.sign}>÷</span>
        <Term
          words="between failures" unit="days" value={shown.between} set={set("between")} may={mayChange}
          was={was("betweenDays")}
          history={says && `${figure(says.inputs.betweenDays)} days, ${String(says.failures)} in ${figure(says.days)}`}
        />
        <span className={styles.sign}>=</span>
        <div className={styles.result} aria-live="polite">
          <b>{product === null ? "not estimated" : `${figure(product)} min a year`}</b>
          <small>
            {typed === null
              ? `× 365.25 days${last === undefined ? "" : `; registered ${date(Date.parse(last.at), zone)}`}`
              : "as typed, not saved yet"}
          </small>
          {says === null ? (
            risk.inputs === null ? null : <small>history: too few incidents</small>
          ) : (
            <small>
              history {figure(says.minutesAYear)}, in 8 of 10 cases {figure(says.low)} to {figure(says.high)}
            </small>
          )}
        </div>
      </div>
      {typed === null ? null : (
        <div className={styles.actions}>
          <CommandButton needs="risk.own" first onClick={() => inputs !== null && setSaving({ inputs, basis: "judgement" })}>
            Save the estimate…
          </CommandButton>
          <Button onClick={() => setTyped(null)}>Leave it</Button>
          {inputs === null ? <span role="status">Each needs a number; the share at most 100 %.</span> : null}
        </div>
      )}
      {saving === null ? null : (
        <EstimateDialog
          risk={risk}
          proposed={saving}
          onClose={() => {
            setSaving(null);
            setTyped(null);
          }}
        />
      )}
    </Panel>
  );
}

interface TermProps {
  words: string;
  unit: string;
  value: string;
  set: (text: string) => void;
  may: boolean;
  /** The values that it had, the newest first. */
  was: readonly InputValue[];
  history: ReactNode;
}

function Term({ words, unit, value, set, may, was, history }: TermProps) {
  const [looking, setLooking] = useState(false);
  const inWords = (amount: number): string => (unit === "%" ? share(amount) : `${figure(amount)} ${unit}`);
  const [, before] = was;
  return (
    <div className={styles.term}>
      <label className={styles.term}>
        <span className={styles.value}>
          <input
            inputMode="decimal"
            value={value}
            disabled={!may}
            onChange={(event) => set(event.target.value)}
            aria-label={`${unit} ${words}`}
          />
          <b>{unit}</b>
        </span>
        <small>{words}</small>
      </label>
      {history ? <small>history {history}</small> : null}
      {before === undefined ? null : (
        <button type="button" className={styles.was} onClick={() => setLooking(true)}>
          before {inWords(before.value)}
        </button>
      )}
      {looking ? <InputHistoryDialog words={words} values={was} shown={inWords} onClose={() => setLooking(false)} /> : null}
    </div>
  );
}

const privateLeftOut =
  "Private incidents that you know of are left out of it: everybody reads what is registered. Add them by your own judgement, if at all.";

/** Shows what an estimate changes, and asks why. */
export function EstimateDialog({ risk, proposed, onClose }: { risk: RiskRecord; proposed: Proposed; onClose: () => void }) {
  const draft = useDraftOf(risk, "risk.estimate", risk.id, proposed.basis);
  const [reason, setReason] = useDraftState(draft, "reason", proposed.basis === "history" ? "what its incidents say" : "");
  const give = useCommand(estimateRisk, draft);
  const { inputs, basis } = proposed;
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`Estimate ${risk.reference} anew?`}
      confirm={`Register ${figure(minutesOf(inputs))} minutes a year`}
      ready={reason.trim() !== ""}
      preview={
        <>
          <p>From {risk.inputs === null ? "no estimate" : `${because(risk.inputs)}, ${figure(minutesOf(risk.inputs))} minutes a year`}</p>
          <p>to {because(inputs)}, {figure(minutesOf(inputs))} minutes a year. What was registered before is kept.</p>
          {basis === "history" && risk.historySays?.failures !== risk.historyForAll?.failures ? <p>{privateLeftOut}</p> : null}
        </>
      }
      act={async () => void (await give({ riskId: risk.id, inputs, basis, reason: reason.trim() }))}
    >
      <TextField label="Why" autoFocus required value={reason} onChange={(event) => setReason(event.target.value)} />
    </ConfirmCommand>
  );
}
