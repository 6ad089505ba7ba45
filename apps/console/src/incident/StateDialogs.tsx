import type { IncidentState, Milestone, PublicImpact } from "@ballast/schema/graphql";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useRef, useState } from "react";
import { useCommand } from "../data/command.ts";
import { unrevised, useDraft, useDraftOf, useDraftState } from "../data/draft.ts";
import type { DraftHandle } from "../data/draft.ts";
import { MomentField } from "../data/MomentField.tsx";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { ReasonField } from "../data/ReasonField.tsx";
import { namesIn } from "./DeclareDialog.tsx";
import type { DialogProps } from "./dialogs.ts";
import {
  changeIncidentState, reachMilestone, renameIncident, reopenIncident, setPublicImpact, setSeverity,
} from "./incidentCommands.ts";
import type { IncidentRecord } from "./incidentDocuments.ts";
import { impactOptions, milestoneWords, nextStates, severityOptions, stateEffects, stateOf } from "../response/incidentWords.ts";
import { MatrixField } from "./MatrixField.tsx";
import { missingMilestones } from "./steps.ts";

/** Moves an incident on, along the ways its state has. */
export function StateDialog({ incident, about, onClose }: { incident: IncidentRecord } & DialogProps<"state">) {
  const ways = nextStates[incident.state];
  const draft = useDraft("incident.state", incident.id, about.to);
  const [to, setTo] = useState<IncidentState | "">(about.to ?? ways[0] ?? "");
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const [resolvedAt, setResolvedAt] = useDraftState<string | null>(draft, "resolvedAt", null);
  const [said, setSaid] = useDraftState<Readonly<Record<string, string | null>>>(draft, "milestones", {});
  const give = useCommand(changeIncidentState, draft);
  const missing = to === "resolved" ? missingMilestones(incident.milestones) : [];
  const open = incident.tasks.filter(({ state }) => state === "open");
  const report = useMilestones(incident.id, draft);
  const words = to === "" ? "" : stateOf(to).words.toLowerCase();
  const does = to === "resolved" ? `Resolve ${incident.reference}` : `Move ${incident.reference} to ${words}`;
  const act = async (): Promise<void> => {
    if (to === "") return;
    await report(missing.map((milestone) => [milestone, said[milestone] ?? null]));
    await give({ incidentId: incident.id, to, reason, ...(to === "resolved" && resolvedAt !== null ? { resolvedAt } : {}) });
  };
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`${does}?`}
      confirm={does}
      ready={to !== ""}
      danger={to === "declined" || to === "cancelled"}
      preview={
        <>
          <p>
            From {stateOf(incident.state).words.toLowerCase()} to {words}.
          </p>
          {to === "" ? null : <p>{stateEffects[to]}</p>}
          {to !== "resolved" || open.length === 0 ? null : (
            <>
              <p>
                {open.length === 1 ? "One task is" : `${String(open.length)} tasks are`} still to be done; each can become an action item:
              </p>
              <ul>{open.map(({ id, text, owner }) => <li key={id}>{text}{owner === null ? "" : `, ${owner.name}`}</li>)}</ul>
            </>
          )}
        </>
      }
      act={act}
    >
      {about.to === undefined ? (
        <TextField select label="Where it stands" value={to} onChange={(event) => setTo(event.target.value as IncidentState)}>
          {ways.map((way) => <MenuItem key={way} value={way}>{stateOf(way).words}</MenuItem>)}
        </TextField>
      ) : null}
      {to === "resolved" ? <MomentField label="Over since" value={resolvedAt} set={setResolvedAt} help="Left empty, since now." /> : null}
      {missing.map((milestone) => (
        <MomentField
          key={milestone}
          label={`${milestoneWords[milestone]}, not said yet`}
          value={said[milestone] ?? null}
          set={(at) => setSaid((before) => ({ ...before, [milestone]: at }))}
          help="Left empty, it stays unknown."
        />
      ))}
      <ReasonField value={reason} set={setReason} />
    </ConfirmCommand>
  );
}

/** Reports milestones one after the other; pressed again after one was refused, those that were taken are not told twice. */
function useMilestones(
  incidentId: string,
  draft: DraftHandle,
): (said: readonly (readonly [milestone: Milestone, at: string | null])[]) => Promise<void> {
  const give = useCommand(reachMilestone, draft);
  const taken = useRef(new Set<Milestone>());
  return async (said) => {
    for (const [milestone, at] of said) {
      if (at === null || taken.current.has(milestone)) continue;
      await give({ incidentId, milestone, at });
      taken.current.add(milestone);
    }
  };
}

/** Takes an incident up again; both times of impact stay on record. */
export function ReopenDialog({ incident, onClose }: { incident: IncidentRecord; onClose: () => void }) {
  const draft = useDraftOf(unrevised, "incident.reopen", incident.id);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const [components, setComponents] = useDraftState(draft, "components", incident.components.join(", "));
  const give = useCommand(reopenIncident, draft);
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`Reopen ${incident.reference}?`}
      confirm={`Reopen ${incident.reference}`}
      ready={reason.trim() !== ""}
      preview={<p>It is investigated again, its responders are paged, and a new impact interval begins. The one before stays as it was.</p>}
      act={async () => void (await give({ incidentId: incident.id, reason, components: namesIn(components) }))}
    >
      <TextField
        label="Hurt components"
        value={components}
        onChange={(event) => setComponents(event.target.value)}
        helperText="With commas between."
      />
      <ReasonField value={reason} set={setReason} needed />
    </ConfirmCommand>
  );
}

/** Rates an incident anew. */
export function SeverityDialog({ incident, onClose }: { incident: IncidentRecord; onClose: () => void }) {
  const draft = useDraftOf(unrevised, "incident.severity", incident.id);
  const [severity, set] = useDraftState(draft, "severity", incident.severity ?? 3);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(setSeverity, draft);
  const does = `Set severity ${severity}`;
  const up = incident.severity === null || severity < incident.severity;
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`${does} for ${incident.reference}?`}
      confirm={does}
      ready={severity !== incident.severity}
      preview={
        <p>
          {incident.severity === null ? "It had none" : `It was severity ${incident.severity}`}.{" "}
          {incident.open
            ? up
              ? "Whoever a higher severity calls and was not called before is paged."
              : "Nobody is called back; reminders become rarer."
            : "It is over: nobody is paged."}
        </p>
      }
      act={async () => void (await give({ incidentId: incident.id, severity, reason }))}
    >
      <TextField select label="Severity" value={severity} onChange={(event) => set(Number(event.target.value))}>
        {severityOptions.map(([value, words]) => <MenuItem key={value} value={value}>{words}</MenuItem>)}
      </TextField>
      <MatrixField
        severity={severity}
        use={(proposed, words) => {
          set(proposed);
          // What somebody has written is theirs.
          if (reason.trim() === "") setReason(words);
        }}
      />
      <ReasonField value={reason} set={setReason} />
    </ConfirmCommand>
  );
}

/** Changes what the public is told. */
export function PublicImpactDialog({ incident, onClose }: { incident: IncidentRecord; onClose: () => void }) {
  const draft = useDraftOf(unrevised, "incident.publicImpact", incident.id);
  const [publicImpact, set] = useDraftState<PublicImpact>(draft, "publicImpact", incident.publicImpact);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(setPublicImpact, draft);
  const does = `Set public impact ${publicImpact}`;
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`${does}?`}
      confirm={does}
      ready={publicImpact !== incident.publicImpact}
      preview={
        <p>
          It was {incident.publicImpact}. The availability report counts incidents by this level; intervals of components keep their own.
        </p>
      }
      act={async () => void (await give({ incidentId: incident.id, publicImpact, reason }))}
    >
      <TextField select label="Public impact" value={publicImpact} onChange={(event) => set(event.target.value as PublicImpact)}>
        {impactOptions.map(([value, words]) => <MenuItem key={value} value={value}>{words}</MenuItem>)}
      </TextField>
      <ReasonField value={reason} set={setReason} />
    </ConfirmCommand>
  );
}

/** Changes title and summary. */
export function RenameDialog({ incident, onClose }: { incident: IncidentRecord; onClose: () => void }) {
  const draft = useDraftOf(unrevised, "incident.rename", incident.id);
  const [title, setTitle] = useDraftState(draft, "title", incident.title);
  const [summary, setSummary] = useDraftState(draft, "summary", incident.summary);
  const give = useCommand(renameIncident, draft);
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`Describe ${incident.reference} anew?`}
      confirm={`Describe ${incident.reference}`}
      ready={title.trim() !== ""}
      preview={<p>The former words stay in the history, and are still found by search.</p>}
      act={async () => void (await give({ incidentId: incident.id, title: title.trim(), summary }))}
    >
      <TextField label="What is wrong, in a line" value={title} onChange={(event) => setTitle(event.target.value)} />
      <TextField
        label="What is known"
        multiline
        minRows={3}
        value={summary}
        onChange={(event) => setSummary(event.target.value)}
        slotProps={{ htmlInput: { style: { padding: "8px 12px" } } }}
      />
    </ConfirmCommand>
  );
}
