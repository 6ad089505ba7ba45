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
import { Columns, Facts, Panel, ViewHeader } from "../marks/Panel.tsx";
import { State } from "../marks/State.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import { alertRuleDocument, alertRuleEvents, removeAlertRule, turnAlertRule, type AlertRule } from "./alertRuleDocuments.ts";

/** One rule about alerts: what it says, and what happened to it. */
export function AlertRuleView() {
  const { id = "" } = useParams();
  const read = useRead(alertRuleDocument, { id });
  useLogRefresh(alertRuleEvents, ["read", alertRuleDocument.name]);
  return (
    <ReadArea read={read} where="The rule">
      {({ alertRule: rule }) => (rule === null ? <NoSuchRecord what="alert rule" /> : (
        <>
          <ViewHeader
            title={`${rule.reference}: ${rule.name}`}
            summary={rule.removed === null ? rule.sentence : `It was removed: ${rule.removed}. It said: ${rule.sentence}`}
            actions={rule.removed === null ? <Actions rule={rule} /> : undefined}
          />
          <Columns side={<Side rule={rule} />}>
            <Panel title="What it says of each" padded>
              <ul>{rule.says.map((clause) => <li key={clause}>{clause}</li>)}</ul>
            </Panel>
            <HistoryPanel events={nodesOf(rule.history)} total={rule.history.totalCount} />
          </Columns>
        </>
      ))}
    </ReadArea>
  );
}

function Side({ rule: { position, active, removed, about, changedAt } }: { rule: AlertRule }) {
  return (
    <Panel title="Where it stands" padded>
      <Facts
        facts={[
          ["State", removed !== null ? <State key="s" tone="idle">Removed</State> : active
            ? <State key="s" tone="good">On</State> : <State key="s" tone="idle">Off</State>],
          ...(removed === null ? [["Asked", `as number ${position}`] as const] : []),
          ["About", about],
          ["Changed", <RelativeTime key="at" at={changedAt} />],
        ]}
      />
    </Panel>
  );
}

function Actions({ rule }: { rule: AlertRule }) {
  const [asked, ask] = useState<"turn" | "remove" | null>(null);
  return (
    <>
      <Button component={Link} to={`/alert-rules/${encodeURIComponent(rule.id)}/edit`} color="primary" variant="contained">
        Change and try
      </Button>
      <CommandButton needs="alertRule.write" onClick={() => ask("turn")}>{rule.active ? "Turn off" : "Turn on"}</CommandButton>
      <CommandButton needs="alertRule.write" danger onClick={() => ask("remove")}>Remove</CommandButton>
      {asked === "turn" ? <TurnDialog rule={rule} onClose={() => ask(null)} /> : null}
      {asked === "remove" ? <RemoveDialog rule={rule} onClose={() => ask(null)} /> : null}
    </>
  );
}

function TurnDialog({ rule: { id, reference, active }, onClose }: { rule: AlertRule; onClose: () => void }) {
  const draft = useDraft("alertRule.turn", id, String(active));
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(turnAlertRule, draft);
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={active ? `Turn ${reference} off` : `Turn ${reference} on`}
      confirm={active ? `Turn ${reference} off` : `Turn ${reference} on`}
      ready
      preview={<p>Alerts that fire from now on are asked {active ? "without" : "with"} it. What it did of those that fire stays.</p>}
      act={async () => void (await give({ ruleId: id, active: !active, reason }))}
    >
      <TextField label="Why" value={reason} onChange={(event) => setReason(event.target.value)} />
    </ConfirmCommand>
  );
}

function RemoveDialog({ rule: { id, reference }, onClose }: { rule: AlertRule; onClose: () => void }) {
  const draft = useDraft("alertRule.remove", id);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(removeAlertRule, draft);
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`Remove ${reference}`}
      confirm={`Remove ${reference}`}
      ready={reason.trim() !== ""}
      preview={<p>Alerts that fire from now on are asked without it. Its history stays, and alerts go on naming it.</p>}
      act={async () => void (await give({ ruleId: id, reason: reason.trim() }))}
    >
      <TextField label="Why it is not needed any more" required value={reason} onChange={(event) => setReason(event.target.value)} />
    </ConfirmCommand>
  );
}
