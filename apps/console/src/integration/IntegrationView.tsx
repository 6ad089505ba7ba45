import { own } from "@ballast/schema/own";
import { useState } from "react";
import { useParams } from "react-router";
import { useCommand } from "../data/command.ts";
import { CommandButton } from "../data/CommandButton.tsx";
import { useLogRefresh } from "../data/logRefresh.ts";
import { useMay } from "../data/may.ts";
import { NoSuchRecord, ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { counted } from "../data/words.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { GroupRows, type Column } from "../marks/GroupRows.tsx";
import { Columns, Facts, Panel, ViewHeader } from "../marks/Panel.tsx";
import { Person } from "../marks/Person.tsx";
import { SkeletonRows } from "../marks/Skeletons.tsx";
import { State } from "../marks/State.tsx";
import { EmptyState } from "../marks/States.tsx";
import { Quiet } from "../marks/Text.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import type { Tone } from "../marks/tone.ts";
import { AlwaysNow } from "../shell/AlwaysNow.tsx";
import {
  deliveriesDocument, integrationDocument, integrationEvents, integrationHeartbeatsDocument, redeliver, type Delivery, type Integration,
} from "./integrationDocuments.ts";
import { TopicsDialog } from "./TopicsDialog.tsx";
import { deliverySays, integrationDoes, integrationKinds, severitiesText, unseenText } from "./integrationWords.ts";

/** One integration: what came by it, what became of it, and what was refused and why. */
export function IntegrationView() {
  return <AlwaysNow><Shown /></AlwaysNow>;
}

function Shown() {
  const { id = "" } = useParams();
  const read = useRead(integrationDocument, { id }, { now: true });
  useLogRefresh(integrationEvents, ["read", integrationDocument.name]);
  const mayLook = useMay("integration.write");
  const [naming, name] = useState(false);
  return (
    <ReadArea read={read} where="The integration">
      {({ integration }) =>
        integration === null ? <NoSuchRecord what="integration" /> : (
          <>
            <ViewHeader
              title={integration.name}
              actions={integration.kind !== "webhook" || integration.removed ? undefined : (
                <CommandButton needs="integration.write" onClick={() => name(true)}>Signed messages of SNS</CommandButton>
              )}
              summary={integration.removed ? "It was removed: what it sends is refused." : `${integrationDoes(integration)}.`}
            />
            <Columns side={<Side integration={integration} />}>
              {integration.kind === "opsgenie" ? <Heartbeats id={id} /> : null}
              {mayLook ? <Came id={id} removed={integration.removed} /> : (
                <Panel title="What came" padded>
                  <Quiet>What came is shown to whoever may change integrations: bodies may hold anything.</Quiet>
                </Panel>
              )}
            </Columns>
            {naming ? <TopicsDialog id={id} topics={integration.snsTopics} onClose={() => name(false)} /> : null}
          </>
        )}
    </ReadArea>
  );
}

function Side({ integration }: {
  integration: Pick<Integration, "kind" | "service" | "owner" | "severities" | "defaultSeverity" | "clearedUnseen" | "removed"> & {
    readonly snsTopics: readonly string[];
  },
}) {
  const { kind, service, owner, severities, defaultSeverity, clearedUnseen, removed, snsTopics } = integration;
  const unseen = unseenText(clearedUnseen);
  return (
    <Panel title="What it is" padded>
      <Facts
        facts={[
          ["System", own(integrationKinds, kind) ?? kind],
          ["State", removed ? <State tone="idle">Removed</State> : <State tone="good">Open</State>],
          ["Service", service === null ? "what alerts name" : service.slug],
          ...(kind === "github" ? [] : [["Severities", `${severitiesText(severities)}, others ${defaultSeverity}`] as const]),
          ...(snsTopics.length === 0 ? [] : [["Takes only", `signed messages of ${snsTopics.join(", ")}`] as const]),
          ["Looked after by", owner === null ? "nobody in particular" : <Person name={owner.name} />],
        ]}
      />
      {unseen === null ? null : <State tone="attention">{unseen}</State>}
    </Panel>
  );
}

/** Who says by it that they are well; nothing where nobody does. */
function Heartbeats({ id }: { id: string }) {
  const read = useRead(integrationHeartbeatsDocument, { id }, { now: true });
  useLogRefresh(["HeartbeatWritten", "HeartbeatRemoved", "HeartbeatPinged", "HeartbeatFellSilent"], [
    "read", integrationHeartbeatsDocument.name,
  ]);
  const rows = read.data?.heartbeats ?? [];
  return rows.length === 0 ? null : (
    <Panel title="Heartbeats" meta={counted(rows.length, "heartbeat")}>
      <GroupRows
        label="Heartbeats" rows={rows} keyOf={({ id: of }) => of} hrefOf={({ id: of }) => `/heartbeats/${encodeURIComponent(of)}`}
        columns={[
          { key: "name", label: "Who", narrow: "title", grow: true, render: ({ name }) => name },
          {
            key: "heard", label: "Last heard", narrow: "meta",
            render: ({ heardAt }) => (heardAt === null ? <Quiet>never</Quiet> : <RelativeTime at={heardAt} />),
          },
          {
            key: "state", label: "State", narrow: "state",
            render: ({ standing }) => (standing === "silent" ? <State tone="bad">Silent</State> : <Quiet>{standing}</Quiet>),
          },
        ]}
      />
    </Panel>
  );
}

const tones: Readonly<Record<string, Tone>> = { accepted: "good", ignored: "idle", refused: "bad" };
const words: Readonly<Record<string, string>> = { accepted: "Taken", ignored: "Left", refused: "Refused" };

const keptWords = (kept: number, more: number): string =>
  `the last ${counted(kept, "delivery", "deliveries")}${more === 0 ? "" : `; ${more} more were only counted`}`;

function Came({ id, removed }: { id: string; removed: boolean }) {
  const read = useRead(deliveriesDocument, { id }, { now: true });
  useLogRefresh(["DeliveriesNoted"], ["read", deliveriesDocument.name]);
  const [chosen, setChosen] = useState<Delivery | null>(null);
  return (
    <ReadArea read={read} where="What came" skeleton={<Panel><SkeletonRows /></Panel>}>
      {({ deliveries: { deliveries, more } }) => (
        <Panel
          title="What came"
          meta={deliveries.length === 0 ? undefined : keptWords(deliveries.length, more)}
        >
          {deliveries.length === 0 ? (
            <EmptyState title="Nothing has come yet">
              What its sender sends stands here within a second, with what became of it. A thousand deliveries are kept, and bodies up to 25 kB.
            </EmptyState>
          ) : (
            <GroupRows
              label="What came"
              rows={deliveries.map((delivery) => ({ ...delivery, id: delivery.deliveryId }))}
              keyOf={({ deliveryId }) => deliveryId}
              columns={columnsFor(setChosen)}
            />
          )}
          {chosen === null ? null : <DeliveryDialog id={id} delivery={chosen} removed={removed} onClose={() => setChosen(null)} />}
        </Panel>
      )}
    </ReadArea>
  );
}

const columnsFor = (choose: (delivery: Delivery) => void): readonly Column<Delivery & { id: string }>[] => [
  { key: "at", label: "When", narrow: "meta", render: ({ at }) => <RelativeTime at={at} /> },
  { key: "action", label: "Asked", narrow: "hide", render: ({ action }) => <Quiet>{action === "" ? "–" : action}</Quiet> },
  { key: "says", label: "What became of it", narrow: "title", grow: true, render: (row) => deliverySays(row) },
  {
    key: "look", label: <span className="unseen">Look</span>, narrow: "hide",
    render: (row) => <CommandButton size="small" needs="integration.write" onClick={() => choose(row)}>Look</CommandButton>,
  },
  {
    key: "outcome", label: "Outcome", narrow: "state",
    render: ({ outcome }) => <State tone={own(tones, outcome) ?? "idle"}>{own(words, outcome) ?? outcome}</State>,
  },
];

function bodyText(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body; // what is no JSON is shown as it came
  }
}

function DeliveryDialog({ id, delivery, removed, onClose }: { id: string; delivery: Delivery; removed: boolean; onClose: () => void }) {
  const give = useCommand(redeliver);
  const { body, bytes, deliveryId } = delivery;
  return (
    <ConfirmCommand
      draft={null}
      open
      onClose={onClose}
      title={deliverySays(delivery)}
      confirm="Take it again"
      ready={body !== null && !removed}
      preview={
        <p>
          {body === null
            ? `It had ${bytes} bytes and was not kept: its sender has to send it again.`
            : "It is taken as the integration is now. What is known already changes nothing."}
        </p>
      }
      act={async () => void (await give({ integrationId: id, deliveryId }))}
    >
      {body === null ? null : <pre tabIndex={0}>{bodyText(body)}</pre>}
    </ConfirmCommand>
  );
}
