import { own } from "@ballast/schema/own";
import { useState } from "react";
import { useCommand } from "../data/command.ts";
import { CommandButton } from "../data/CommandButton.tsx";
import { useLogRefresh } from "../data/logRefresh.ts";
import { ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { counted } from "../data/words.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import type { Column } from "../marks/GroupRows.tsx";
import { GroupRows } from "../marks/GroupRows.tsx";
import { ViewHeader, Panel } from "../marks/Panel.tsx";
import { Person } from "../marks/Person.tsx";
import { SkeletonRows } from "../marks/Skeletons.tsx";
import { State, Tag } from "../marks/State.tsx";
import { AlwaysNow } from "../shell/AlwaysNow.tsx";
import { EmptyState } from "../marks/States.tsx";
import { Quiet } from "../marks/Text.tsx";
import { integrationEvents, integrationsDocument, removeIntegration } from "./integrationDocuments.ts";
import type { Integration } from "./integrationDocuments.ts";
import { integrationDoes, integrationKinds, unseenText } from "./integrationWords.ts";
import { AddIntegrationDialog } from "./AddIntegrationDialog.tsx";
import type { Opened } from "./AddIntegrationDialog.tsx";
import { OpenedDoor } from "./OpenedDoor.tsx";

const nothing = {};

function columnsFor(remove: (integration: Integration) => void): readonly Column<Integration>[] {
  return [
    { key: "name", label: "Name", narrow: "title", render: ({ name }) => <strong>{name}</strong> },
    { key: "kind", label: "System", render: ({ kind }) => <Tag>{own(integrationKinds, kind) ?? kind}</Tag> },
    {
      key: "does",
      label: "What it does",
      grow: true,
      render: (row) => (
        <>
          <Quiet>{integrationDoes(row)}</Quiet>
          {row.removed || row.clearedUnseen.length === 0 ? null : (
            <div>
              <State tone="attention">{unseenText(row.clearedUnseen)}</State>
            </div>
          )}
        </>
      ),
    },
    {
      key: "owner",
      label: "Looked after by",
      narrow: "hide",
      render: ({ owner }) => (owner === null ? <Quiet>nobody in particular</Quiet> : <Person name={owner.name} />),
    },
    {
      key: "remove",
      label: <span className="unseen">Remove</span>,
      render: (row) =>
        row.removed ? null : (
          <CommandButton size="small" danger needs="integration.write" onClick={() => remove(row)}>
            Remove
          </CommandButton>
        ),
    },
    {
      key: "state",
      label: "State",
      narrow: "state",
      render: ({ removed }) => (removed ? <State tone="idle">Removed</State> : <State tone="good">Open</State>),
    },
  ];
}

function RemoveDialog({ integration, onClose }: { integration: Integration; onClose: () => void }) {
  const give = useCommand(removeIntegration);
  const lost =
    integration.kind === "github"
      ? "What GitHub sends with its secret is refused from now on: releases and deploys there are no longer seen here."
      : "Its alerts are refused from now on, and open no incident. Point it somewhere else first.";
  return (
    <ConfirmCommand
      draft={null}
      open
      danger
      onClose={onClose}
      title={`Remove ${integration.name}?`}
      confirm={`Remove ${integration.name}`}
      preview={<p>{lost} What came in by it stays.</p>}
      act={async () => void (await give({ integrationId: integration.id }))}
    />
  );
}

/** Other systems that speak to Ballast. */
export function IntegrationsView() {
  return <AlwaysNow><Integrations /></AlwaysNow>;
}

function Integrations() {
  const [adding, setAdding] = useState(false);
  const [opened, setOpened] = useState<Opened | null>(null);
  const [removing, setRemoving] = useState<Integration | null>(null);
  const read = useRead(integrationsDocument, nothing, { now: true });
  useLogRefresh(integrationEvents, ["read", "Integrations"]);
  const open = read.data?.integrations.filter(({ removed }) => !removed) ?? [];
  const summary =
    read.data === undefined
      ? undefined
      : open.length === 0
        ? "No other system speaks to Ballast: incidents are declared by hand, and only Ballast’s own deploys are seen."
        : `${counted(open.length, "system")} ${open.length === 1 ? "speaks" : "speak"} to Ballast: ${open.map(({ name }) => name).join(", ")}.`;
  const add = (
    <CommandButton needs="integration.write" first onClick={() => setAdding(true)}>
      Add an integration
    </CommandButton>
  );
  return (
    <>
      <ViewHeader title="Integrations" summary={summary} actions={add} />
      <ReadArea read={read} where="Integrations" skeleton={<Panel><SkeletonRows /></Panel>}>
        {({ integrations }) => (
          <Panel>
            {integrations.length === 0 ? (
              <EmptyState title="Nothing is connected yet" action={add}>
                Alertmanager, and whatever speaks to PagerDuty or Opsgenie, opens incidents and calls who is on call; GitHub and CDEvents tell
                of releases and of deploys that others make.
              </EmptyState>
            ) : (
              <GroupRows
                label="Integrations"
                rows={integrations.toSorted((a, b) => Number(a.removed) - Number(b.removed) || a.name.localeCompare(b.name))}
                columns={columnsFor(setRemoving)}
                keyOf={({ id }) => id}
                hrefOf={({ id }) => `/integrations/${encodeURIComponent(id)}`}
              />
            )}
          </Panel>
        )}
      </ReadArea>
      {adding ? <AddIntegrationDialog onClose={() => setAdding(false)} opened={setOpened} /> : null}
      {opened === null ? null : <OpenedDoor {...opened} onClose={() => setOpened(null)} />}
      {removing === null ? null : <RemoveDialog integration={removing} onClose={() => setRemoving(null)} />}
    </>
  );
}
