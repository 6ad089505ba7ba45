import { useState } from "react";
import { Link, useParams } from "react-router";
import { CommandButton } from "../data/CommandButton.tsx";
import { nodesOf } from "../data/fields.ts";
import { HistoryPanel } from "../data/HistoryPanel.tsx";
import { useLogRefresh } from "../data/logRefresh.ts";
import { useRead } from "../data/read.ts";
import { NoSuchRecord, ReadArea } from "../data/ReadArea.tsx";
import type { Column } from "../marks/GroupRows.tsx";
import { GroupRows } from "../marks/GroupRows.tsx";
import { Columns, Facts, Panel, ViewHeader } from "../marks/Panel.tsx";
import { State } from "../marks/State.tsx";
import { EmptyState } from "../marks/States.tsx";
import { Quiet } from "../marks/Text.tsx";
import { HoldStatusDialog, NoticeDialog, RetirePageDialog } from "./ComponentDialog.tsx";
import { DefineStatusPageDialog } from "./DefineStatusPageDialog.tsx";
import { LayOutDialog } from "./LayOutDialog.tsx";
import { statusPageDocument, statusPageEvents, type StatusPageComponent, type StatusPageRecord } from "./statusPageDocuments.ts";
import { pageSentence, quarterOf, ruleWords, statusTones, statusWords } from "./statusPageWords.ts";
import { PublicationsPanel } from "../telling/PublicationsPanel.tsx";
import { SubscribersPanel } from "./SubscribersPanel.tsx";
import styles from "./StatusPage.module.css";

type Doing = { readonly what: "define" | "layOut" | "retire" } | {
  readonly what: "hold" | "notice"; readonly component: StatusPageComponent;
};

const columnsOf = (shown: StatusPageRecord, begin: (doing: Doing) => void): readonly Column<StatusPageComponent>[] => [
  {
    key: "name", label: "Readers call it", narrow: "title",
    render: ({ name, notice }) => (
      <>
        <strong>{name}</strong> {notice === null ? null : <Quiet>{notice}</Quiet>}
      </>
    ),
  },
  {
    key: "of", label: "It tells of", grow: true,
    render: ({ service, component }) => (
      <>
        {component === null ? null : `${component} of `}
        {service === null ? "–" : <Link to={`/services/${encodeURIComponent(service.id)}`}>{service.name}</Link>}
      </>
    ),
  },
  {
    key: "group", label: "Under", narrow: "hide",
    render: ({ groupId }) => <Quiet>{shown.groups.find(({ id }) => id === groupId)?.name ?? "–"}</Quiet>,
  },
  { key: "uptime", label: "90 days", right: true, narrow: "hide", render: (component) => quarterOf(component) },
  {
    key: "state", label: "State", narrow: "state",
    render: ({ status, heldReason }) => (
      <span title={heldReason ?? undefined}>
        <State tone={statusTones[status]}>{statusWords[status]}{heldReason === null ? "" : " ◆"}</State>
      </span>
    ),
  },
  {
    key: "acts", label: <span className="unseen">What can be done</span>,
    render: (component) =>
      shown.retired === null ? (
        <span className={styles.acts}>
          <CommandButton needs="statusPage.write" size="small" onClick={() => begin({ what: "hold", component })}>By hand</CommandButton>
          <CommandButton needs="statusPage.write" size="small" onClick={() => begin({ what: "notice", component })}>Notice</CommandButton>
        </span>
      ) : null,
  },
];

function Side({ shown }: { shown: StatusPageRecord }) {
  return (
    <>
      {shown.lint.length === 0 ? null : (
        <Panel title="To look at" padded>
          <ul className={styles.lint}>
            {shown.lint.map((said) => (
              <li key={said}>{said}</li>
            ))}
          </ul>
        </Panel>
      )}
      <Panel title="What it is" padded>
        <Facts
          facts={[
            ["Stands at", <a key="path" href={shown.path}>{shown.path}</a>],
            ["Address of its own", shown.address ?? "–"],
            ["Clock", shown.timeZone],
            ["Language", shown.language],
            ["Counts", ruleWords(shown.rule)],
            ...shown.uptime.map(({ days, percent, publishedPercent }) => [
              `${String(days)} days`,
              `${percent === null ? "–" : `${percent} %`}${publishedPercent === percent ? "" : `, published as ${publishedPercent ?? "–"} %`}`,
            ] as const),
          ]}
        />
      </Panel>
    </>
  );
}

function Dialogs({ shown, doing, onClose }: { shown: StatusPageRecord; doing: Doing | null; onClose: () => void }) {
  if (doing === null) return null;
  switch (doing.what) {
    case "define":
      return <DefineStatusPageDialog shown={shown} onClose={onClose} />;
    case "layOut":
      return <LayOutDialog shown={shown} onClose={onClose} />;
    case "retire":
      return <RetirePageDialog shown={shown} onClose={onClose} />;
    case "hold":
      return <HoldStatusDialog shown={shown} component={doing.component} onClose={onClose} />;
    case "notice":
      return <NoticeDialog shown={shown} component={doing.component} onClose={onClose} />;
  }
}

/** One page: what it says, of what, and by which rule. */
export function StatusPageView() {
  const { id = "" } = useParams();
  const read = useRead(statusPageDocument, { id });
  const [doing, setDoing] = useState<Doing | null>(null);
  useLogRefresh(statusPageEvents, ["read", "StatusPage"]);
  return (
    <ReadArea read={read} where="The status page">
      {({ statusPage: shown }) =>
        shown === null ? (
          <NoSuchRecord what="status page" />
        ) : (
          <>
            <ViewHeader
              title={shown.name}
              summary={pageSentence(shown)}
              actions={
                <>
                  {shown.retired === null ? (
                    <CommandButton needs="statusPage.write" onClick={() => setDoing({ what: "layOut" })}>Lay it out</CommandButton>
                  ) : null}
                  <CommandButton needs="statusPage.write" onClick={() => setDoing({ what: "define" })}>Change it</CommandButton>
                  {shown.retired === null ? (
                    <CommandButton needs="statusPage.write" danger onClick={() => setDoing({ what: "retire" })}>Retire it</CommandButton>
                  ) : null}
                </>
              }
            />
            <Columns side={<Side shown={shown} />}>
              <Panel title="What it tells of" meta="◆ set by hand">
                {shown.components.length === 0 ? (
                  <EmptyState title="Nothing yet">Lay it out: say what readers use, and which service stands behind it.</EmptyState>
                ) : (
                  <GroupRows label="Components" rows={shown.components} columns={columnsOf(shown, setDoing)} keyOf={(one) => one.id} />
                )}
              </Panel>
              <SubscribersPanel shown={shown} />
              <PublicationsPanel of={{ statusPageId: shown.id }} />
              <HistoryPanel events={nodesOf(shown.history)} total={shown.history.totalCount} />
            </Columns>
            <Dialogs shown={shown} doing={doing} onClose={() => setDoing(null)} />
          </>
        )
      }
    </ReadArea>
  );
}
