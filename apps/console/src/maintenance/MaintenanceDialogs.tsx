import TextField from "@mui/material/TextField";
import { useCommand } from "../data/command.ts";
import { useDraft, useDraftOf, useDraftState } from "../data/draft.ts";
import { MomentField } from "../data/MomentField.tsx";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { endMaintenance, planMaintenance, type Maintenance } from "./maintenanceDocuments.ts";

/** Plans work on services, or plans it anew. */
export function PlanDialog({ planned, onClose }: { planned: Maintenance | null; onClose: () => void }) {
  const draft = useDraftOf(planned, "maintenance.plan", planned?.id);
  const [title, setTitle] = useDraftState(draft, "title", planned?.title ?? "");
  const [services, setServices] = useDraftState(draft, "services", planned?.services.map(({ slug }) => slug).join(", ") ?? "");
  const [from, setFrom] = useDraftState<string | null>(draft, "from", planned?.from ?? null);
  const [until, setUntil] = useDraftState<string | null>(draft, "until", planned?.until ?? null);
  const give = useCommand(planMaintenance, draft);
  const named = services.split(",").map((slug) => slug.trim()).filter((slug) => slug !== "");
  const act = async (): Promise<void> => {
    if (from === null || until === null) return;
    await give({ maintenanceId: planned?.id ?? null, title: title.trim(), services: named, from, until });
  };
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={planned === null ? "Plan maintenance" : `Plan ${planned.title} anew`}
      confirm={planned === null ? "Plan it" : "Plan it so"}
      ready={title.trim() !== "" && named.length > 0 && from !== null && until !== null}
      preview={<p>Alert rules that hold alerts in maintenance hold those of these services meanwhile; what outlasts it comes through.</p>}
      act={act}
    >
      <TextField label="What is done" required autoFocus value={title} onChange={(event) => setTitle(event.target.value)} />
      <TextField
        label="Services" required value={services} placeholder="checkout, search" helperText="By slug, between commas."
        onChange={(event) => setServices(event.target.value)}
      />
      <MomentField key={`from ${draft.starts}`} label="Begins" value={from} set={setFrom} needed />
      <MomentField key={`until ${draft.starts}`} label="Is over" value={until} set={setUntil} needed />
    </ConfirmCommand>
  );
}

/** Ends work before its time, or calls it off. */
export function EndDialog({ planned: { id, title, state }, onClose }: { planned: Maintenance; onClose: () => void }) {
  const draft = useDraft("maintenance.end", id);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(endMaintenance, draft);
  const words = state === "planned" ? `Call ${title} off` : `End ${title} now`;
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={words}
      confirm={words}
      ready
      preview={<p>What alert rules hold because of it, and still fires, comes through within some seconds.</p>}
      act={async () => void (await give({ maintenanceId: id, reason }))}
    >
      <TextField label="Why" value={reason} onChange={(event) => setReason(event.target.value)} />
    </ConfirmCommand>
  );
}
