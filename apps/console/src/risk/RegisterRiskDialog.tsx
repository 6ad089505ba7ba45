import TextField from "@mui/material/TextField";
import { useNavigate } from "react-router";
import { PersonField } from "../choices/PersonField.tsx";
import { useCommand } from "../data/command.ts";
import { useDraft, useDraftState } from "../data/draft.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { InputsFields } from "./InputsFields.tsx";
import { inputsOf, noInputs, productOf, type TypedInputs } from "./inputs.ts";
import { registerRisk } from "./riskCommands.ts";
import { figure } from "./riskWords.ts";

/** Registers a risk: what can happen, whom it concerns, and what it is expected to cost where somebody can say. */
export function RegisterRiskDialog({ onClose }: { onClose: () => void }) {
  const draft = useDraft("risk.register");
  const [title, setTitle] = useDraftState(draft, "title", "");
  const [condition, setCondition] = useDraftState(draft, "if", "");
  const [consequence, setConsequence] = useDraftState(draft, "then", "");
  const [until, setUntil] = useDraftState(draft, "until", "");
  const [category, setCategory] = useDraftState(draft, "category", "");
  const [services, setServices] = useDraftState(draft, "services", "");
  const [typed, setTyped] = useDraftState<TypedInputs>(draft, "inputs", noInputs);
  const [ownerId, setOwner] = useDraftState(draft, "owner", "");
  const give = useCommand(registerRisk, draft);
  const navigate = useNavigate();
  const inputs = inputsOf(typed);
  const minutes = productOf(typed);
  const ready = [title, condition, consequence, until].every((text) => text.trim() !== "");
  const act = async (): Promise<void> => {
    const { risk } = await give({
      title: title.trim(), statement: { if: condition.trim(), then: consequence.trim(), until: until.trim() },
      services: services.split(/[\s,]+/u).filter((name) => name !== ""),
      ...(category.trim() === "" ? {} : { category: category.trim() }), ...(ownerId === "" ? {} : { ownerId }),
      ...(inputs === null ? {} : { inputs }),
    });
    if (risk !== null) void navigate(`/risks/${encodeURIComponent(risk.id)}`);
  };
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title="Register a risk"
      confirm="Register the risk"
      ready={ready}
      preview={
        <p>
          {minutes === null
            ? "Without an estimate it stands in the register and is in no sum, until somebody estimates it."
            : `It is expected to cost ${figure(minutes)} bad minutes a year.`}
        </p>
      }
      act={act}
    >
      <TextField
        label="What it is about"
        autoFocus
        required
        value={title}
        onChange={(event) => setTitle(event.target.value)}
        placeholder="Payment provider outage"
      />
      <TextField
        label="If"
        required
        value={condition}
        onChange={(event) => setCondition(event.target.value)}
        placeholder="the provider does not answer for a minute"
      />
      <TextField
        label="then"
        required
        value={consequence}
        onChange={(event) => setConsequence(event.target.value)}
        placeholder="three of four checkouts fail"
      />
      <TextField
        label="until"
        required
        value={until}
        onChange={(event) => setUntil(event.target.value)}
        placeholder="it is back or we switch"
      />
      <InputsFields typed={typed} set={setTyped} />
      <TextField
        label="Services"
        value={services}
        onChange={(event) => setServices(event.target.value)}
        helperText="With commas between."
        placeholder="checkout"
      />
      <TextField label="Kind" value={category} onChange={(event) => setCategory(event.target.value)} placeholder="third party" />
      <PersonField label="Who answers for it" value={ownerId} set={setOwner} empty="Yourself" />
    </ConfirmCommand>
  );
}
