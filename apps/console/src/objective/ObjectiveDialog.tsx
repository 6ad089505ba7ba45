import Button from "@mui/material/Button";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { PersonField } from "../choices/PersonField.tsx";
import { useServiceOptions } from "../choices/serviceOptions.ts";
import { useCommand } from "../data/command.ts";
import { useDraftOf, useDraftState } from "../data/draft.ts";
import { ReasonField } from "../data/ReasonField.tsx";
import { Choice } from "../marks/Choice.tsx";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { changeObjective, defineObjective } from "./objectiveCommands.ts";
import type { ObjectiveRecord } from "./objectiveDocuments.ts";
import { asked, budgetWords, emptyPart, type Asked, type AskedPart, type Span } from "./asked.ts";
import styles from "./Objective.module.css";

const spans: readonly (readonly [Span, string])[] = [
  ["28", "28 days"],
  ["30", "30 days"],
  ["90", "90 days"],
  ["month", "Month"],
  ["quarter", "Quarter"],
  ["year", "Year"],
];

function PartRow({ part, set, remove }: { part: AskedPart; set: (part: AskedPart) => void; remove: (() => void) | null }) {
  const services = useServiceOptions();
  return (
    <div className={styles.part}>
      <TextField
        select
        required
        label="Service"
        value={services.some(([slug]) => slug === part.service) ? part.service : ""}
        onChange={({ target }) => set({ ...part, service: target.value })}
      >
        {services.map(([slug, words]) => (
          <MenuItem key={slug} value={slug}>
            {words}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        label="Component (all of it)"
        value={part.component}
        onChange={({ target }) => set({ ...part, component: target.value })}
      />
      <TextField
        label="Share, %"
        value={part.share}
        onChange={({ target }) => set({ ...part, share: target.value })}
        slotProps={{ htmlInput: { inputMode: "decimal" } }}
      />
      {remove === null ? null : (
        <Button color="inherit" onClick={remove}>
          Leave it out
        </Button>
      )}
    </div>
  );
}

/** Defines an objective, or says anew what one is: then what it says already stands in the fields. */
export function ObjectiveDialog({ shown, onClose }: { shown?: ObjectiveRecord; onClose: () => void }) {
  const draft = useDraftOf(shown, shown === undefined ? "objective.define" : "objective.change", shown?.id);
  const [value, setValue] = useDraftState<Asked>(draft, "asked", asked.of(shown));
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const define = useCommand(defineObjective, draft);
  const change = useCommand(changeObjective, draft);
  const set = (other: Partial<Asked>): void => setValue({ ...value, ...other });
  const input = asked.input(value, shown);
  const act = async (): Promise<void> => {
    if (input === null) return;
    await (shown === undefined ? define(input) : change({ ...input, objectiveId: shown.id, reason: reason.trim() }));
  };
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={shown === undefined ? "Define an objective" : `Change ${shown.name}`}
      confirm={shown === undefined ? "Define it" : "Change it"}
      ready={input !== null && (shown === undefined || reason.trim() !== "")}
      preview={<p>{budgetWords(value)}</p>}
      act={act}
    >
      <TextField
        label="Name"
        autoFocus
        required
        value={value.name}
        onChange={({ target }) => set({ name: target.value })}
        placeholder="Checkout"
      />
      {value.parts.map((part, place) => (
        <PartRow
          key={place}
          part={part}
          set={(changed) => set({ parts: value.parts.with(place, changed) })}
          remove={value.parts.length === 1 ? null : () => set({ parts: value.parts.toSpliced(place, 1) })}
        />
      ))}
      <Button color="inherit" onClick={() => set({ parts: [...value.parts, emptyPart] })}>
        And another service
      </Button>
      <TextField
        label="Target, %"
        required
        value={value.target}
        onChange={({ target }) => set({ target: target.value })}
        slotProps={{ htmlInput: { inputMode: "decimal" } }}
      />
      <Choice label="Over which time" value={value.span} options={spans} onChange={(span) => set({ span })} />
      {Number.isNaN(Number(value.span)) ? (
        <TextField
          label="Whose calendar"
          value={value.timeZone}
          onChange={({ target }) => set({ timeZone: target.value })}
          placeholder="Europe/Zurich"
        />
      ) : null}
      <PersonField label="Who answers for it" value={value.ownerId} set={(ownerId) => set({ ownerId })} empty="Nobody yet" />
      {shown === undefined ? null : <ReasonField needed value={reason} set={setReason} />}
    </ConfirmCommand>
  );
}
