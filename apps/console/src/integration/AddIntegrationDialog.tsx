import type { IntegrationKind } from "@ballast/schema/graphql";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { clientError } from "../api/errors.ts";
import { useCommand } from "../data/command.ts";
import { useDraft, useDraftState } from "../data/draft.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { useServiceOptions } from "../choices/serviceOptions.ts";
import { addIntegration } from "./integrationDocuments.ts";
import { integrationKinds, parseSeverities, usualSeverities } from "./integrationWords.ts";
import { MappingFields } from "./MappingFields.tsx";
import { mappingOf, usualMapping } from "./mapping.ts";

/** What is answered once when a door is opened. */
export interface Opened {
  kind: IntegrationKind;
  name: string;
  url: string;
  secret: string | null;
}

const alertsCome =
  "open or join one incident for each service, and call who is on call where their severity is mapped.";
const effects: Readonly<Record<IntegrationKind, string>> = {
  alertmanager: `Alerts that come in by its address ${alertsCome} The address holds its key and is shown once.`,
  pagerduty: `Events that come in with its key ${alertsCome} Changes are noted as deploys. The key is shown once.`,
  opsgenie: `Alerts that come in with its key ${alertsCome} The key is shown once.`,
  cloudevents: `Incidents that come in by its address ${alertsCome} Deploys are noted. The address holds its key and is shown once.`,
  webhook: `Alerts that come in by its address ${alertsCome} Whose they are is told by their shape. The address holds its key and is shown once.`,
  json: `Alerts that its mapping finds ${alertsCome} The address holds its key and is shown once.`,
  github: "Releases, deployments and their states that come in with its secret are recorded as observed. The secret is shown once.",
};

/** Opens a door for another system; `opened` gets address and secret, which are answered this once. */
export function AddIntegrationDialog({ onClose, opened }: { onClose: () => void; opened: (opened: Opened) => void }) {
  const draft = useDraft("integration.add");
  const [kind, setKind] = useDraftState<IntegrationKind>(draft, "kind", "alertmanager");
  const [name, setName] = useDraftState(draft, "name", "");
  const [service, setService] = useDraftState(draft, "service", "");
  const [severities, setSeverities] = useDraftState(draft, "severities", usualSeverities.alertmanager);
  const [mapping, setMapping] = useDraftState(draft, "mapping", usualMapping);
  const [otherSeverity, setOtherSeverity] = useDraftState(draft, "otherSeverity", "3");
  const [redacted, setRedacted] = useDraftState(draft, "redacted", "");
  const options = useServiceOptions();
  const give = useCommand(addIntegration, draft);
  const mapped = kind === "github" ? {} : parseSeverities(severities);
  const ready = name.trim() !== "" && mapped !== null && (kind !== "github" || service !== "");
  const choose = (next: IntegrationKind): void => {
    if (severities === usualSeverities[kind]) setSeverities(usualSeverities[next]);
    setKind(next);
  };
  const act = async (): Promise<void> => {
    const { url, secret } = await give({
      kind,
      name: name.trim(),
      service: service === "" ? null : service,
      severities: mapped ?? {},
      ...(kind === "github"
        ? {}
        : {
            defaultSeverity: Number(otherSeverity),
            ...(kind === "json" ? { mapping: mappingOf(mapping) } : {}),
            redactedLabels: redacted.split(",").map((name) => name.trim()).filter((name) => name !== ""),
          }),
    });
    if (url === null)
      throw clientError("SHOWN_ONCE", "It was added by an earlier try, whose answer was lost.", "Remove it in the list and add it again.");
    opened({ kind, name: name.trim(), url, secret });
  };
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title="Add an integration"
      confirm={name.trim() === "" ? "Add it" : `Add ${name.trim()}`}
      ready={ready}
      preview={<p>{effects[kind]}</p>}
      act={act}
    >
      <TextField select label="System" value={kind} onChange={(event) => choose(event.target.value as IntegrationKind)}>
        {Object.entries(integrationKinds).map(([each, words]) => <MenuItem key={each} value={each}>{words}</MenuItem>)}
      </TextField>
      <TextField
        label="Name"
        autoFocus
        required
        value={name}
        onChange={(event) => setName(event.target.value)}
        placeholder={kind === "github" ? "GitHub of checkout" : `${integrationKinds[kind]}, production`}
        helperText="Events name it as who did something."
      />
      <TextField
        select
        label={kind === "github" ? "Service of the repository" : "Service for alerts that name none"}
        value={service}
        onChange={(event) => setService(event.target.value)}
        slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
      >
        <MenuItem value="">{kind === "github" ? "Choose one" : "None"}</MenuItem>
        {options.map(([slug, words]) => <MenuItem key={slug} value={slug}>{words}</MenuItem>)}
      </TextField>
      {kind === "github" ? null : (
        <>
          <TextField
            label="Which severity calls people"
            value={severities}
            error={mapped === null}
            onChange={(event) => setSeverities(event.target.value)}
            helperText={
              mapped === null
                ? "As critical = 1, info = none; ours are 1 (worst) to 4."
                : "Theirs = ours, 1 (worst) to 4, in any case; none: recorded, and calls nobody."
            }
          />
          <TextField select label="All other severities" value={otherSeverity} onChange={(event) => setOtherSeverity(event.target.value)}>
            {["1", "2", "3", "4"].map((level) => (
              <MenuItem key={level} value={level}>
                {level}
              </MenuItem>
            ))}
          </TextField>
          <TextField
            label="Labels that stay in the house"
            value={redacted}
            onChange={(event) => setRedacted(event.target.value)}
            placeholder="customer, email"
            helperText="Pages do not carry their values."
          />
          {kind === "json" ? <MappingFields mapping={mapping} change={setMapping} /> : null}
        </>
      )}
    </ConfirmCommand>
  );
}
