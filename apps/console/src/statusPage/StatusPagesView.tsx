import Button from "@mui/material/Button";
import { useState } from "react";
import { Link } from "react-router";
import { CommandButton } from "../data/CommandButton.tsx";
import { useLogRefresh } from "../data/logRefresh.ts";
import { useRead } from "../data/read.ts";
import { ReadArea } from "../data/ReadArea.tsx";
import type { Column } from "../marks/GroupRows.tsx";
import { GroupRows } from "../marks/GroupRows.tsx";
import { Panel, ViewHeader } from "../marks/Panel.tsx";
import { EmptyState } from "../marks/States.tsx";
import { Quiet } from "../marks/Text.tsx";
import { DefineStatusPageDialog } from "./DefineStatusPageDialog.tsx";
import { statusPageEvents, statusPagesDocument, type StatusPageLine } from "./statusPageDocuments.ts";
import { pagesSentence, quarterOf } from "./statusPageWords.ts";

const nothing = {};

const columns: readonly Column<StatusPageLine>[] = [
  {
    key: "name", label: "Page", narrow: "title",
    render: ({ id, name }) => <Link to={`/status-pages/${encodeURIComponent(id)}`}>{name}</Link>,
  },
  { key: "says", label: "Says", grow: true, render: ({ sentence }) => sentence },
  { key: "parts", label: "Components", right: true, narrow: "hide", render: ({ components }) => components.length },
  { key: "uptime", label: "90 days", right: true, render: (page) => <strong>{quarterOf(page)}</strong> },
  { key: "where", label: "Stands at", narrow: "hide", render: ({ path }) => <Quiet><a href={path}>{path}</a></Quiet> },
];

/** Pages that the public reads. */
export function StatusPagesView() {
  const read = useRead(statusPagesDocument, nothing);
  const [defining, setDefining] = useState(false);
  useLogRefresh(statusPageEvents, ["read", "StatusPages"]);
  return (
    <>
      <ViewHeader
        title="Status pages"
        summary={read.data === undefined ? undefined : pagesSentence(read.data.statusPages)}
        actions={(
          <>
            <Button component={Link} to="/update-templates" color="inherit" variant="outlined">Templates of updates</Button>
            <CommandButton needs="statusPage.write" onClick={() => setDefining(true)}>Make a status page</CommandButton>
          </>
        )}
      />
      <ReadArea read={read} where="The status pages">
        {({ statusPages }) => (
          <Panel meta="what readers see, from incidents with an impact on the public">
            {statusPages.length === 0 ? (
              <EmptyState title="No status page yet">
                Make one, and put on it what customers use: it says by itself what your incidents hurt.
              </EmptyState>
            ) : (
              <GroupRows label="Status pages" rows={statusPages} columns={columns} keyOf={({ id }) => id} />
            )}
          </Panel>
        )}
      </ReadArea>
      {defining ? <DefineStatusPageDialog onClose={() => setDefining(false)} /> : null}
    </>
  );
}
