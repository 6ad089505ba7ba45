import Button from "@mui/material/Button";
import TextField from "@mui/material/TextField";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { useCommand } from "../data/command.ts";
import { CommandButton } from "../data/CommandButton.tsx";
import { useDraft, useDraftState } from "../data/draft.ts";
import { nodesOf } from "../data/fields.ts";
import { HistoryPanel } from "../data/HistoryPanel.tsx";
import { useLogRefresh } from "../data/logRefresh.ts";
import { NoSuchRecord, ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { useNow } from "../marks/now.ts";
import { Columns, Facts, Panel, ViewHeader } from "../marks/Panel.tsx";
import { State, Tag } from "../marks/State.tsx";
import { Quiet } from "../marks/Text.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import { CallsPanel, type Tried } from "./CallsPanel.tsx";
import styles from "./Escalation.module.css";
import { PolicyReachPanel } from "./PolicyReachPanel.tsx";
import {
  endEscalationDefault, escalationDocument, escalationEvents, makeEscalationDefault, retireEscalationPolicy, trialDocument, type Escalation,
} from "./escalationDocuments.ts";

const minute = 60_000;

/** One policy: what it says, whom it would call at a moment, what uses it, and what happened to it. */
export function EscalationView() {
  const { id = "" } = useParams();
  const read = useRead(escalationDocument, { id }, { keep: true });
  useLogRefresh(escalationEvents, ["read", escalationDocument.name]);
  return (
    <ReadArea read={read} where="The policy">
      {({ escalationPolicy: policy }) => (policy === null ? <NoSuchRecord what="escalation policy" /> : (
        <>
          <ViewHeader
            title={policy.name}
            summary={policy.retired === null ? policy.sentence : `It was retired: ${policy.retired}. It said: ${policy.sentence}`}
            actions={policy.retired === null ? <Actions policy={policy} /> : undefined}
          />
          <Columns side={<Calls policy={policy} />}>
            <Panel title="What it says" padded>
              {policy.description === "" ? null : <p>{policy.description}</p>}
              <ol className={styles.says}>
                {policy.steps.map(({ says, minutes }, place) => (
                  <li key={place}>{says} <Quiet>for {minutes} min</Quiet></li>
                ))}
              </ol>
              <p>
                {policy.rounds === 1 ? "Once" : `${policy.rounds} times over`}
                {policy.lastly.length === 0 ? "." : `, then ${policy.lastly.map(({ says }) => says).join(" and ")}.`}
              </p>
            </Panel>
            {policy.retired === null ? <PolicyReachPanel id={policy.id} service={policy.services[0]?.id ?? null} /> : null}
            {policy.stakeholders.length === 0 ? null : (
              <Panel title="Told, and not called" padded>
                <ul className={styles.says}>
                  {policy.stakeholders.map(({ target: { says }, upTo }) => (
                    <li key={says}>{says} <Quiet>of {upTo === 1 ? "severity 1" : `severities 1 to ${upTo}`}</Quiet></li>
                  ))}
                </ul>
              </Panel>
            )}
            <Uses policy={policy} />
            <HistoryPanel events={nodesOf(policy.history)} total={policy.history.totalCount} />
          </Columns>
        </>
      ))}
    </ReadArea>
  );
}

function Calls({ policy }: { policy: Escalation }) {
  const now = useNow(minute);
  const [tried, set] = useState<Tried>({ at: null, service: policy.services[0]?.id ?? "" });
  const at = tried.at ?? new Date(Math.floor(now / minute) * minute).toISOString();
  const read = useRead(trialDocument, { id: policy.id, at, service: tried.service === "" ? null : tried.service }, { keep: true });
  const says = [
    ...policy.steps.map((step) => step.says), ...(policy.lastly.length === 0 ? [] : [policy.lastly.map((each) => each.says).join(" and ")]),
  ];
  return (
    <CallsPanel
      trial={read.data?.escalationPolicy?.trial} error={read.error} says={says} tried={tried} set={set} services={policy.services}
    />
  );
}

function Uses({ policy: { services, isDefault, changedAt } }: { policy: Escalation }) {
  return (
    <Panel title="What uses it" padded>
      <Facts
        facts={[
          ["Services that name none", isDefault ? <State key="d" tone="good">Go by it</State> : "Go by another one, or what is built in"],
          ["Services", services.length === 0 ? "none" : (
            <span key="s">{services.map(({ id, slug }) => <Link key={id} to={`/services/${slug}`}><Tag>{slug}</Tag>{" "}</Link>)}</span>
          )],
          ["Changed", <RelativeTime key="at" at={changedAt} />],
        ]}
      />
    </Panel>
  );
}

function Actions({ policy }: { policy: Escalation }) {
  const [asked, ask] = useState<"default" | "retire" | null>(null);
  return (
    <>
      <Button component={Link} to={`/escalation-policies/${encodeURIComponent(policy.id)}/edit`} color="primary" variant="contained">
        Change and try
      </Button>
      <CommandButton needs="rotation.write" onClick={() => ask("default")}>
        {policy.isDefault ? "No longer the default" : "Make it the default"}
      </CommandButton>
      <CommandButton needs="rotation.write" danger onClick={() => ask("retire")}>Retire</CommandButton>
      {asked === "default" ? <DefaultDialog policy={policy} onClose={() => ask(null)} /> : null}
      {asked === "retire" ? <RetireDialog policy={policy} onClose={() => ask(null)} /> : null}
    </>
  );
}

function DefaultDialog({ policy: { id, name, isDefault }, onClose }: { policy: Escalation; onClose: () => void }) {
  const draft = useDraft("escalation.default", id, String(isDefault));
  const make = useCommand(makeEscalationDefault, draft);
  const end = useCommand(endEscalationDefault, draft);
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={isDefault ? `Let ${name} no longer be the default?` : `Make ${name} the default?`}
      confirm={isDefault ? "End it as the default" : `Make ${name} the default`}
      ready
      preview={
        <p>
          {isDefault
            ? "Services that name no policy call who is on call, then who is next, then everyone of their schedule again."
            : "Every service that names no policy goes by it. Pages under way go on as they began."}
        </p>
      }
      act={async () => void (await (isDefault ? end : make)({ policyId: id }))}
    />
  );
}

function RetireDialog({ policy: { id, name, services, isDefault }, onClose }: { policy: Escalation; onClose: () => void }) {
  const draft = useDraft("escalation.retire", id);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(retireEscalationPolicy, draft);
  const isUsed = services.length > 0 || isDefault;
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`Retire ${name}`}
      confirm={`Retire ${name}`}
      ready={reason.trim() !== "" && !isUsed}
      preview={
        <p>
          {isUsed
            ? `It is used by ${isDefault ? "every service that names none" : services.map(({ slug }) => slug).join(", ")}: let them use another one first.`
            : "Nothing uses it. Its history stays, and a page under way goes on with what it said last."}
        </p>
      }
      act={async () => void (await give({ policyId: id, reason: reason.trim() }))}
    >
      <TextField label="Why it is not needed any more" required value={reason} onChange={(event) => setReason(event.target.value)} />
    </ConfirmCommand>
  );
}
