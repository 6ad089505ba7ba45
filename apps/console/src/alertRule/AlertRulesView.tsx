import Button from "@mui/material/Button";
import { Link } from "react-router";
import { useCommand } from "../data/command.ts";
import { useLogRefresh } from "../data/logRefresh.ts";
import { ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { SmallButton } from "../data/SmallButton.tsx";
import { GroupRows, type Column } from "../marks/GroupRows.tsx";
import { Panel, ViewHeader } from "../marks/Panel.tsx";
import { SkeletonRows } from "../marks/Skeletons.tsx";
import { State } from "../marks/State.tsx";
import { EmptyState } from "../marks/States.tsx";
import { Quiet } from "../marks/Text.tsx";
import { alertRuleEvents, alertRulesDocument, moveAlertRule, type AlertRule } from "./alertRuleDocuments.ts";
import { rulesSentence } from "./ruleForm.ts";

const nothing = {};
const addressOf = (id: string): string => `/alert-rules/${encodeURIComponent(id)}`;

const columnsFor = (move: (rule: AlertRule, by: 1 | -1) => void, count: number): readonly Column<AlertRule>[] => [
  { key: "position", label: "Asked", narrow: "meta", render: ({ position, reference }) => <Quiet>{position}. {reference}</Quiet> },
  {
    key: "name", label: "Rule", narrow: "title", grow: true,
    render: ({ name, sentence }) => <><strong>{name}</strong> <Quiet>{sentence}</Quiet></>,
  },
  {
    key: "move", label: <span className="unseen">Order</span>, narrow: "hide",
    render: (rule) => (
      <>
        {rule.position === 1 ? null : (
          <SmallButton needs="alertRule.write" label={`Ask ${rule.reference} earlier`} onClick={() => move(rule, -1)}>Up</SmallButton>
        )}
        {rule.position === count ? null : (
          <SmallButton needs="alertRule.write" label={`Ask ${rule.reference} later`} onClick={() => move(rule, 1)}>Down</SmallButton>
        )}
      </>
    ),
  },
  {
    key: "state", label: "State", narrow: "state",
    render: ({ active }) => (active ? <State tone="good">On</State> : <State tone="idle">Off</State>),
  },
];

/** Rules about alerts, in the order in which alerts are asked with them. */
export function AlertRulesView() {
  const read = useRead(alertRulesDocument, nothing);
  const give = useCommand(moveAlertRule);
  useLogRefresh(alertRuleEvents, ["read", alertRulesDocument.name]);
  const rules = read.data?.alertRules ?? [];
  const move = (rule: AlertRule, by: 1 | -1): void => {
    const others = rules.filter(({ id }) => id !== rule.id);
    void give({ ruleId: rule.id, before: others[rule.position - 1 + by]?.id ?? null });
  };
  return (
    <>
      <ViewHeader
        title="Alert rules"
        summary={read.data === undefined ? undefined : rulesSentence(rules)}
        actions={<Button component={Link} to="/alert-rules/new" color="primary" variant="contained">Write a rule</Button>}
      />
      <Panel>
        <ReadArea read={read} where="The rules" skeleton={<SkeletonRows />}>
          {() => rules.length === 0 ? (
            <EmptyState title="No rules yet">
              A rule maps severities, sends alerts to a service, groups them by labels, waits for the third within ten minutes, or holds them
              in maintenance. It is tried on the alerts of the last 30 days before it is saved.
            </EmptyState>
          ) : (
            <GroupRows
              label="Alert rules"
              rows={rules}
              columns={columnsFor(move, rules.length)}
              keyOf={({ id }) => id}
              hrefOf={({ id }) => addressOf(id)}
            />
          )}
        </ReadArea>
      </Panel>
    </>
  );
}
