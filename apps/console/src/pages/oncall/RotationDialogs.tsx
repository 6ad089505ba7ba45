import IconButton from "@mui/material/IconButton";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useState } from "react";
import { useNavigate } from "react-router";
import { useCommand } from "../../data/command.ts";
import { useDraft, useDraftState } from "../../data/draft.ts";
import { MomentField } from "../../data/MomentField.tsx";
import { PersonField, usePeople } from "../../data/PersonField.tsx";
import { ConfirmCommand } from "../../marks/ConfirmCommand.tsx";
import { Icon } from "../../marks/icons.tsx";
import { Person } from "../../marks/Person.tsx";
import { exact } from "../../marks/time.ts";
import { useZone, viewerZone } from "../../marks/zone.ts";
import { ReasonField } from "../deploys/ReasonField.tsx";
import { addOverride, changeRotation, createRotation, removeOverride, renameRotation } from "./rotationDocuments.ts";
import type { HandOver, Override, Rotation } from "./rotationDocuments.ts";
import styles from "./OnCall.module.css";
import { handOverWords, weekdayOptions } from "./rotationWords.ts";

interface Draft {
  name: string;
  timeZone: string;
  handOver: HandOver;
  people: readonly string[];
}

/** Moves one of a list a place up; the first stays. */
export function movedUp<Item>(items: readonly Item[], index: number): readonly Item[] {
  const item = items[index];
  const before = items[index - 1];
  if (item === undefined || before === undefined) return items;
  return items.with(index - 1, item).with(index, before);
}

function Turns({ people, set }: { people: readonly string[]; set: (people: readonly string[]) => void }) {
  const all = usePeople();
  const nameOf = (id: string): string => all.find((each) => each.id === id)?.name ?? "somebody";
  return (
    <div>
      <ol className={styles.people} aria-label="Who takes turns, in order">
        {people.map((id, index) => (
          <li key={id}>
            <Person name={nameOf(id)} />
            <IconButton aria-label={`${nameOf(id)} one turn earlier`} disabled={index === 0} onClick={() => set(movedUp(people, index))} sx={{ transform: "rotate(90deg)" }}><Icon name="back" size={13} /></IconButton>
            <IconButton aria-label={`Leave ${nameOf(id)} out`} onClick={() => set(people.filter((each) => each !== id))}><Icon name="close" size={12} /></IconButton>
          </li>
        ))}
      </ol>
      <PersonField label={people.length === 0 ? "Who takes turns" : "And then"} value="" empty="Add a person" set={(id) => { if (id !== "" && !people.includes(id)) set([...people, id]); }} />
    </div>
  );
}

function Fields({ draft, put }: { draft: Draft; put: (part: Partial<Draft>) => void }) {
  const { handOver } = draft;
  const zones = Intl.supportedValuesOf("timeZone");
  return (
    <>
      <Turns people={draft.people} set={(people) => put({ people })} />
      <TextField select label="A turn lasts" value={handOver.every} onChange={(event) => put({ handOver: event.target.value === "day" ? { every: "day", at: handOver.at } : { every: "week", weekday: 1, at: handOver.at } })}>
        <MenuItem value="day">a day</MenuItem>
        <MenuItem value="week">a week</MenuItem>
      </TextField>
      {handOver.every === "day" ? null : (
        <TextField select label="Hands over on" value={handOver.weekday ?? 1} onChange={(event) => put({ handOver: { ...handOver, weekday: Number(event.target.value) } })}>
          {weekdayOptions.map(([value, words]) => <MenuItem key={value} value={value}>{words}</MenuItem>)}
        </TextField>
      )}
      <TextField label="At, on the wall clock there" type="time" value={handOver.at} onChange={(event) => put({ handOver: { ...handOver, at: event.target.value } })} />
      <TextField label="Time zone" value={draft.timeZone} onChange={(event) => put({ timeZone: event.target.value })} slotProps={{ htmlInput: { list: "time-zones" } }} helperText="As Europe/Zurich. Turns follow its clock across daylight saving time." />
      <datalist id="time-zones">{zones.map((zone) => <option key={zone} value={zone} />)}</datalist>
    </>
  );
}

/** Creates a rotation and opens it. */
export function CreateRotationDialog({ onClose }: { onClose: () => void }) {
  const kept = useDraft("rotation.create");
  const [draft, setDraft] = useDraftState<Draft>(kept, "draft", { name: "", timeZone: viewerZone(), handOver: { every: "week", weekday: 1, at: "09:00" }, people: [] });
  const give = useCommand(createRotation, kept);
  const navigate = useNavigate();
  const put = (part: Partial<Draft>): void => setDraft((before) => ({ ...before, ...part }));
  const act = async (): Promise<void> => {
    const { rotation } = await give({ ...draft, name: draft.name.trim() });
    if (rotation !== null) void navigate(`/on-call/${encodeURIComponent(rotation.id)}`);
  };
  const does = draft.name.trim() === "" ? "Create the rotation" : `Create the rotation ${draft.name.trim()}`;
  return (
    <ConfirmCommand draft={kept} open onClose={onClose} title="Create a rotation?" confirm={does} ready={draft.name.trim() !== "" && draft.people.length > 0 && draft.handOver.at !== ""} preview={<p>It begins now and {handOverWords(draft.handOver, draft.timeZone)}. It is called for a service once the service names it.</p>} act={act}>
      <TextField autoFocus required label="Name" placeholder="Platform" value={draft.name} onChange={(event) => put({ name: event.target.value })} />
      <Fields draft={draft} put={put} />
    </ConfirmCommand>
  );
}

/** Changes people, hand-over or zone from a moment on; the past stays what it was. */
export function ChangeRotationDialog({ rotation, onClose }: { rotation: Rotation; onClose: () => void }) {
  const zone = useZone();
  const kept = useDraft("rotation.change", rotation.id);
  const [draft, setDraft] = useDraftState<Draft>(kept, "draft", { name: rotation.name, timeZone: rotation.timeZone, handOver: rotation.handOver, people: rotation.people.map(({ id }) => id) });
  const [from, setFrom] = useDraftState<string | null>(kept, "from", null);
  const change = useCommand(changeRotation, kept);
  const rename = useCommand(renameRotation, kept);
  const put = (part: Partial<Draft>): void => setDraft((before) => ({ ...before, ...part }));
  const name = draft.name.trim();
  const renamed = name !== rotation.name;
  const same = JSON.stringify([draft.timeZone, draft.handOver, draft.people]) === JSON.stringify([rotation.timeZone, rotation.handOver, rotation.people.map(({ id }) => id)]);
  const onlyPeople = from === null && JSON.stringify([draft.timeZone, draft.handOver]) === JSON.stringify([rotation.timeZone, rotation.handOver]);
  const effect = onlyPeople ? "The pager stays with who has it until the next hand-over, then goes to who follows them here. Whoever is removed while on call hands over at once." : `From then on it ${handOverWords(draft.handOver, draft.timeZone)}. The first person's turn begins then; shifts before stay what they were.`;
  const act = async (): Promise<void> => {
    if (renamed) await rename({ rotationId: rotation.id, name });
    if (!same) await change({ rotationId: rotation.id, timeZone: draft.timeZone, handOver: draft.handOver, people: draft.people, ...(from === null ? {} : { effectiveFrom: from }) });
  };
  return (
    <ConfirmCommand
      open
      draft={kept}
      onClose={onClose}
      title={`Change ${rotation.name}?`}
      confirm={same ? `Rename it to ${name}` : onlyPeople ? `Change who takes turns in ${rotation.name}` : `Change ${rotation.name} from ${from === null ? "now" : exact(Date.parse(from), zone)}`}
      ready={name !== "" && draft.people.length > 0 && (renamed || !same)}
      preview={<p>{same ? "Turns stay as they are." : effect}</p>}
      act={act}
    >
      <TextField label="Name" value={draft.name} onChange={(event) => put({ name: event.target.value })} />
      <Fields draft={draft} put={put} />
      <MomentField label="From" value={from} set={setFrom} help="Left empty, from now on." />
    </ConfirmCommand>
  );
}

/** Somebody stands in for whoever has the turn. */
export function OverrideDialog({ rotation, onClose }: { rotation: Pick<Rotation, "id" | "name" | "shifts">; onClose: () => void }) {
  const zone = useZone();
  const draft = useDraft("rotation.override", rotation.id);
  const [personId, setPersonId] = useDraftState(draft, "personId", "");
  const [from, setFrom] = useDraftState<string | null>(draft, "from", null);
  const [to, setTo] = useState<string | null>(null);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const name = usePeople().find(({ id }) => id === personId)?.name;
  const give = useCommand(addOverride, draft);
  const fits = from !== null && to !== null && Date.parse(from) < Date.parse(to);
  const replaced = fits ? [...new Set(rotation.shifts.filter((shift) => Date.parse(shift.from) < Date.parse(to) && Date.parse(shift.to) > Date.parse(from)).map(({ person }) => person?.name ?? "nobody"))] : [];
  const does = name === undefined ? `Add a stand-in for ${rotation.name}` : `${name} stands in for ${rotation.name}`;
  const preview = fits ? <p>{name ?? "They"} is paged instead of {replaced.join(" and ") || "whoever has the turn"}, from {exact(Date.parse(from), zone)} to {exact(Date.parse(to), zone)}.</p> : <p>Choose who, from when and until when.</p>;
  return (
    <ConfirmCommand draft={draft} open onClose={onClose} title={`${does}?`} confirm={does} ready={personId !== "" && fits} preview={preview} act={async () => { if (from !== null && to !== null) await give({ rotationId: rotation.id, personId, from, to, reason }); }}>
      <PersonField label="Who stands in" value={personId} set={setPersonId} />
      <MomentField label="From" value={from} set={setFrom} needed />
      <MomentField label="Until" value={to} set={setTo} needed />
      <ReasonField value={reason} set={setReason} />
    </ConfirmCommand>
  );
}

/** Takes a stand-in away again. */
export function RemoveOverrideDialog({ rotation, override, onClose }: { rotation: Pick<Rotation, "id" | "name">; override: Override; onClose: () => void }) {
  const zone = useZone();
  const draft = useDraft("rotation.removeOverride", rotation.id, override.id);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(removeOverride, draft);
  const does = `${override.person.name} no longer stands in`;
  return (
    <ConfirmCommand draft={draft} open danger onClose={onClose} title={`${does} for ${rotation.name}?`} confirm={does} ready={reason.trim() !== ""} preview={<p>Whoever has the turn answers again from {exact(Date.parse(override.from), zone)} to {exact(Date.parse(override.to), zone)}.</p>} act={async () => void (await give({ rotationId: rotation.id, overrideId: override.id, reason }))}>
      <ReasonField value={reason} set={setReason} needed />
    </ConfirmCommand>
  );
}
