import type { PublicImpact } from "@ballast/schema/graphql";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useCommand } from "../data/command.ts";
import { unrevised, useDraft, useDraftOf, useDraftState } from "../data/draft.ts";
import { MomentField } from "../data/MomentField.tsx";
import { Choice } from "../marks/Choice.tsx";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { exact } from "../marks/time.ts";
import { useZone } from "../marks/zone.ts";
import { ReasonField } from "../data/ReasonField.tsx";
import type { DialogProps } from "./dialogs.ts";
import {
  closeImpactInterval, correctImpactInterval, correctMilestone, holdReview, openImpactInterval, reachMilestone, skipReview,
} from "./incidentCommands.ts";
import type { IncidentRecord } from "./incidentDocuments.ts";
import { impactOptions, milestoneWords, reportedMilestones } from "../response/incidentWords.ts";

/** Reports a milestone, or corrects it with a reason; the old value is kept. */
export function MilestoneDialog({ incident, about, onClose }: { incident: IncidentRecord } & DialogProps<"milestone">) {
  const { name: milestone, milestone: { at: before } } = about;
  const zone = useZone();
  const draft = useDraftOf(unrevised, "incident.milestone", incident.id, milestone);
  const [at, setAt] = useDraftState<string | null>(draft, "at", before);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const reach = useCommand(reachMilestone, draft);
  const correct = useCommand(correctMilestone, draft);
  const first = before === null && reportedMilestones.includes(milestone);
  const word = milestoneWords[milestone].toLowerCase();
  const does = first ? `Report “${word}”` : before !== null && at === null ? `Say that “${word}” is unknown` : `Correct “${word}”`;
  const act = async (): Promise<void> => {
    const input = { incidentId: incident.id, milestone, ...(at === null ? {} : { at }) };
    if (first) await reach(input);
    else await correct({ ...input, reason });
  };
  const preview = first ? (
    <p>
      {milestone === "mitigated"
        ? "Your word is enough: the signal has recovered. A finished rollback alone is not mitigation."
        : "The figures count from and to it."}
    </p>
  ) : (
    <p>
      {before === null ? "It was unknown" : `It was ${exact(Date.parse(before), zone)}`}. The old value and your reason stay beside it, and
      the figures follow.
    </p>
  );
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`${does}?`}
      confirm={does}
      ready={first || (reason.trim() !== "" && at !== before)}
      preview={preview}
      act={act}
    >
      <MomentField label="When" value={at} set={setAt} help={first ? "Left empty, now." : "Left empty, unknown after all."} />
      {first ? null : <ReasonField value={reason} set={setReason} needed />}
    </ConfirmCommand>
  );
}

function per100k(text: string): number | undefined {
  const share = Number(text.replace(",", "."));
  return text.trim() === "" || Number.isNaN(share) ? undefined : Math.round(share * 1000);
}

/** Opens, closes or corrects the time in which a component was hurt. */
export function IntervalDialog({ incident, about, onClose }: { incident: IncidentRecord } & DialogProps<"interval">) {
  const { interval, close = false } = about;
  const draft = useDraftOf(unrevised, "incident.interval", incident.id, about.interval?.id, about.close === true ? "close" : "");
  const [component, setComponent] = useDraftState(draft, "component", interval?.component ?? incident.components[0] ?? "");
  const [impact, setImpact] = useDraftState<PublicImpact>(
    draft,
    "impact",
    interval?.impact ?? (incident.publicImpact === "none" ? "minor" : incident.publicImpact),
  );
  const [share, setShare] = useDraftState(
    draft,
    "share",
    interval?.sharePer100k === null || interval === undefined ? "" : String(interval.sharePer100k / 1000),
  );
  const [startedAt, setStartedAt] = useDraftState<string | null>(draft, "startedAt", interval?.startedAt ?? null);
  const [endedAt, setEndedAt] = useDraftState<string | null>(draft, "endedAt", interval?.endedAt ?? null);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const open = useCommand(openImpactInterval, draft);
  const end = useCommand(closeImpactInterval, draft);
  const correct = useCommand(correctImpactInterval, draft);
  const shared = per100k(share);
  const parts = { ...(shared === undefined ? {} : { sharePer100k: shared }), ...(endedAt === null ? {} : { endedAt }) };
  const incidentId = incident.id;
  const act = async (): Promise<void> => {
    if (interval === undefined)
      await open({ incidentId, component: component.trim(), impact, ...parts, ...(startedAt === null ? {} : { startedAt }) });
    else if (close) await end({ incidentId, intervalId: interval.id, ...(endedAt === null ? {} : { endedAt }) });
    else if (startedAt !== null) await correct({ incidentId, intervalId: interval.id, startedAt, impact, reason, ...parts });
  };
  const does =
    interval === undefined
      ? `Say that ${component.trim() || "a component"} is hurt`
      : close
        ? `Say that ${component} works again`
        : `Correct the impact on ${component}`;
  const ready =
    interval === undefined
      ? component.trim() !== "" && (incident.open || endedAt !== null)
      : close || (startedAt !== null && reason.trim() !== "");
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`${does}?`}
      confirm={does}
      ready={ready}
      preview={
        <p>
          {close
            ? "The interval ends; its length counts as time with a declared incident."
            : "The availability report counts this time for the component, once, however many incidents overlap."}
        </p>
      }
      act={act}
    >
      {interval === undefined ? (
        <TextField
          required
          label="Component, as customers know it"
          value={component}
          onChange={(event) => setComponent(event.target.value)}
        />
      ) : null}
      {close ? null : (
        <>
          <TextField select label="How badly" value={impact} onChange={(event) => setImpact(event.target.value as PublicImpact)}>
            {impactOptions.map(([value, words]) => <MenuItem key={value} value={value}>{words}</MenuItem>)}
          </TextField>
          <TextField
            label="Share of customers, %"
            value={share}
            onChange={(event) => setShare(event.target.value)}
            helperText="Left empty, unknown."
            slotProps={{ htmlInput: { inputMode: "decimal" } }}
          />
          <MomentField
            label="Since"
            value={startedAt}
            set={setStartedAt}
            {...(interval === undefined ? { help: "Left empty, since now." } : { needed: true })}
          />
        </>
      )}
      <MomentField
        label="Until"
        value={endedAt}
        set={setEndedAt}
        help={close ? "Left empty, until now." : incident.open ? "Left empty, it goes on." : "Needed: the incident is over."}
      />
      {interval === undefined || close ? null : <ReasonField value={reason} set={setReason} needed />}
    </ConfirmCommand>
  );
}

/** Says that the review was held, or that there will be none and why. */
export function ReviewDialog({ incident, onClose }: { incident: IncidentRecord; onClose: () => void }) {
  const draft = useDraft("incident.review", incident.id);
  const [held, setHeld] = useDraftState<"held" | "skipped">(draft, "held", "held");
  const [heldAt, setHeldAt] = useDraftState<string | null>(draft, "heldAt", null);
  const [notes, setNotes] = useDraftState(draft, "notes", "");
  const hold = useCommand(holdReview, draft);
  const skip = useCommand(skipReview, draft);
  const does = held === "held" ? "Record that the review was held" : "Skip the review";
  const act = async (): Promise<void> => {
    if (held === "held") await hold({ incidentId: incident.id, notes, ...(heldAt === null ? {} : { heldAt }) });
    else await skip({ incidentId: incident.id, reason: notes });
  };
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      danger={held === "skipped"}
      title={`${does}?`}
      confirm={does}
      ready={held === "held" || notes.trim() !== ""}
      preview={<p>{held === "held" ? "It no longer stands as due." : "The reason stays on the record, beside your name."}</p>}
      act={act}
    >
      <Choice
        label="The review"
        value={held}
        onChange={setHeld}
        options={[
          ["held", "Was held"],
          ["skipped", "Will not be"],
        ]}
      />
      {held === "held" ? <MomentField label="When" value={heldAt} set={setHeldAt} help="Left empty, now." /> : null}
      <TextField
        label={held === "held" ? "Notes (may stay empty)" : "Why"}
        required={held === "skipped"}
        multiline
        minRows={2}
        value={notes}
        onChange={(event) => setNotes(event.target.value)}
        slotProps={{ htmlInput: { style: { padding: "8px 12px" } } }}
      />
    </ConfirmCommand>
  );
}
