import { own } from "@ballast/schema/own";
import TextField from "@mui/material/TextField";
import { useGetIdentity } from "ra-core";
import { useCommand } from "../data/command.ts";
import { useDraft, useDraftState } from "../data/draft.ts";
import { nodesOf } from "../data/fields.ts";
import { ownId } from "../data/globalId.ts";
import { useMay } from "../data/may.ts";
import { useRead } from "../data/read.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { Shape } from "../marks/State.tsx";
import { calibrationsOf, contradicted, sumsOf, type Calibration } from "./calibrating.ts";
import styles from "./Risk.module.css";
import { estimateRisk } from "./riskCommands.ts";
import { calibrationDocument } from "./riskDocuments.ts";
import { because, drifts, figure } from "./riskWords.ts";

const nothing = {};

/** Registers what history says, of many risks at once: each change is seen before, and what was registered is kept. */
export function CalibrateDialog({ onClose }: { onClose: () => void }) {
  const { data } = useRead(calibrationDocument, nothing);
  const { identity } = useGetIdentity();
  const writes = useMay("risk.write");
  const draft = useDraft("risk.calibrate", "all", "");
  const [reason, setReason] = useDraftState(draft, "reason", "what its incidents say");
  const [changed, setChanged] = useDraftState<Readonly<Record<string, boolean>>>(draft, "chosen", {});
  const give = useCommand(estimateRisk, draft);
  const isMe = (id: string): boolean => identity !== undefined && (identity.id === id || identity.id === ownId(id));
  const all = data === undefined ? undefined : calibrationsOf(nodesOf(data.risks), (ownerId) => writes || isMe(ownerId));
  const proposed = contradicted(all ?? []);
  const isChosen = ({ id }: Calibration): boolean => own(changed, id) ?? proposed.has(id);
  const chosen = (all ?? []).filter(isChosen);
  const { from, to } = sumsOf(chosen);
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title="Calibrate risks by their incidents?"
      confirm={chosen.length === 1 ? "Register 1 estimate" : `Register ${String(chosen.length)} estimates`}
      ready={chosen.length > 0 && reason.trim() !== ""}
      preview={all === undefined ? undefined : all.length === 0 ? (
        <p>Nothing to calibrate: of no risk that you may change does history say something else than what is registered. It speaks from two incidents on.</p>
      ) : (
        <>
          <ul className={styles.calibrations}>
            {all.map((one) => (
              <li key={one.id}>
                <label>
                  <input
                    type="checkbox"
                    checked={isChosen(one)}
                    onChange={() => setChanged({ ...changed, [one.id]: !isChosen(one) })}
                  />
                  <b>{one.name}</b>
                  <span className={styles.calibrated}>
                    {figure(one.from)} → {figure(one.to)} min <Shape tone={drifts[one.drift]?.tone ?? "idle"} /> {drifts[one.drift]?.words}
                  </span>
                </label>
                <small>{because(one.registered)}</small>
                <small>→ {because(one.says)}</small>
              </li>
            ))}
          </ul>
          <p>
            {chosen.length === 0
              ? "None is chosen."
              : `Those chosen are expected to cost ${figure(from)} minutes a year; by history ${figure(to)}. What was registered before is kept. Private incidents are left out: everybody reads what is registered.`}
          </p>
        </>
      )}
      act={async () => {
        // One after the other: what was registered stands where another one is refused, and is not there to be chosen any more.
        for (const { id, says, revision } of chosen) {
          await give({ riskId: id, inputs: says, basis: "history", reason: reason.trim() }, revision);
          setChanged((before) => ({ ...before, [id]: false }));
        }
      }}
    >
      {all === undefined || all.length === 0 ? null : (
        <TextField label="Why" required value={reason} onChange={(event) => setReason(event.target.value)} />
      )}
    </ConfirmCommand>
  );
}
