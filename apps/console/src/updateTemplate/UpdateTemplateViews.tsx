import { useState } from "react";
import { useParams } from "react-router";
import { CommandButton } from "../data/CommandButton.tsx";
import { nodesOf } from "../data/fields.ts";
import { HistoryPanel } from "../data/HistoryPanel.tsx";
import { useLogRefresh } from "../data/logRefresh.ts";
import { NoSuchRecord, ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { GroupRows, type Column } from "../marks/GroupRows.tsx";
import { Columns, Facts, Panel, ViewHeader } from "../marks/Panel.tsx";
import { SkeletonRows } from "../marks/Skeletons.tsx";
import { State } from "../marks/State.tsx";
import { EmptyState } from "../marks/States.tsx";
import { Quiet } from "../marks/Text.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import { RemoveDialog, WriteDialog } from "./UpdateTemplateDialogs.tsx";
import { updateTemplateDocument, updateTemplateEvents, updateTemplatesDocument, type UpdateTemplate } from "./updateTemplateDocuments.ts";

const nothing = {};
const Readers = ({ visibility }: Pick<UpdateTemplate, "visibility">) =>
  visibility === "public" ? <State tone="info">Public</State> : <State tone="idle">Internal</State>;
const promiseOf = ({ nextUpdateInMinutes: minutes }: UpdateTemplate): string =>
  minutes === null ? "none" : `in ${String(minutes)} minutes`;

const columns: readonly Column<UpdateTemplate>[] = [
  {
    key: "name", label: "Template", narrow: "title", grow: true,
    render: ({ name, body }) => <><strong>{name}</strong> <Quiet>{body}</Quiet></>,
  },
  { key: "state", label: "Then stands", narrow: "hide", render: ({ state }) => state },
  { key: "next", label: "Next update", narrow: "hide", render: promiseOf },
  { key: "at", label: "Written", narrow: "meta", render: ({ writtenAt }) => <RelativeTime at={writtenAt} /> },
  { key: "readers", label: "Readers", narrow: "state", render: (row) => <Readers {...row} /> },
];

/** What updates may start from. */
export function UpdateTemplatesView() {
  const read = useRead(updateTemplatesDocument, nothing);
  useLogRefresh(updateTemplateEvents, ["read", updateTemplatesDocument.name]);
  const [writing, write] = useState(false);
  return (
    <>
      <ViewHeader
        title="Templates of updates"
        summary="What an update of an incident may start from; its facts come where braces are."
        actions={<CommandButton first needs="statusPage.write" onClick={() => write(true)}>Write a template</CommandButton>}
      />
      <Panel>
        <ReadArea read={read} where="The templates" skeleton={<SkeletonRows />}>
          {({ updateTemplates: rows }) => rows.length === 0 ? (
            <EmptyState title="There is no template yet">
              Write what is said every time once, with braces where the components, the beginning and the next update come: at three in the
              morning nobody looks for words.
            </EmptyState>
          ) : (
            <GroupRows
              label="Templates of updates" rows={rows} columns={columns} keyOf={({ id }) => id}
              hrefOf={({ id }) => `/update-templates/${encodeURIComponent(id)}`}
            />
          )}
        </ReadArea>
      </Panel>
      {writing ? <WriteDialog shown={null} onClose={() => write(false)} /> : null}
    </>
  );
}

/** One of them, and what happened to it. */
export function UpdateTemplateView() {
  const { id = "" } = useParams();
  const read = useRead(updateTemplateDocument, { id });
  useLogRefresh(updateTemplateEvents, ["read", updateTemplateDocument.name]);
  const [asked, ask] = useState<"write" | "remove" | null>(null);
  const close = (): void => ask(null);
  return (
    <ReadArea read={read} where="The template">
      {({ updateTemplate: one }) => (one === null ? <NoSuchRecord what="template" /> : (
        <>
          <ViewHeader
            title={one.name}
            summary={one.removed === null ? `It is offered to whoever posts an update.` : `It was removed: ${one.removed}`}
            actions={one.removed !== null ? undefined : (
              <>
                <CommandButton first needs="statusPage.write" onClick={() => ask("write")}>Change</CommandButton>
                <CommandButton needs="statusPage.write" danger onClick={() => ask("remove")}>Remove</CommandButton>
              </>
            )}
          />
          <Columns side={(
            <Panel title="What it does" padded>
              <Facts
                facts={[
                  ["Readers", <Readers key="r" {...one} />], ["The incident then stands", one.state], ["The next update", promiseOf(one)],
                  ["Written", <RelativeTime key="w" at={one.writtenAt} />],
                ]}
              />
            </Panel>
          )}
          >
            <Panel title="What it says" padded><p style={{ whiteSpace: "pre-wrap" }}>{one.body}</p></Panel>
            <HistoryPanel events={nodesOf(one.history)} total={one.history.totalCount} />
          </Columns>
          {asked === "write" ? <WriteDialog shown={one} onClose={close} /> : null}
          {asked === "remove" ? <RemoveDialog shown={one} onClose={close} /> : null}
        </>
      ))}
    </ReadArea>
  );
}
