import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { audiences, technologyStatuses } from "@ballast/schema/readiness";
import type { TechnologyStatus, TrainedFor } from "@ballast/schema/readiness";
import { PersonField } from "../choices/PersonField.tsx";
import { useCommand } from "../data/command.ts";
import { unrevised, useDraft, useDraftOf, useDraftState } from "../data/draft.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { defineTraining, listTechnology, publishPolicy, recordTraining } from "./readinessDocuments.ts";
import type { PolicyRecord, TechnologyLine, TrainingLine } from "./readinessDocuments.ts";
import { forWords, technologyWords } from "./readinessWords.ts";

const forField = (value: TrainedFor, set: (value: TrainedFor) => void) => (
  <TextField select label="For" value={value} onChange={(event) => set(event.target.value as TrainedFor)}>
    {audiences.map((one) => <MenuItem key={one} value={one}>{forWords[one]}</MenuItem>)}
  </TextField>
);

/** Publishes a policy, or its next version. */
export function PolicyDialog({ policy, onClose }: { policy: PolicyRecord | null; onClose: () => void }) {
  const draft = useDraftOf(unrevised, "policy.publish", policy?.id);
  const [name, setName] = useDraftState(draft, "name", policy?.name ?? "");
  const [text, setText] = useDraftState(draft, "text", policy?.text ?? "");
  const [url, setUrl] = useDraftState(draft, "url", policy?.url ?? "");
  const [isFor, setFor] = useDraftState<TrainedFor>(draft, "for", policy?.isFor ?? "everybody");
  const [reason, setReason] = useDraftState(draft, "reason", policy === null ? "first version" : "");
  const give = useCommand(publishPolicy, draft);
  const act = async (): Promise<void> =>
    void (await give({
      name: name.trim(), text, isFor, reason: reason.trim(), ...(url.trim() === "" ? {} : { url: url.trim() }),
      ...(policy === null ? {} : { policyId: policy.id }),
    }));
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={policy === null ? "Publish a policy" : `Publish version ${String(policy.version + 1)} of ${policy.name}`}
      confirm={policy === null ? "Publish the policy" : `Publish version ${String(policy.version + 1)}`}
      ready={name.trim() !== "" && reason.trim() !== "" && (text.trim() !== "" || url.trim() !== "")}
      preview={
        <p>It asks {forWords[isFor]} to acknowledge it{policy === null ? "" : " again"}; who acknowledged which version stays known.</p>
      }
      act={act}
    >
      <TextField label="Name" required autoFocus value={name} onChange={(event) => setName(event.target.value)} />
      <TextField label="What it says" multiline minRows={4} value={text} onChange={(event) => setText(event.target.value)} />
      <TextField label="Where it can be read" value={url} onChange={(event) => setUrl(event.target.value)} placeholder="https://…" />
      {forField(isFor, setFor)}
      <TextField label="Why" required value={reason} onChange={(event) => setReason(event.target.value)} />
    </ConfirmCommand>
  );
}

/** Says what people are trained in. */
export function TrainingDialog({ onClose }: { onClose: () => void }) {
  const draft = useDraft("training.define");
  const [name, setName] = useDraftState(draft, "name", "Responder training");
  const [isFor, setFor] = useDraftState<TrainedFor>(draft, "for", "responders");
  const [days, setDays] = useDraftState(draft, "days", "365");
  const give = useCommand(defineTraining, draft);
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title="Define a training"
      confirm={name.trim() === "" ? "Define the training" : `Define ${name.trim()}`}
      ready={name.trim() !== "" && /^\d*$/u.test(days)}
      preview={<p>It is asked of {forWords[isFor]}, and counts {days === "" ? "for good" : `${days} days`} once somebody took it.</p>}
      act={async () => void (await give({ name: name.trim(), isFor, ...(days === "" ? {} : { validDays: Number(days) }) }))}
    >
      <TextField label="Name" required autoFocus value={name} onChange={(event) => setName(event.target.value)} />
      {forField(isFor, setFor)}
      <TextField label="Days that it counts (empty: for good)" value={days} onChange={(event) => setDays(event.target.value)} />
    </ConfirmCommand>
  );
}

/** Records that somebody took a training. */
export function TookDialog({ training, onClose }: { training: TrainingLine; onClose: () => void }) {
  const draft = useDraft("training.took", training.id);
  const [personId, setPerson] = useDraftState(draft, "person", training.missing[0]?.id ?? "");
  const [on, setOn] = useDraftState(draft, "on", () => new Date().toISOString().slice(0, 10));
  const give = useCommand(recordTraining, draft);
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`Who took ${training.name}?`}
      confirm="Record that they took it"
      ready={personId !== "" && on !== ""}
      preview={<p>It counts {training.validDays === null ? "for good" : `${String(training.validDays)} days from then`}.</p>}
      act={async () => void (await give({ trainingId: training.id, personId, on }))}
    >
      <PersonField label="Who" value={personId} set={setPerson} />
      <TextField
        label="On"
        type="date"
        required
        value={on}
        onChange={(event) => setOn(event.target.value)}
        slotProps={{ inputLabel: { shrink: true } }}
      />
    </ConfirmCommand>
  );
}

/** Puts a technology on the list, or says anew where it stands. */
export function TechnologyDialog({ technology, onClose }: { technology: TechnologyLine | null; onClose: () => void }) {
  const draft = useDraftOf(unrevised, "technology.list", technology?.id);
  const [name, setName] = useDraftState(draft, "name", technology?.name ?? "");
  const [status, setStatus] = useDraftState<TechnologyStatus>(draft, "status", technology?.status ?? "core");
  const [packages, setPackages] = useDraftState(draft, "packages", technology?.packages.join(", ") ?? "");
  const [instead, setInstead] = useDraftState(draft, "instead", technology?.instead ?? "");
  const [until, setUntil] = useDraftState(draft, "until", technology?.until ?? "");
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(listTechnology, draft);
  const act = async (): Promise<void> =>
    void (await give({
      name: name.trim(), status, packages: packages.split(/[\s,]+/u).filter((one) => one !== ""), note: technology?.note ?? "",
      ...(instead.trim() === "" ? {} : { instead: instead.trim() }), ...(status === "exception" && until !== "" ? { until } : {}),
      ...(reason.trim() === "" ? {} : { reason: reason.trim() }),
    }));
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={technology === null ? "Put a technology on the list" : `Where does ${technology.name} stand?`}
      confirm={name.trim() === "" ? "Put it on the list" : `List ${name.trim()} as ${technologyWords[status].words.toLowerCase()}`}
      ready={name.trim() !== ""}
      preview={
        <p>Services that are made with it stand by that at once. What lock files and SBOMs name counts when they are read the next time.</p>
      }
      act={act}
    >
      <TextField
        label="Name"
        required
        autoFocus
        disabled={technology !== null}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <TextField select label="Status" value={status} onChange={(event) => setStatus(event.target.value as TechnologyStatus)}>
        {technologyStatuses.map((one) => <MenuItem key={one} value={one}>{technologyWords[one].words}</MenuItem>)}
      </TextField>
      {status === "exception" ? (
        <TextField
          label="Until (empty: until somebody says otherwise)"
          type="date"
          value={until}
          onChange={(event) => setUntil(event.target.value)}
          slotProps={{ inputLabel: { shrink: true } }}
        />
      ) : null}
      <TextField
        label="Packages that are it, * for anything"
        value={packages}
        onChange={(event) => setPackages(event.target.value)}
        placeholder="fastify, @fastify/*"
      />
      <TextField label="What to use in its place" value={instead} onChange={(event) => setInstead(event.target.value)} />
      <TextField label="Why (may stay empty)" value={reason} onChange={(event) => setReason(event.target.value)} />
    </ConfirmCommand>
  );
}
