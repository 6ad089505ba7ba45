import Checkbox from "@mui/material/Checkbox";
import FormControlLabel from "@mui/material/FormControlLabel";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useState } from "react";
import { usePeople } from "../choices/peopleChoices.ts";
import { PersonField } from "../choices/PersonField.tsx";
import { useDraftState, type DraftHandle } from "../data/draft.ts";
import { useRead } from "../data/read.ts";
import { Choice } from "../marks/Choice.tsx";
import { receiversDocument } from "./pageDocuments.ts";
import { inputOfReceiver, receiverKinds, type ReceiverInput, type ReceiverKind } from "./receiver.ts";

const nothing = {};

/** Somebody who is about to be called. */
export interface ChosenReceiver {
  readonly kind: ReceiverKind;
  readonly id: string;
  /** Null while nobody is chosen. */
  readonly name: string | null;
  /** Who that is now, of a schedule; what it says, of a policy. */
  readonly says: string | null;
  readonly input: ReceiverInput;
  readonly choose: (kind: ReceiverKind, id: string) => void;
  /** That nobody would hear of it was said, and they are called all the same. */
  readonly unreachable: boolean;
  readonly anyway: boolean;
  readonly setAnyway: (anyway: boolean) => void;
  /** Notes a refusal before it is shown. */
  readonly refused: (code: string) => void;
  readonly choices: readonly { readonly id: string; readonly name: string }[];
}

/** Chooses a person, a schedule or a policy. */
export function useReceiver(draft: DraftHandle): ChosenReceiver {
  const [kind, setKind] = useDraftState<ReceiverKind>(draft, "kind", "person");
  const [id, setId] = useDraftState(draft, "receiver", "");
  const [unreachable, setUnreachable] = useState(false);
  const [anyway, setAnyway] = useState(false);
  const { data } = useRead(receiversDocument, nothing, { now: true });
  const people = usePeople();
  const rotation = data?.rotations.find((each) => each.id === id);
  const policy = data?.escalationPolicies.find((each) => each.id === id);
  const choices = kind === "person" ? people : kind === "schedule" ? (data?.rotations ?? []) : (data?.escalationPolicies ?? []);
  const onNow = rotation?.onNow?.name ?? "";
  return {
    kind, id, unreachable, anyway, setAnyway, choices,
    name: choices.find((each) => each.id === id)?.name ?? null,
    says: rotation === undefined ? (policy?.sentence ?? null) : onNow === "" ? "Nobody is on call now." : `On call now: ${onNow}.`,
    input: inputOfReceiver(kind, id, anyway),
    choose: (nextKind, next) => {
      setKind(nextKind);
      setId(next);
      setUnreachable(false);
      setAnyway(false);
    },
    refused: (code) => setUnreachable(code === "NOBODY_REACHABLE"),
  };
}

/** Fields for who is called. */
export function ReceiverFields({ receiver }: { receiver: ChosenReceiver }) {
  const { kind, id, choices, choose, unreachable, anyway, setAnyway } = receiver;
  return (
    <>
      <Choice label="Who is called" value={kind} onChange={(next) => choose(next, "")} options={receiverKinds} />
      {kind === "person" ? <PersonField label="Who" value={id} set={(next) => choose("person", next)} /> : (
        <TextField
          select
          label={kind === "schedule" ? "Schedule" : "Escalation policy"}
          value={choices.some((each) => each.id === id) ? id : ""}
          onChange={(event) => choose(kind, event.target.value)}
        >
          {choices.map((each) => <MenuItem key={each.id} value={each.id}>{each.name}</MenuItem>)}
        </TextField>
      )}
      {unreachable ? (
        <FormControlLabel
          label="Call them all the same, by what they have"
          control={<Checkbox checked={anyway} onChange={(_, made) => setAnyway(made)} />}
        />
      ) : null}
    </>
  );
}
