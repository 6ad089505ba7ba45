import Button from "@mui/material/Button";
import { Link } from "react-router";
import { useLogRefresh } from "../data/logRefresh.ts";
import { ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { GroupRows, type Column } from "../marks/GroupRows.tsx";
import { Panel, ViewHeader } from "../marks/Panel.tsx";
import { SkeletonRows } from "../marks/Skeletons.tsx";
import { State, Tag } from "../marks/State.tsx";
import { EmptyState } from "../marks/States.tsx";
import { Quiet } from "../marks/Text.tsx";
import { escalationEvents, escalationsDocument, type Escalation } from "./escalationDocuments.ts";
import { policiesSentence } from "./escalationForm.ts";

const nothing = {};

const columns: readonly Column<Escalation>[] = [
  {
    key: "name", label: "Policy", narrow: "title", grow: true,
    render: ({ name, sentence }) => <><strong>{name}</strong> <Quiet>{sentence}</Quiet></>,
  },
  {
    key: "services", label: "Used by", narrow: "meta",
    render: ({ services, isDefault }) =>
      services.length === 0
        ? <Quiet>{isDefault ? "no service yet" : "none"}</Quiet>
        : (
          <>
            {services.slice(0, 4).map(({ id, slug }) => <Tag key={id}>{slug}</Tag>)}
            {services.length > 4 ? ` and ${services.length - 4} more` : ""}
          </>
        ),
  },
  {
    key: "state", label: "State", narrow: "state",
    render: ({ isDefault, services }) =>
      isDefault ? <State tone="good">The default</State> : services.length === 0
        ? <State tone="idle">Not used</State> : <State tone="good">In use</State>,
  },
];

/** In which order people are called: policies, and what goes by them. */
export function EscalationsView() {
  const read = useRead(escalationsDocument, nothing, { keep: true });
  useLogRefresh(escalationEvents, ["read", escalationsDocument.name]);
  const write = <Button component={Link} to="/escalation-policies/new" color="primary" variant="contained">Write a policy</Button>;
  return (
    <>
      <ViewHeader
        title="Escalation policies"
        summary={read.data === undefined ? undefined : policiesSentence(read.data.escalationPolicies)}
        actions={<><Button component={Link} to="/on-call">On-call</Button>{write}</>}
      />
      <Panel>
        <ReadArea read={read} where="The policies" skeleton={<SkeletonRows />}>
          {({ escalationPolicies: policies }) => policies.length === 0 ? (
            <EmptyState title="No policies yet" action={write}>
              Every page calls who is on call, five minutes later who is next, then everyone of the schedule. A policy says it otherwise:
              steps of schedules and people, how long each waits, and how often it starts from the top.
            </EmptyState>
          ) : (
            <GroupRows
              label="Escalation policies"
              rows={policies}
              columns={columns}
              keyOf={({ id }) => id}
              hrefOf={({ id }) => `/escalation-policies/${encodeURIComponent(id)}`}
            />
          )}
        </ReadArea>
      </Panel>
    </>
  );
}
