import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { PersonField } from "../choices/PersonField.tsx";
import { useCommand } from "../data/command.ts";
import { unrevised, useDraft, useDraftOf, useDraftState } from "../data/draft.ts";
import { useRead } from "../data/read.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { dayWords } from "../promises/Due.tsx";
import {
  askExemption, askOwners, endExemption, grantExemption, readRunbook, refuseExemption, runbookDocument, setServiceOwner, stateCheck,
  stateTechnologies,
} from "./readinessDocuments.ts";
import type { CheckScore, Exemption, ServiceScore } from "./readinessDocuments.ts";

interface OfCell {
  service: ServiceScore;
  cell: CheckScore;
  onClose: () => void;
}

const day = (label: string, value: string, set: (value: string) => void) => (
  <TextField
    label={label}
    type="date"
    required
    value={value}
    onChange={(event) => set(event.target.value)}
    slotProps={{ inputLabel: { shrink: true } }}
  />
);

/** States that a check is met. */
export function StateDialog({ service: { service }, cell: { check }, onClose }: OfCell) {
  const draft = useDraft("readiness.state", service.id, check.checkId);
  const [on, setOn] = useDraftState(draft, "on", () => new Date().toISOString().slice(0, 10));
  const [note, setNote] = useDraftState(draft, "note", "");
  const give = useCommand(stateCheck, draft);
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`State that ${service.name} meets ${check.name}?`}
      confirm={`State ${check.name}`}
      ready={on !== ""}
      preview={<p>{check.asks} It counts {check.days} days from then, with your name, and then has to be stated again.</p>}
      act={async () => void (await give({ service: service.slug, checkId: check.checkId, on, note: note.trim() }))}
    >
      {day("It was so on", on, setOn)}
      <TextField label="What was done, and where it can be seen" multiline value={note} onChange={(event) => setNote(event.target.value)} />
    </ConfirmCommand>
  );
}

/** Asks that a check counts as met for a while. */
export function ExemptDialog({ service: { service }, cell: { check }, onClose }: OfCell) {
  const draft = useDraft("readiness.exempt", service.id, check.checkId);
  const [until, setUntil] = useDraftState(draft, "until", "");
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(askExemption, draft);
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`Exempt ${service.name} from ${check.name}?`}
      confirm={until === "" ? "Ask for the exemption" : `Ask for an exemption until ${dayWords(until)}`}
      ready={until !== "" && reason.trim() !== ""}
      preview={<p>Somebody else decides on it. Once granted it counts as met, in violet, and falls back by itself on its last day.</p>}
      act={async () => void (await give({ service: service.slug, checkId: check.checkId, until, reason: reason.trim() }))}
    >
      {day("Until", until, setUntil)}
      <TextField
        label="Why, and what happens until then"
        required
        multiline
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </ConfirmCommand>
  );
}

const decisions = {
  grant: { does: "Grant", needed: false, label: "What to know of it (may stay empty)", danger: false },
  refuse: { does: "Refuse", needed: true, label: "Why", danger: true },
  end: { does: "End", needed: true, label: "Why", danger: true },
} as const;
export type Decision = keyof typeof decisions;

/** Grants, refuses or ends an exemption. */
export function DecideDialog({ exemption, decision, onClose }: { exemption: Exemption; decision: Decision; onClose: () => void }) {
  const draft = useDraft(`readiness.${decision}`, exemption.exemptionId);
  const [said, setSaid] = useDraftState(draft, "said", "");
  const grant = useCommand(grantExemption, draft);
  const refuse = useCommand(refuseExemption, draft);
  const end = useCommand(endExemption, draft);
  const { does, needed, label, danger } = decisions[decision];
  const { service, checkName, until, reason, askedBy } = exemption;
  const act = async (): Promise<void> => {
    const named = { service: service.slug, exemptionId: exemption.exemptionId };
    if (decision === "grant") await grant({ ...named, note: said.trim() });
    if (decision === "refuse") await refuse({ ...named, reason: said.trim() });
    if (decision === "end") await end({ ...named, reason: said.trim() });
  };
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`${does} the exemption of ${service.name} from ${checkName}?`}
      confirm={`${does} the exemption`}
      danger={danger}
      ready={!needed || said.trim() !== ""}
      preview={<p>{askedBy?.name ?? "Somebody"} asked for it until {dayWords(until)}: {reason}</p>}
      act={act}
    >
      <TextField label={label} required={needed} autoFocus value={said} onChange={(event) => setSaid(event.target.value)} />
    </ConfirmCommand>
  );
}

/** Asks owners about what is not met: of one cell, or of everything that is shown. */
export function AskDialog({ services, checkId, onClose }: {
  services: readonly ServiceScore[];
  checkId?: string | undefined;
  onClose: () => void;
}) {
  const lacking = services.filter(({ checks }) => checks.some((cell) =>
    (cell.state === "open" || cell.state === "overdue") && cell.asked === null && (
      checkId === undefined || cell.check.checkId === checkId
    )));
  const draft = useDraft("readiness.ask", checkId, ...lacking.map(({ key }) => key));
  const [note, setNote] = useDraftState(draft, "note", "");
  const give = useCommand(askOwners, draft);
  const owners = new Set(lacking.flatMap(({ owner }) => owner?.name ?? []));
  const nobody = lacking.filter(({ owner }) => owner === null).map(({ service }) => service.name);
  const act = async (): Promise<void> => {
    const named = { services: lacking.map(({ service }) => service.slug), note: note.trim() };
    await give(checkId === undefined ? named : { ...named, checkIds: [checkId] });
  };
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={owners.size === 1 ? `Ask ${[...owners].join("")}?` : "Ask the owners?"}
      confirm={owners.size === 1 ? `Ask ${[...owners].join("")}` : `Ask ${String(owners.size)} people`}
      ready={owners.size > 0}
      preview={
        <p>
          {owners.size === 0
            ? "Nobody answers for what is not met."
            : `One message each to ${[...owners].join(", ")}, whatever the number of checks; nobody hears of the same check twice a day.`}
          {nobody.length === 0 ? "" : ` Nobody answers for ${nobody.join(", ")}.`}
        </p>
      }
      act={act}
    >
      <TextField label="What to add to it (may stay empty)" value={note} onChange={(event) => setNote(event.target.value)} />
    </ConfirmCommand>
  );
}

/** Says who answers for a service, and how much hangs on it. */
export function OwnerDialog({ service, onClose }: { service: ServiceScore; onClose: () => void }) {
  const { service: { name, slug, id }, owner, tier } = service;
  const draft = useDraftOf(service.record, "readiness.owner", id);
  const [ownerId, setOwner] = useDraftState(draft, "owner", owner?.id ?? "");
  const [level, setLevel] = useDraftState(draft, "tier", tier === null ? "" : String(tier));
  const give = useCommand(setServiceOwner, draft);
  const act = async (): Promise<void> =>
    void (await give(
      { service: slug, ...(ownerId === "" ? {} : { ownerId }), ...(level === "" ? {} : { tier: Number(level) }) },
    ));
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`Who answers for ${name}?`}
      confirm={`Say who answers for ${name}`}
      ready={ownerId !== (owner?.id ?? "") || level !== (tier === null ? "" : String(tier))}
      preview={<p>They state its checks, ask for exemptions, and hear of what is not met.</p>}
      act={act}
    >
      <PersonField label="Who answers for it" value={ownerId} set={setOwner} empty="Nobody yet" />
      <TextField select label="How much hangs on it" value={level} onChange={(event) => setLevel(event.target.value)}>
        <MenuItem value="">Nobody has said</MenuItem>
        {["1", "2", "3", "4"].map((one) => <MenuItem key={one} value={one}>Tier {one}{one === "1" ? ", the most" : ""}</MenuItem>)}
      </TextField>
    </ConfirmCommand>
  );
}

const namesIn = (typed: string): readonly string[] =>
  [...new Set(typed.split(/[,\n]/u).map((name) => name.trim()).filter((name) => name !== ""))];

/** Says that one has read what to do when a service breaks. */
export function ReadDialog({ service: { service }, cell: { check }, onClose }: OfCell) {
  const give = useCommand(readRunbook);
  const { data } = useRead(runbookDocument, { slug: service.slug }, { now: true });
  const url = data?.service?.runbookUrl ?? null;
  return (
    <ConfirmCommand
      draft={null}
      open
      focused
      onClose={onClose}
      title={`You have read the runbook of ${service.name}?`}
      confirm="I have read it"
      ready={url !== null}
      preview={data === undefined ? undefined : url === null ? (
        <p>No runbook is linked: it is linked where the service is described.</p>
      ) : (
        <p>
          <a href={url} target="_blank" rel="noreferrer">{url}</a>, as it stands today, with your name
          {check.days === null ? "." : `; it counts ${String(check.days)} days.`}
        </p>
      )}
      act={async () => void (await give({ service: service.slug, url }))}
    />
  );
}

/** Says by hand what a service is made with. */
export function MadeDialog({ service: { service }, cell, onClose }: OfCell) {
  const draft = useDraftOf(unrevised, "readiness.made", service.id);
  const known = cell.evidence.filter(({ kind }) => kind === "technology").map(({ says }) => says.replace(/: [^:]*$/u, ""));
  const [names, setNames] = useDraftState(draft, "names", known.join(", "));
  const give = useCommand(stateTechnologies, draft);
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`What is ${service.name} made with?`}
      confirm={`Say what ${service.name} is made with`}
      preview={
        <p>
          In place of what was said by hand before; what lock files and SBOMs say stays. What the list does not know stands there as off the
          list from then on.
        </p>
      }
      act={async () => void (await give({ service: service.slug, technologies: namesIn(names).map((name) => ({ name })) }))}
    >
      <TextField label="Technologies, with commas between" multiline value={names} onChange={(event) => setNames(event.target.value)} />
    </ConfirmCommand>
  );
}
