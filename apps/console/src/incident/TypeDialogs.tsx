import TextField from "@mui/material/TextField";
import { useCommand } from "../data/command.ts";
import { unrevised, useDraft, useDraftOf, useDraftState } from "../data/draft.ts";
import { ReasonField } from "../data/ReasonField.tsx";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { chooseIncidentType, setConferenceLink } from "./incidentCommands.ts";
import type { IncidentRecord } from "./incidentDocuments.ts";
import { TypeField } from "./TypeField.tsx";

/** Gives an incident a type, or another one. */
export function TypeDialog({ incident, onClose }: { incident: IncidentRecord; onClose: () => void }) {
  const draft = useDraft("incident.type", incident.id);
  const [type, setType] = useDraftState(draft, "type", "");
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(chooseIncidentType, draft);
  const services = incident.services.map(({ slug }) => slug);
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`Choose the type of ${incident.reference}?`}
      confirm="Choose it"
      ready={type !== ""}
      preview={(
        <p>
          {incident.type === null ? "It has none yet" : `It is ${incident.type.name}`}. Its checklist, roles and links are written down as
          they stand now; what was ticked stays in the timeline, and roles that the new type does not have end.
        </p>
      )}
      act={async () => void (await give({ incidentId: incident.id, incidentTypeId: type, reason }))}
    >
      <TypeField severity={incident.severity} services={services} value={type} set={setType} empty="Choose one" others />
      <ReasonField value={reason} set={setReason} />
    </ConfirmCommand>
  );
}

/** Says where responders talk. */
export function ConferenceDialog({ incident, onClose }: { incident: IncidentRecord; onClose: () => void }) {
  const draft = useDraftOf(unrevised, "incident.conference", incident.id);
  const [url, setUrl] = useDraftState(draft, "url", incident.conferenceLink ?? "");
  const give = useCommand(setConferenceLink, draft);
  const said = url.trim();
  const secure = said === "" || said.startsWith("https://");
  const does = said === "" ? "Take the conference link away" : "Set the conference link";
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`${does}?`}
      confirm={does}
      ready={secure && said !== (incident.conferenceLink ?? "")}
      preview={<p>It stands at the top of {incident.reference}, for who may see that. Ballast never follows it.</p>}
      act={async () => void (await give({ incidentId: incident.id, url: said === "" ? null : said }))}
    >
      <TextField
        label="Where responders talk" placeholder="https://meet.example.com/…" value={url} error={!secure} autoFocus
        onChange={(event) => setUrl(event.target.value)} helperText="https only; left empty, they talk nowhere any more."
      />
    </ConfirmCommand>
  );
}
