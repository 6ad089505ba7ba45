import { useState } from "react";
import { CommandButton } from "../data/CommandButton.tsx";
import { useMine } from "../data/mine.ts";
import { useNarrow } from "../marks/useNarrow.ts";
import { AcknowledgeButton } from "../paging/AcknowledgeButton.tsx";
import { HandOnDialog } from "../paging/HandOnDialog.tsx";
import { callOf, nextStep, stepsAtHand, stepWords } from "../response/nextStep.ts";
import type { IncidentStep } from "../response/nextStep.ts";
import { ActionsMenu } from "./ActionsMenu.tsx";
import type { IncidentDialog } from "./dialogs.ts";
import type { IncidentRecord } from "./incidentDocuments.ts";
import { dialogOfStep } from "./steps.ts";
import styles from "./IncidentView.module.css";

/** What can be done with it: what is needed next first. */
export function Actions({ incident, act }: { incident: IncidentRecord; act: (dialog: IncidentDialog) => void }) {
  const narrow = useNarrow();
  if (incident.imported)
    return (
      <CommandButton needs="incident.work" onClick={() => act({ kind: "severity" })}>
        Set the severity
      </CommandButton>
    );
  const step = nextStep(incident);
  const other: IncidentStep | null = !incident.open ? null : step === "resolve" ? "update" : "resolve";
  return (
    <>
      <CommandButton needs="incident.work" first={step === null} onClick={() => act({ kind: "entry" })}>Add entry</CommandButton>
      {other === null ? null : <StepButton step={other} incident={incident} act={act} />}
      {step === null || narrow ? null : <StepButton step={step} incident={incident} act={act} first />}
      <ActionsMenu
        incident={incident}
        act={act}
        shown={["entry", ...[step, other].flatMap((each) => (each === null || each === "command" ? [] : [dialogOfStep(each).kind]))]}
      />
    </>
  );
}

function StepButton({
  step, incident, act, first = false,
}: {
  step: IncidentStep;
  incident: IncidentRecord;
  act: (dialog: IncidentDialog) => void;
  first?: boolean;
}) {
  return (
    <CommandButton needs="incident.work" first={first} onClick={() => act(dialogOfStep(step))}>
      {stepWords(step, incident.reference)}
    </CommandButton>
  );
}

/** On a phone what is needed next stays under the thumb, however far the page is scrolled: first the answer to whoever is called. */
export function StickySteps({ incident, act }: { incident: IncidentRecord; act: (dialog: IncidentDialog) => void }) {
  const narrow = useNarrow();
  const isMe = useMine();
  const [handing, setHanding] = useState<string | null>(null);
  const call = callOf(incident.pages, isMe);
  const steps = incident.imported ? [] : stepsAtHand(incident, call !== undefined);
  if (!narrow || (steps.length === 0 && call === undefined && handing === null)) return null;
  return (
    <div className={styles.sticky}>
      {call === undefined ? null : (
        <>
          <div className={styles.answer}><AcknowledgeButton pageId={call.id} reference={incident.reference} large /></div>
          <CommandButton needs="incident.work" onClick={() => setHanding(call.id)}>Hand it on …</CommandButton>
        </>
      )}
      {steps.map((step, place) => (
        <StepButton key={step} step={step} incident={incident} act={act} first={place === 0 && call === undefined} />
      ))}
      {handing === null ? null : <HandOnDialog pageId={handing} reference={incident.reference} onClose={() => setHanding(null)} />}
    </div>
  );
}
