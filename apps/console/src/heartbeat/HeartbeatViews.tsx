import { useState } from "react";
import { Link, useParams } from "react-router";
import { CommandButton } from "../data/CommandButton.tsx";
import { nodesOf } from "../data/fields.ts";
import { HistoryPanel } from "../data/HistoryPanel.tsx";
import { useLogRefresh } from "../data/logRefresh.ts";
import { NoSuchRecord, ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { GroupRows, type Column } from "../marks/GroupRows.tsx";
import { Columns, Facts, Panel, ViewHeader } from "../marks/Panel.tsx";
import { Person } from "../marks/Person.tsx";
import { SkeletonRows } from "../marks/Skeletons.tsx";
import { State } from "../marks/State.tsx";
import { EmptyState } from "../marks/States.tsx";
import { Quiet } from "../marks/Text.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import { RemoveDialog, TurnDialog, WriteDialog } from "./HeartbeatDialogs.tsx";
import { heartbeatDocument, heartbeatEvents, heartbeatsDocument, outsideHeartbeatDocument, type Heartbeat } from "./heartbeatDocuments.ts";
import { everyWords, heartbeatsSentence, standings, worstFirst } from "./heartbeatWords.ts";

const nothing = {};
const Standing = ({ standing }: Pick<Heartbeat, "standing">) => <State tone={standings[standing][0]}>{standings[standing][1]}</State>;
const serviceOf = ({ service, integration }: Heartbeat): string => service?.slug ?? integration?.service?.slug ?? "no service";
const Heard = ({ heardAt }: Pick<Heartbeat, "heardAt">) => heardAt === null ? <Quiet>never</Quiet> : <RelativeTime at={heardAt} />;

const columns: readonly Column<Heartbeat>[] = [
  {
    key: "name", label: "Who", narrow: "title", grow: true,
    render: ({ name, description }) => <><strong>{name}</strong> <Quiet>{description}</Quiet></>,
  },
  { key: "service", label: "Service", narrow: "hide", render: serviceOf },
  { key: "every", label: "Sent", narrow: "hide", render: everyWords },
  { key: "heard", label: "Last heard", narrow: "meta", render: (row) => <Heard {...row} /> },
  { key: "standing", label: "State", narrow: "state", render: (row) => <Standing {...row} /> },
];

/** Those who say again and again that they are well: who is silent first. */
export function HeartbeatsView() {
  const read = useRead(heartbeatsDocument, nothing);
  useLogRefresh(heartbeatEvents, ["read", heartbeatsDocument.name]);
  const [writing, write] = useState(false);
  const rows = worstFirst(read.data?.heartbeats ?? []);
  return (
    <>
      <ViewHeader
        title="Heartbeats"
        summary={read.data === undefined ? undefined : heartbeatsSentence(rows)}
        actions={<CommandButton first needs="integration.write" onClick={() => write(true)}>Wait for a heartbeat</CommandButton>}
      />
      <Columns>
        <Panel>
          <ReadArea read={read} where="The heartbeats" skeleton={<SkeletonRows />}>
            {() => rows.length === 0 ? (
              <EmptyState title="Nobody is waited for">
                A job, a backup or a watcher says that it is well by asking <code>/v2/heartbeats/NAME/ping</code> with the key of
                an <Link to="/integrations">Opsgenie integration</Link>. When it does not, that is an alert.
              </EmptyState>
            ) : (
              <GroupRows
                label="Heartbeats" rows={rows} columns={columns} keyOf={({ id }) => id}
                hrefOf={({ id }) => `/heartbeats/${encodeURIComponent(id)}`}
              />
            )}
          </ReadArea>
        </Panel>
        <OutsideHeartbeat />
      </Columns>
      {writing ? <WriteDialog shown={null} onClose={() => write(false)} /> : null}
    </>
  );
}

/** Whether somebody outside hears when Ballast itself is down. */
function OutsideHeartbeat() {
  const read = useRead(outsideHeartbeatDocument, nothing, { now: true });
  useLogRefresh(["WatcherAsked"], ["read", outsideHeartbeatDocument.name]);
  if (read.data === undefined) return null;
  const { set, toldAt, why } = read.data.health.outsideHeartbeat;
  return (
    <Panel title="Ballast’s own heartbeat" padded>
      {!set && toldAt === null ? (
        <p>
          Nobody outside hears when Ballast itself is down. Give <code>BALLAST_OUTSIDE_HEARTBEAT</code> an address that a watcher outside
          waits for: it is asked every minute while the log can be written and people can be called.
        </p>
      ) : (
        <p>
          A watcher outside is asked every minute while the log can be written and people can be
          called. {toldAt === null ? "It was not told anything yet." : <>It was told that Ballast is well <RelativeTime at={toldAt} />.</>}
          {why === "" ? null : <State tone="attention">The last try failed: {why}</State>}
        </p>
      )}
    </Panel>
  );
}

function summaryOf({ standing, heardAt, dueAt, removed, ...one }: Heartbeat) {
  if (removed !== null) return `It was removed: ${removed}`;
  const sent = `It is sent ${everyWords(one)}`;
  switch (standing) {
    case "silent":
      return <>Nothing was heard of it{heardAt === null ? "" : <> since <RelativeTime at={heardAt} /></>}. {sent}.</>;
    case "waiting":
      return `${sent}, and was never heard: it is waited for from the first time on.`;
    case "heard":
      return (
        <>
          {sent}{heardAt === null ? "" : <>, last <RelativeTime at={heardAt} /></>}
          {dueAt === null ? "" : <>, and is an alert unless it is heard by <RelativeTime at={dueAt} /></>}.
        </>
      );
    default:
      return `${sent}, and nobody waits for it.`;
  }
}

/** One of them: when it was heard, its silences, and what happened to it. */
export function HeartbeatView() {
  const { id = "" } = useParams();
  const read = useRead(heartbeatDocument, { id });
  useLogRefresh(heartbeatEvents, ["read", heartbeatDocument.name]);
  const [asked, ask] = useState<"write" | "turn" | "remove" | null>(null);
  const close = (): void => ask(null);
  return (
    <ReadArea read={read} where="The heartbeat">
      {({ heartbeat: one }) => (one === null ? <NoSuchRecord what="heartbeat" /> : (
        <>
          <ViewHeader
            title={one.name}
            summary={summaryOf(one)}
            actions={one.removed !== null ? undefined : (
              <>
                <CommandButton first needs="integration.write" onClick={() => ask("write")}>Change</CommandButton>
                <CommandButton needs="integration.write" onClick={() => ask("turn")}>{one.enabled ? "Turn off" : "Turn on"}</CommandButton>
                <CommandButton needs="integration.write" danger onClick={() => ask("remove")}>Remove</CommandButton>
              </>
            )}
          />
          <Columns side={<Side one={one} />}>
            <Silences silences={one.silences} />
            <HistoryPanel events={nodesOf(one.history)} total={one.history.totalCount} />
          </Columns>
          {asked === "write" ? <WriteDialog shown={one} onClose={close} /> : null}
          {asked === "turn" ? <TurnDialog shown={one} onClose={close} /> : null}
          {asked === "remove" ? <RemoveDialog shown={one} onClose={close} /> : null}
        </>
      ))}
    </ReadArea>
  );
}

/** What its sender runs. */
const pingCommand = (name: string): string =>
  `curl -X POST -H "Authorization: GenieKey $KEY" \\\n  ${window.location.origin}/v2/heartbeats/${encodeURIComponent(name)}/ping`;

function Side({ one }: { one: Heartbeat }) {
  const { integration, owner, priority, heardAt, message, name, description } = one;
  return (
    <Panel title="What it is" padded>
      {description === "" ? null : <p>{description}</p>}
      <Facts
        facts={[
          ["State", <Standing key="s" {...one} />], ["Last heard", <Heard key="h" heardAt={heardAt} />], ["Sent", everyWords(one)],
          ["Service", serviceOf(one)],
          ["Its silence is", `${priority}, ${message === "" ? `“${name} is silent”` : `“${message}”`}`],
          ["Answered for by", owner === null ? "whoever looks after its integration" : <Person key="o" name={owner.name} />],
          ["Comes in by", integration === null ? "an integration that is gone" : (
            <Link key="i" to={`/integrations/${encodeURIComponent(integration.id)}`}>{integration.name}</Link>
          )],
        ]}
      />
      <pre tabIndex={0}>{pingCommand(name)}</pre>
    </Panel>
  );
}

const silenceColumns: readonly Column<Heartbeat["silences"][number]>[] = [
  { key: "from", label: "Since", narrow: "meta", render: ({ startsAt }) => <RelativeTime at={startsAt} /> },
  { key: "name", label: "Alert", narrow: "title", grow: true, render: ({ name }) => name },
  {
    key: "state", label: "State", narrow: "state",
    render: ({ endsAt }) => endsAt === null ? <State tone="bad">Silent</State> : <State tone="idle">Heard again</State>,
  },
];

function Silences({ silences }: Pick<Heartbeat, "silences">) {
  return (
    <Panel title="Silences" meta={silences.length === 0 ? undefined : "the last ten, each an alert"}>
      {silences.length === 0 ? <EmptyState title="It was never silent" /> : (
        <GroupRows
          label="Silences" rows={silences} columns={silenceColumns} keyOf={({ id }) => id}
          hrefOf={({ id }) => `/alerts/${encodeURIComponent(id)}`}
        />
      )}
    </Panel>
  );
}
