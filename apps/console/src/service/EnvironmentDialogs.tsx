import type { EnvironmentKind } from "@ballast/schema/graphql";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useCommand } from "../data/command.ts";
import { useDraftOf, useDraftState } from "../data/draft.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { ReasonField } from "../data/ReasonField.tsx";
import { defineEnvironment, removeEnvironment } from "./serviceCommands.ts";
import type { Environment, ServiceRecord, Target } from "./serviceDocuments.ts";

const kinds: readonly (readonly [EnvironmentKind, string])[] = [
  ["production", "production: customers are here"],
  ["staging", "staging"],
  ["development", "development"],
];

function wholeNumber(text: string): number | null {
  const value = Number(text);
  return text.trim() === "" || !Number.isInteger(value) || value < 0 ? null : value;
}

function targetOf(kind: Target["kind"], traffic: string, customers: string): Target {
  if (kind === "observed") return { kind };
  const [trafficPerSecond, known] = [wholeNumber(traffic), wholeNumber(customers)];
  return {
    kind, ...(trafficPerSecond === null ? {} : { trafficPerSecond }), ...(known === null || known === 0 ? {} : { customers: known }),
  };
}

/** Adds an environment to a service, or changes one. */
export function EnvironmentDialog({
  service, environment, onClose,
}: {
  service: ServiceRecord;
  environment: Environment | null;
  onClose: () => void;
}) {
  const known = environment?.target.kind === "fleet" ? environment.target : null;
  const draft = useDraftOf(service, "service.environment", service.slug, environment?.name);
  const [name, setName] = useDraftState(draft, "name", environment?.name ?? (service.environments.length === 0 ? "production" : ""));
  const [kind, setKind] = useDraftState<EnvironmentKind>(draft, "kind", environment?.kind ?? "production");
  const [target, setTarget] = useDraftState<Target["kind"]>(draft, "target", environment?.target.kind ?? "fleet");
  const [traffic, setTraffic] = useDraftState(draft, "traffic", String(known?.trafficPerSecond ?? ""));
  const [customers, setCustomers] = useDraftState(draft, "customers", String(known?.customers ?? ""));
  const give = useCommand(defineEnvironment, draft);
  const act = async (): Promise<void> =>
    void (await give(
      { service: service.slug, environment: name.trim(), kind, target: targetOf(target, traffic, customers) },
    ));
  const preview =
    target === "observed"
      ? "Another system deploys there; Ballast records what it reports and drives nothing."
      : "Ballast deploys there on the embedded fleet: real processes behind a weighted router.";
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={environment === null ? `Add an environment to ${service.slug}` : `Change ${service.slug} ${environment.name}`}
      confirm={environment === null ? `Add ${name.trim() || "it"}` : "Save"}
      ready={/^[a-z0-9][a-z0-9-]*$/u.test(name.trim())}
      preview={<p>{preview}</p>}
      act={act}
    >
      <TextField label="Name" value={name} disabled={environment !== null} required onChange={(event) => setName(event.target.value)} />
      <TextField
        select
        label="What it is for"
        value={kind}
        onChange={(event) => setKind(kinds.find(([each]) => each === event.target.value)?.[0] ?? kind)}
      >
        {kinds.map(([each, words]) => (
          <MenuItem key={each} value={each}>
            {words}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        select
        label="Who deploys there"
        value={target}
        onChange={(event) => setTarget(event.target.value === "observed" ? "observed" : "fleet")}
      >
        <MenuItem value="fleet">Ballast, on its fleet</MenuItem>
        <MenuItem value="observed">Another system, observed</MenuItem>
      </TextField>
      {target === "observed" ? null : (
        <>
          <TextField
            label="Sample traffic, requests a second"
            value={traffic}
            onChange={(event) => setTraffic(event.target.value)}
            placeholder="none"
          />
          <TextField label="Sample customers" value={customers} onChange={(event) => setCustomers(event.target.value)} placeholder="500" />
        </>
      )}
    </ConfirmCommand>
  );
}

/** Takes an environment away; its history stays. */
export function RemoveEnvironmentDialog({
  service, environment, onClose,
}: {
  service: ServiceRecord;
  environment: Environment;
  onClose: () => void;
}) {
  const draft = useDraftOf(service, "service.removeEnvironment", service.slug, environment.name);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(removeEnvironment, draft);
  const act = async (): Promise<void> =>
    void (await give({ service: service.slug, environment: environment.name, reason }));
  return (
    <ConfirmCommand
      draft={draft}
      open
      danger
      onClose={onClose}
      title={`Remove ${environment.name} from ${service.slug}?`}
      confirm={`Remove ${environment.name}`}
      ready={reason.trim() !== ""}
      preview={
        <>
          <p>Nothing can be deployed there any more. What runs is left running.</p>
          <p>Its deploys and history stay on the record.</p>
        </>
      }
      act={act}
    >
      <ReasonField value={reason} set={setReason} needed />
    </ConfirmCommand>
  );
}
