import Checkbox from "@mui/material/Checkbox";
import FormControlLabel from "@mui/material/FormControlLabel";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useServiceOptions } from "../choices/serviceOptions.ts";
import { useCommand } from "../data/command.ts";
import { useDraft, useDraftOf, useDraftState } from "../data/draft.ts";
import { MomentField } from "../data/MomentField.tsx";
import { ReasonField } from "../data/ReasonField.tsx";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { severityOptions } from "../response/incidentWords.ts";
import { callOffDrill, planDrill, type Drill } from "./drillDocuments.ts";

interface Asked {
  readonly title: string;
  readonly scenario: string;
  readonly service: string;
  readonly severity: number;
  readonly from: string | null;
  readonly until: string | null;
  readonly announced: boolean;
  readonly minutes: string;
}

const askedOf = (planned: Drill | null): Asked => ({
  title: planned?.title ?? "", scenario: planned?.scenario ?? "", service: planned?.service?.slug ?? "", severity: planned?.severity ?? 2,
  from: planned?.from ?? null, until: planned === null || planned.until === planned.from ? null : planned.until,
  announced: planned?.announced ?? false, minutes: String(planned?.lastsMinutes ?? 60),
});

function Preview({ asked: { announced, until } }: { asked: Asked }) {
  return (
    <ul>
      <li>
        {until === null ? "It begins then" : "It begins at a moment between, which nobody knows, you neither"}, and calls people for real.
      </li>
      <li>Each page says that it is a drill; no figure counts it, no status page tells of it, and no deploy is held.</li>
      <li>
        {announced
          ? "Those who are on call then are told now."
          : "Those who are on call are not told, and do not see it here until it begins."}
      </li>
      <li>It stops where a real incident of severity 1 or 2 opens, and anybody who works on incidents calls it off.</li>
    </ul>
  );
}

/** Plans a drill, or plans one anew. */
export function PlanDrillDialog({ planned, onClose }: { planned: Drill | null; onClose: () => void }) {
  const services = useServiceOptions();
  const draft = useDraftOf(planned, "drill.plan", planned?.id);
  const [asked, setAsked] = useDraftState<Asked>(draft, "asked", askedOf(planned));
  const set = (other: Partial<Asked>): void => setAsked((before) => ({ ...before, ...other }));
  const give = useCommand(planDrill, draft);
  const minutes = Number(asked.minutes);
  const lasts = Number.isInteger(minutes) && minutes >= 5 && minutes <= 240;
  const act = async (): Promise<void> => {
    if (asked.from === null) return;
    await give({
      ...(planned === null ? {} : { drillId: planned.id }), title: asked.title.trim(), scenario: asked.scenario.trim(),
      service: asked.service, severity: asked.severity, from: asked.from, until: asked.until, announced: asked.announced,
      lastsMinutes: minutes,
    });
  };
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={planned === null ? "Plan a drill" : `Plan ${planned.title} anew`}
      confirm={planned === null ? "Plan it" : "Plan it so"}
      ready={asked.title.trim() !== "" && asked.service !== "" && asked.from !== null && lasts}
      preview={<Preview asked={asked} />}
      act={act}
    >
      <TextField
        label="What is supposed to be wrong, in a line" required autoFocus={planned === null} value={asked.title}
        onChange={(event) => set({ title: event.target.value })} slotProps={{ htmlInput: { maxLength: 300 } }}
      />
      <TextField
        label="The scenario: those who are called read it" multiline minRows={2} value={asked.scenario}
        onChange={(event) => set({ scenario: event.target.value })} slotProps={{ htmlInput: { style: { padding: "8px 12px" } } }}
      />
      <TextField select label="Service" required value={asked.service} onChange={(event) => set({ service: event.target.value })}>
        {services.map(([slug]) => <MenuItem key={slug} value={slug}>{slug}</MenuItem>)}
      </TextField>
      <TextField select label="Severity" value={asked.severity} onChange={(event) => set({ severity: Number(event.target.value) })}>
        {severityOptions.map(([value, words]) => <MenuItem key={value} value={value}>{words}</MenuItem>)}
      </TextField>
      <MomentField key={`from ${draft.starts}`} label="Begins" value={asked.from} set={(from) => set({ from })} needed />
      <MomentField
        key={`until ${draft.starts}`} label="Or at a random moment until" value={asked.until} set={(until) => set({ until })}
        help="Left empty, it begins exactly then."
      />
      <TextField
        label="Ends by itself after so many minutes" value={asked.minutes} error={!lasts} helperText="5 to 240."
        onChange={(event) => set({ minutes: event.target.value })} slotProps={{ htmlInput: { inputMode: "numeric" } }}
      />
      <FormControlLabel
        control={<Checkbox checked={asked.announced} onChange={(event) => set({ announced: event.target.checked })} />}
        label="Tell those on call beforehand"
      />
    </ConfirmCommand>
  );
}

/** Calls it off: its incident ends, and nobody is called any more. */
export function CallOffDialog({ planned: { id, title, state }, onClose }: { planned: Drill; onClose: () => void }) {
  const draft = useDraft("drill.callOff", id);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(callOffDrill, draft);
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      danger
      title={`Call ${title} off`}
      confirm={`Call ${title} off`}
      ready={reason.trim() !== ""}
      preview={(
        <p>{state === "running" ? "Its incident ends at once, and nobody is called any more. It gets no score." : "It does not begin."}</p>
      )}
      act={async () => void (await give({ drillId: id, reason: reason.trim() }))}
    >
      <ReasonField value={reason} set={setReason} needed />
    </ConfirmCommand>
  );
}
