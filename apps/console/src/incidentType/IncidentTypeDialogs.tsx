import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useServiceOptions } from "../choices/serviceOptions.ts";
import { useCommand } from "../data/command.ts";
import { useDraft, useDraftOf, useDraftState } from "../data/draft.ts";
import { ReasonField } from "../data/ReasonField.tsx";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { removeIncidentType, writeIncidentType, type IncidentType } from "./incidentTypeDocuments.ts";
import { PairRows, pairsOf, saidIn, type Pair } from "./PairRows.tsx";

interface Asked {
  readonly name: string;
  readonly roles: readonly Pair[];
  readonly checklist: readonly Pair[];
  readonly links: readonly Pair[];
  readonly conferenceLink: string;
  readonly severities: readonly number[];
  readonly services: readonly string[];
}

const askedOf = (shown: IncidentType | null): Asked => ({
  name: shown?.name ?? "", roles: pairsOf((shown?.roles ?? []).map(({ name, purpose }) => [name, purpose])),
  checklist: pairsOf(shown === null ? [["", ""]] : shown.checklist.map(({ text, who }) => [text, who])),
  links: pairsOf((shown?.links ?? []).map(({ label, url }) => [label, url])), conferenceLink: shown?.conferenceLink ?? "",
  severities: shown?.severities ?? [], services: (shown?.services ?? []).map(({ slug }) => slug),
});

/** Whether each row says what it has to say: the second word may be left out where `half` is. */
const whole = (pairs: readonly Pair[], half = false): boolean =>
  saidIn(pairs).every(([first, second]) => first !== "" && (half || second !== ""));

const several = {
  select: {
    multiple: true, displayEmpty: true,
    renderValue: (value: unknown) => (Array.isArray(value) && value.length > 0 ? value.join(", ") : "Every one"),
  },
  inputLabel: { shrink: true },
} as const;

/** Writes a type, or writes it anew. */
export function WriteDialog({ shown, onClose }: { shown: IncidentType | null; onClose: () => void }) {
  const draft = useDraftOf(shown, "incidentType.write", shown?.id);
  const [asked, setAsked] = useDraftState<Asked>(draft, "asked", askedOf(shown));
  const set = (other: Partial<Asked>): void => setAsked({ ...asked, ...other });
  const give = useCommand(writeIncidentType, draft);
  const services = useServiceOptions();
  const [name, conferenceLink] = [asked.name.trim(), asked.conferenceLink.trim()];
  const secure = conferenceLink === "" || conferenceLink.startsWith("https://");
  const act = async (): Promise<void> => void (await give({
    ...(shown === null ? {} : { incidentTypeId: shown.id }), name,
    roles: saidIn(asked.roles).map(([role, purpose]) => ({ name: role, purpose })),
    checklist: saidIn(asked.checklist).map(([text, who]) => ({ text, who })),
    links: saidIn(asked.links).map(([label, url]) => ({ label, url })),
    conferenceLink: conferenceLink === "" ? null : conferenceLink, severities: [...asked.severities], services: [...asked.services],
  }));
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={shown === null ? "Write a type of incidents" : `Change ${shown.name}`}
      confirm={shown === null ? "Write it" : "Change it"}
      ready={name !== "" && secure && whole(asked.roles) && whole(asked.checklist, true) && whole(asked.links)}
      preview={<p>Whoever declares an incident may choose it. Incidents that have it keep what it said when it was chosen.</p>}
      act={act}
    >
      <TextField
        label="Name" required autoFocus={shown === null} value={asked.name} onChange={(event) => set({ name: event.target.value })}
      />
      <PairRows
        title="Checklist: what is to be done, and who usually does it" what="a line" labels={["Line", "Who"]} most={50}
        pairs={asked.checklist} set={(checklist) => set({ checklist })}
      />
      <PairRows
        title="Roles, beside commander, deputy and the others that every incident has" what="a role" labels={["Role", "What it is for"]}
        most={12} pairs={asked.roles} set={(roles) => set({ roles })}
      />
      <PairRows
        title="At hand: runbooks, principles" what="a link" labels={["Link", "Address"]} most={12} pairs={asked.links}
        set={(links) => set({ links })}
      />
      <TextField
        label="Where responders talk" placeholder="https://meet.example.com/{{incident}}" value={asked.conferenceLink} error={!secure}
        onChange={(event) => set({ conferenceLink: event.target.value })}
        helperText={`https only. {{incident}} stands where the number comes; Ballast never follows it.`}
      />
      <TextField
        select label="Offered for severities" value={asked.severities} slotProps={several}
        onChange={(event) => set({ severities: ([] as unknown[]).concat(event.target.value).map(Number) })}
      >
        {[1, 2, 3, 4].map((severity) => <MenuItem key={severity} value={severity}>{severity}</MenuItem>)}
      </TextField>
      <TextField
        select label="Offered for services" value={asked.services} slotProps={several}
        onChange={(event) => set({ services: ([] as string[]).concat(event.target.value) })}
      >
        {services.map(([slug]) => <MenuItem key={slug} value={slug}>{slug}</MenuItem>)}
      </TextField>
    </ConfirmCommand>
  );
}

/** Ends it. */
export function RemoveDialog({ shown: { id, name }, onClose }: { shown: IncidentType; onClose: () => void }) {
  const draft = useDraft("incidentType.remove", id);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(removeIncidentType, draft);
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`Remove ${name}`}
      confirm={`Remove ${name}`}
      ready={reason.trim() !== ""}
      preview={<p>Nobody is offered it any more. Its history, and the incidents that have it, stay as they are.</p>}
      act={async () => void (await give({ incidentTypeId: id, reason: reason.trim() }))}
    >
      <ReasonField value={reason} set={setReason} needed />
    </ConfirmCommand>
  );
}
