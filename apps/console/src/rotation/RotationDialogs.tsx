import TextField from "@mui/material/TextField";
import { useState } from "react";
import { useNavigate } from "react-router";
import { useCommand } from "../data/command.ts";
import { useDraft, useDraftState } from "../data/draft.ts";
import { MomentField } from "../data/MomentField.tsx";
import { usePeople } from "../choices/peopleChoices.ts";
import { PersonField } from "../choices/PersonField.tsx";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { exact } from "../marks/time.ts";
import { useZone, viewerZone } from "../marks/zone.ts";
import { ReasonField } from "../data/ReasonField.tsx";
import { addOverride, createRotation, removeOverride } from "./rotationDocuments.ts";
import type { Override, Rotation } from "./rotationDocuments.ts";
import { Fields } from "./RotationFields.tsx";
import type { Draft } from "./RotationFields.tsx";
import { handOverWords } from "./rotationWords.ts";
import type { Span } from "./walking.ts";

/** Creates a rotation and opens it. */
export function CreateRotationDialog({ onClose }: { onClose: () => void }) {
  const kept = useDraft("rotation.create");
  const [draft, setDraft] = useDraftState<Draft>(kept, "draft", {
    name: "", timeZone: viewerZone(), handOver: { every: "week", weekday: 1, at: "09:00" }, people: [],
  });
  const give = useCommand(createRotation, kept);
  const navigate = useNavigate();
  const put = (part: Partial<Draft>): void => setDraft((before) => ({ ...before, ...part }));
  const act = async (): Promise<void> => {
    const { rotation } = await give({ ...draft, name: draft.name.trim() });
    if (rotation !== null) void navigate(`/on-call/${encodeURIComponent(rotation.id)}`);
  };
  const does = draft.name.trim() === "" ? "Create the rotation" : `Create the rotation ${draft.name.trim()}`;
  return (
    <ConfirmCommand
      draft={kept}
      open
      onClose={onClose}
      title="Create a rotation?"
      confirm={does}
      ready={draft.name.trim() !== "" && draft.people.length > 0 && draft.handOver.at !== ""}
      preview={
        <p>It begins now and {handOverWords(draft.handOver, draft.timeZone)}. It is called for a service once the service names it.</p>
      }
      act={act}
    >
      <TextField
        autoFocus
        required
        label="Name"
        placeholder="Platform"
        value={draft.name}
        onChange={(event) => put({ name: event.target.value })}
      />
      <Fields draft={draft} put={put} />
    </ConfirmCommand>
  );
}

interface OverrideDialogProps {
  rotation: Pick<Rotation, "id" | "name" | "shifts">;
  /** For which time, where that was chosen on the schedule. */
  span?: Span | null;
  onClose: () => void;
}

/** Somebody stands in for whoever has the turn. */
export function OverrideDialog({ rotation, span = null, onClose }: OverrideDialogProps) {
  const zone = useZone();
  // What was typed for another time is not of this one.
  const draft = useDraft("rotation.override", span === null ? rotation.id : `${rotation.id} ${span.from} ${span.to}`);
  const [personId, setPersonId] = useDraftState(draft, "personId", "");
  const first = span?.from ?? null;
  const [from, setFrom] = useDraftState<string | null>(draft, "from", first);
  const [to, setTo] = useState<string | null>(span?.to ?? null);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const name = usePeople().find(({ id }) => id === personId)?.name;
  const give = useCommand(addOverride, draft);
  const fits = from !== null && to !== null && Date.parse(from) < Date.parse(to);
  const replaced = fits
    ? [
        ...new Set(
          rotation.shifts
            .filter((shift) => Date.parse(shift.from) < Date.parse(to) && Date.parse(shift.to) > Date.parse(from))
            .map(({ person }) => person?.name ?? "nobody"),
        ),
      ]
    : [];
  const does = name === undefined ? `Add a stand-in for ${rotation.name}` : `${name} stands in for ${rotation.name}`;
  const preview = fits ? (
    <p>
      {name === undefined ? "They are" : `${name} is`} paged instead of {replaced.join(" and ") || "whoever has the turn"}, from{" "}
      {exact(Date.parse(from), zone)} to {exact(Date.parse(to), zone)}.
    </p>
  ) : (
    <p>Choose who, from when and until when.</p>
  );
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`${does}?`}
      confirm={does}
      ready={personId !== "" && fits}
      preview={preview}
      act={async () => {
        if (from !== null && to !== null) await give({ rotationId: rotation.id, personId, from, to, reason });
      }}
    >
      <PersonField label="Who stands in" value={personId} set={setPersonId} />
      <MomentField label="From" value={from} set={setFrom} needed />
      <MomentField label="Until" value={to} set={setTo} needed />
      <ReasonField value={reason} set={setReason} />
    </ConfirmCommand>
  );
}

/** Takes a stand-in away again. */
export function RemoveOverrideDialog({
  rotation, override, onClose,
}: {
  rotation: Pick<Rotation, "id" | "name">;
  override: Override;
  onClose: () => void;
}) {
  const zone = useZone();
  const draft = useDraft("rotation.removeOverride", rotation.id, override.id);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(removeOverride, draft);
  const does = `${override.person.name} no longer stands in`;
  return (
    <ConfirmCommand
      draft={draft}
      open
      danger
      onClose={onClose}
      title={`${does} for ${rotation.name}?`}
      confirm={does}
      ready={reason.trim() !== ""}
      preview={
        <p>
          Whoever has the turn answers again from {exact(Date.parse(override.from), zone)} to {exact(Date.parse(override.to), zone)}.
        </p>
      }
      act={async () => void (await give({ rotationId: rotation.id, overrideId: override.id, reason }))}
    >
      <ReasonField value={reason} set={setReason} needed />
    </ConfirmCommand>
  );
}
