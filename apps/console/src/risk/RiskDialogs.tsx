import type { Treatment, TreatmentState } from "@ballast/schema/graphql";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useCommand } from "../data/command.ts";
import { useDraftOf, useDraftState } from "../data/draft.ts";
import { nodesOf } from "../data/fields.ts";
import { useRead } from "../data/read.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { closeRisk, linkRisk, rateRisk, reviewRisk, setRiskTreatment } from "./riskCommands.ts";
import { incidentChoicesDocument } from "./riskDocuments.ts";
import type { RiskRecord } from "./riskDocuments.ts";

/** What a dialog of a risk is opened with. */
interface DialogProps {
  risk: RiskRecord;
  onClose: () => void;
}

/** Records that somebody has looked at a risk again. */
export function ReviewDialog({ risk, onClose }: DialogProps) {
  const draft = useDraftOf(risk, "risk.review", risk.id);
  const [note, setNote] = useDraftState(draft, "note", "");
  const give = useCommand(reviewRisk, draft);
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`Record a review of ${risk.reference}`}
      confirm="Record the review"
      preview={<p>It is to be looked at again in {risk.reviewEveryDays} days.</p>}
      act={async () => void (await give({ riskId: risk.id, note: note.trim() }))}
    >
      <TextField label="What came of it" autoFocus multiline value={note} onChange={(event) => setNote(event.target.value)} />
    </ConfirmCommand>
  );
}

/** Closes a risk. */
export function CloseDialog({ risk, onClose }: DialogProps) {
  const draft = useDraftOf(risk, "risk.close", risk.id);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(closeRisk, draft);
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`Close ${risk.reference}?`}
      confirm={`Close ${risk.reference}`}
      danger
      ready={reason.trim() !== ""}
      preview={<p>It is in no sum any more, and an acceptance of it ends. It can be reopened.</p>}
      act={async () => void (await give({ riskId: risk.id, reason: reason.trim() }))}
    >
      <TextField label="Why it is none any more" autoFocus required value={reason} onChange={(event) => setReason(event.target.value)} />
    </ConfirmCommand>
  );
}

const treatments: readonly (readonly [Treatment, string])[] = [
  ["mitigate", "Mitigate it"], ["accept", "Accept it"], ["transfer", "Transfer it"], ["avoid", "Avoid it"],
];
const states: readonly (readonly [TreatmentState, string])[] = [["notBegun", "Not begun"], ["inProgress", "In progress"], ["done", "Done"]];

/** Says what is done about a risk, and how far that is. */
export function TreatmentDialog({ risk, onClose }: DialogProps) {
  const draft = useDraftOf(risk, "risk.treatment", risk.id);
  const [treatment, setTreatment] = useDraftState<Treatment>(draft, "treatment", risk.treatment);
  const [state, setState] = useDraftState<TreatmentState>(draft, "state", risk.treatmentState);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(setRiskTreatment, draft);
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`How ${risk.reference} is treated`}
      confirm="Say so"
      ready={reason.trim() !== "" && (treatment !== risk.treatment || state !== risk.treatmentState)}
      preview={<p>Whoever lives with it needs an acceptance besides, which somebody else approves and which ends by itself.</p>}
      act={async () => void (await give({ riskId: risk.id, treatment, state, reason: reason.trim() }))}
    >
      <TextField select label="What is done" value={treatment} onChange={(event) => setTreatment(event.target.value as Treatment)}>
        {treatments.map(([value, words]) => <MenuItem key={value} value={value}>{words}</MenuItem>)}
      </TextField>
      <TextField select label="How far" value={state} onChange={(event) => setState(event.target.value as TreatmentState)}>
        {states.map(([value, words]) => <MenuItem key={value} value={value}>{words}</MenuItem>)}
      </TextField>
      <TextField label="Why" required value={reason} onChange={(event) => setReason(event.target.value)} />
    </ConfirmCommand>
  );
}

const steps = [1, 2, 3, 4, 5] as const;

/** Puts a risk on the grid. */
export function RatingDialog({ risk, onClose }: DialogProps) {
  const draft = useDraftOf(risk, "risk.rating", risk.id);
  const [likelihood, setLikelihood] = useDraftState(draft, "likelihood", risk.rating?.likelihood ?? 3);
  const [impact, setImpact] = useDraftState(draft, "impact", risk.rating?.impact ?? 3);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(rateRisk, draft);
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`Where ${risk.reference} stands on the grid`}
      confirm="Put it there"
      ready={reason.trim() !== ""}
      preview={
        <p>
          {risk.rating === null
            ? "It stands in no field yet."
            : `From likelihood ${String(risk.rating.likelihood)}, impact ${String(risk.rating.impact)}.`}{" "}
          Where it stood is kept.
        </p>
      }
      act={async () => void (await give({ riskId: risk.id, likelihood, impact, reason: reason.trim() }))}
    >
      <TextField
        select
        label="Likelihood, 5 is nearly certain"
        value={likelihood}
        onChange={(event) => setLikelihood(Number(event.target.value))}
      >
        {steps.map((step) => (
          <MenuItem key={step} value={step}>
            {step}
          </MenuItem>
        ))}
      </TextField>
      <TextField select label="Impact, 5 is everybody for long" value={impact} onChange={(event) => setImpact(Number(event.target.value))}>
        {steps.map((step) => <MenuItem key={step} value={step}>{step}</MenuItem>)}
      </TextField>
      <TextField label="Why" required value={reason} onChange={(event) => setReason(event.target.value)} />
    </ConfirmCommand>
  );
}

const latest = { first: 50 };

/** Says in which incident a risk came true. */
export function CameTrueDialog({ risk, onClose }: DialogProps) {
  const draft = useDraftOf(risk, "risk.cameTrue", risk.id);
  const [incidentId, setIncident] = useDraftState(draft, "incident", "");
  const [percent, setPercent] = useDraftState(draft, "percent", "");
  const give = useCommand(linkRisk, draft);
  const known = new Set(risk.cameTrueIn.map(({ incident }) => incident.id));
  const incidents = nodesOf(useRead(incidentChoicesDocument, latest).data?.incidents).filter(({ id }) => !known.has(id));
  const share = percent.trim() === "" ? null : Number(percent.replace(",", "."));
  const wrong = share !== null && !(share >= 0 && share <= 100);
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`In which incident ${risk.reference} came true`}
      confirm="Link the incident"
      ready={incidentId !== "" && !wrong}
      preview={<p>It counts by its length and by whom it hit: as somebody says here, else as its own times of impact say.</p>}
      act={async () =>
        void (await give(
          {
            riskId: risk.id, kind: "incident", recordId: incidentId,
            ...(share === null ? {} : { impactPer100k: Math.round(share * 1_000) }),
          },
        ))}
    >
      <TextField
        select
        label="Incident"
        value={incidents.some(({ id }) => id === incidentId) ? incidentId : ""}
        onChange={(event) => setIncident(event.target.value)}
      >
        {incidents.map(({ id, reference, title }) => (
          <MenuItem key={id} value={id}>
            {reference} {title}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        label="Percent of users that it hit (may stay empty)"
        value={percent}
        error={wrong}
        onChange={(event) => setPercent(event.target.value)}
      />
    </ConfirmCommand>
  );
}
