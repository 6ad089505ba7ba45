import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useEffect, useState } from "react";
import { useRead } from "../data/read.ts";
import { offeredTemplatesDocument, templateDraftDocument, type UpdateDraft } from "./updateTemplates.ts";

const nothing = {};
const shrunk = { select: { displayEmpty: true }, inputLabel: { shrink: true } } as const;

/** Chooses what an update starts from; nothing is shown where there is no template. `use` gets it once for each choice. */
export function TemplateField({ incidentId, use }: { incidentId: string; use: (draft: UpdateDraft) => void }) {
  const [chosen, choose] = useState("");
  const [used, setUsed] = useState("");
  const { data } = useRead(offeredTemplatesDocument, nothing, { now: true });
  const asked = chosen === "" ? null : { updateTemplateId: chosen, incidentId };
  // What was read for an earlier dialog tells how long it had lasted then.
  const { data: read, isFetchedAfterMount: isFresh } = useRead(templateDraftDocument, asked, { now: true, fresh: true });
  const draft = isFresh ? read?.updateDraft : undefined;
  useEffect(() => {
    if (chosen === used || draft === undefined || draft === null) return;
    setUsed(chosen);
    use(draft);
  }, [chosen, used, draft, use]);
  const offered = data?.updateTemplates ?? [];
  if (offered.length === 0) return null;
  const missing = chosen !== "" && chosen === used ? (draft?.missing ?? []) : [];
  return (
    <TextField
      select label="Start from" value={offered.some(({ id }) => id === chosen) ? chosen : ""} slotProps={shrunk}
      onChange={(event) => {
        choose(event.target.value);
        // Chosen again after nothing was, it is used again.
        setUsed("");
      }}
      helperText={missing.length === 0 ? undefined : `Not known, so say it yourself: ${missing.map((fact) => `{{${fact}}}`).join(", ")}.`}
    >
      <MenuItem value="">Nothing</MenuItem>
      {offered.map(({ id, name, visibility }) => <MenuItem key={id} value={id}>{`${name} (${visibility})`}</MenuItem>)}
    </TextField>
  );
}
