import type { ResultOf } from "@ballast/schema/graphql";
import Button from "@mui/material/Button";
import IconButton from "@mui/material/IconButton";
import MenuItem from "@mui/material/MenuItem";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import { usePeople } from "../choices/peopleChoices.ts";
import { Icon } from "../marks/icons.tsx";
import styles from "./Escalation.module.css";
import type { targetChoicesDocument } from "./escalationDocuments.ts";
import type { EscalationForm, StepForm } from "./escalationForm.ts";

type Choices = ResultOf<typeof targetChoicesDocument> | undefined;
type Words = (code: string) => string;

const whoWords = { onCall: "Who is on call for", next: "Who is next for", everyone: "Everyone of" } as const;
const whos = ["onCall", "next", "everyone"] as const;
const mostSteps = 10;
const mostTold = 4;

/** What is said for the code of a target. */
export function useTargetWords(choices: Choices): Words {
  const people = usePeople();
  return (code) => {
    const [kind, id = "", who = "onCall"] = code.split(":");
    if (kind === "person") return people.find((each) => each.id === id)?.name ?? "somebody";
    const asked = whos.find((word) => word === (kind === "own" ? id : who)) ?? "onCall";
    const schedule = kind === "own" ? "the service" : (choices?.rotations.find((each) => each.id === id)?.name ?? "a schedule");
    return `${whoWords[asked]} ${schedule}`;
  };
}

function useCodes(choices: Choices): readonly string[] {
  const people = usePeople();
  return [
    ...whos.map((who) => `own:${who}`), ...(choices?.rotations ?? []).flatMap(({ id }) => whos.map((who) => `rotation:${id}:${who}`)),
    ...people.map(({ id }) => `person:${id}`),
  ];
}

function Targets({ label, value, set, choices, words }: {
  label: string; value: readonly string[]; set: (codes: readonly string[]) => void; choices: Choices; words: Words;
}) {
  const codes = useCodes(choices);
  const all = [...codes, ...value.filter((code) => !codes.includes(code))];
  return (
    <TextField
      select
      label={label}
      value={[...value]}
      onChange={(event) => set([event.target.value].flat())}
      slotProps={{
        select: { multiple: true, renderValue: (chosen) => [chosen].flat().map((code) => words(String(code))).join(", ") },
      }}
    >
      {all.map((code) => <MenuItem key={code} value={code}>{words(code)}</MenuItem>)}
    </TextField>
  );
}

/** Who is told by mail and chat, and never called. */
function Told({ form: { told }, set, choices, words }: {
  form: EscalationForm; set: (told: EscalationForm["told"]) => void; choices: Choices; words: Words;
}) {
  const change = (place: number, part: Partial<EscalationForm["told"][number]>): void =>
    set(told.map((each, at) => (at === place ? { ...each, ...part } : each)));
  return (
    <>
      <h3>Told, and not called</h3>
      {told.map(({ targets, upTo }, place) => (
        <div key={place} className={styles.step}>
          <Targets
            label={`Told ${place + 1}`} value={targets} set={(codes) => change(place, { targets: codes })} choices={choices} words={words}
          />
          <TextField select label="of severities" value={upTo} onChange={(event) => change(place, { upTo: event.target.value })}>
            {["1", "2", "3", "4"].map((each) => <MenuItem key={each} value={each}>{each === "1" ? "1" : `1 to ${each}`}</MenuItem>)}
          </TextField>
          <IconButton aria-label={`Tell ${place + 1} no more`} onClick={() => set(told.filter((_, at) => at !== place))}>
            <Icon name="close" size={12} />
          </IconButton>
        </div>
      ))}
      <div>
        <Button size="small" disabled={told.length >= mostTold} onClick={() => set([...told, { targets: [], upTo: "2" }])}>
          Tell somebody of its incidents
        </Button>
      </div>
    </>
  );
}

/** What a policy is made of. */
export function EscalationFields({ form, change, choices, words }: {
  form: EscalationForm; change: (next: EscalationForm) => void; choices: Choices; words: Words;
}) {
  const set = (part: Partial<EscalationForm>): void => change({ ...form, ...part });
  const setStep = (place: number, part: Partial<StepForm>): void =>
    set({ steps: form.steps.map((step, at) => (at === place ? { ...step, ...part } : step)) });
  const { steps } = form;
  return (
    <Stack spacing={2}>
      <TextField label="Name" required value={form.name} onChange={(event) => set({ name: event.target.value })} />
      <TextField label="What it is for" value={form.description} onChange={(event) => set({ description: event.target.value })} />
      <h3>Steps</h3>
      {steps.map((step, place) => (
        <div key={place} className={styles.step}>
          <Targets
            label={`Step ${place + 1} calls`} value={step.targets} set={(targets) => setStep(place, { targets })} choices={choices}
            words={words}
          />
          <TextField
            label="for minutes"
            value={step.minutes}
            onChange={(event) => setStep(place, { minutes: event.target.value })}
            slotProps={{ htmlInput: { inputMode: "numeric" } }}
          />
          <IconButton
            aria-label={`Leave step ${place + 1} out`}
            disabled={steps.length === 1}
            onClick={() => set({ steps: steps.filter((_, at) => at !== place) })}
          >
            <Icon name="close" size={12} />
          </IconButton>
        </div>
      ))}
      <div>
        <Button
          size="small"
          disabled={steps.length >= mostSteps}
          onClick={() => set({ steps: [...steps, { targets: [], minutes: "5" }] })}
        >
          Add a step
        </Button>
      </div>
      <TextField
        label="How often it starts from the top"
        value={form.rounds}
        onChange={(event) => set({ rounds: event.target.value })}
        slotProps={{ htmlInput: { inputMode: "numeric" } }}
        helperText="Then it pauses for half an hour, and severities 1 to 3 begin again."
      />
      <Targets
        label="The last time around then calls" value={form.lastly} set={(lastly) => set({ lastly })} choices={choices} words={words}
      />
      <Told form={form} set={(told) => set({ told })} choices={choices} words={words} />
    </Stack>
  );
}
