import Button from "@mui/material/Button";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { CommandButton } from "../data/CommandButton.tsx";
import { nodesOf } from "../data/fields.ts";
import { HistoryPanel } from "../data/HistoryPanel.tsx";
import { useLogRefresh } from "../data/logRefresh.ts";
import { NoSuchRecord, ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { count } from "../data/words.ts";
import { GroupRows, type Column } from "../marks/GroupRows.tsx";
import { Columns, Facts, Panel, ViewHeader } from "../marks/Panel.tsx";
import { SkeletonRows } from "../marks/Skeletons.tsx";
import { EmptyState } from "../marks/States.tsx";
import { Quiet } from "../marks/Text.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import { RemoveDialog, WriteDialog } from "./IncidentTypeDialogs.tsx";
import { incidentTypeDocument, incidentTypeEvents, incidentTypesDocument, type IncidentType } from "./incidentTypeDocuments.ts";
import styles from "./IncidentType.module.css";

const nothing = {};

/** For which incidents it is offered, in words. */
function offeredWords({ severities, services }: Pick<IncidentType, "severities" | "services">): string {
  const severe = severities.length === 0 ? "every severity" : `severity ${severities.join(", ")}`;
  return services.length === 0 ? severe : `${severe} of ${services.map(({ name }) => name).join(", ")}`;
}

const columns: readonly Column<IncidentType>[] = [
  {
    key: "name", label: "Type", narrow: "title", grow: true,
    render: (row) => <><strong>{row.name}</strong> <Quiet>{offeredWords(row)}</Quiet></>,
  },
  { key: "lines", label: "Checklist", right: true, narrow: "hide", render: ({ checklist }) => count(checklist.length) },
  { key: "roles", label: "Roles", right: true, narrow: "hide", render: ({ roles }) => count(roles.length) },
  { key: "at", label: "Written", narrow: "meta", render: ({ writtenAt }) => <RelativeTime at={writtenAt} /> },
];

/** Types of incidents. */
export function IncidentTypesView() {
  const read = useRead(incidentTypesDocument, nothing);
  useLogRefresh(incidentTypeEvents, ["read", incidentTypesDocument.name]);
  const [writing, write] = useState(false);
  return (
    <>
      <ViewHeader
        title="Types of incidents"
        summary="What incidents of a kind have: roles, a checklist, where responders talk, what to have at hand."
        actions={(
          <>
            <Button component={Link} to="/severity-matrix" color="inherit" variant="outlined">Severity matrix</Button>
            <CommandButton first needs="incidentType.write" onClick={() => write(true)}>Write a type</CommandButton>
          </>
        )}
      />
      <Panel>
        <ReadArea read={read} where="The types" skeleton={<SkeletonRows />}>
          {({ incidentTypes: rows }) => rows.length === 0 ? (
            <EmptyState title="There is no type yet">
              Write down once what is done in every incident of a kind, and who does it: at three in the morning a list is remembered by
              nobody.
            </EmptyState>
          ) : (
            <GroupRows
              label="Types of incidents" rows={rows} columns={columns} keyOf={({ id }) => id}
              hrefOf={({ id }) => `/incident-types/${encodeURIComponent(id)}`}
            />
          )}
        </ReadArea>
      </Panel>
      {writing ? <WriteDialog shown={null} onClose={() => write(false)} /> : null}
    </>
  );
}

function Lists({ shown: { checklist, roles, links } }: { shown: IncidentType }) {
  return (
    <>
      <Panel title="Checklist" meta={count(checklist.length)}>
        <ol className={styles.list}>
          {checklist.map(({ text, who }) => <li key={text}>{text} {who === "" ? null : <Quiet>{who}</Quiet>}</li>)}
        </ol>
      </Panel>
      {roles.length === 0 ? null : (
        <Panel title="Roles of its own">
          <ul className={styles.list}>
            {roles.map(({ name, purpose }) => <li key={name}><strong>{name}</strong> <Quiet>{purpose}</Quiet></li>)}
          </ul>
        </Panel>
      )}
      {links.length === 0 ? null : (
        <Panel title="At hand">
          <ul className={styles.list}>
            {links.map(({ label, url }) => (
              <li key={`${label} ${url}`}><a href={url} target="_blank" rel="noopener noreferrer">{label}</a> <Quiet>{url}</Quiet></li>
            ))}
          </ul>
        </Panel>
      )}
    </>
  );
}

/** One of them, and what happened to it. */
export function IncidentTypeView() {
  const { id = "" } = useParams();
  const read = useRead(incidentTypeDocument, { id });
  useLogRefresh(incidentTypeEvents, ["read", incidentTypeDocument.name]);
  const [asked, ask] = useState<"write" | "remove" | null>(null);
  const close = (): void => ask(null);
  return (
    <ReadArea read={read} where="The type">
      {({ incidentType: one }) => (one === null ? <NoSuchRecord what="type of incidents" /> : (
        <>
          <ViewHeader
            title={one.name}
            summary={one.removed === null ? `It is offered for ${offeredWords(one)}.` : `It was removed: ${one.removed}`}
            actions={one.removed !== null ? undefined : (
              <>
                <CommandButton first needs="incidentType.write" onClick={() => ask("write")}>Change</CommandButton>
                <CommandButton needs="incidentType.write" danger onClick={() => ask("remove")}>Remove</CommandButton>
              </>
            )}
          />
          <Columns side={(
            <Panel title="What it gives" padded>
              <Facts
                facts={[
                  ["Responders talk", one.conferenceLink], ["Offered for", offeredWords(one)],
                  ["Written", <RelativeTime key="w" at={one.writtenAt} />],
                ]}
              />
            </Panel>
          )}
          >
            <Lists shown={one} />
            <HistoryPanel events={nodesOf(one.history)} total={one.history.totalCount} />
          </Columns>
          {asked === "write" ? <WriteDialog shown={one} onClose={close} /> : null}
          {asked === "remove" ? <RemoveDialog shown={one} onClose={close} /> : null}
        </>
      ))}
    </ReadArea>
  );
}
