import { useState } from "react";
import { CommandButton } from "../data/CommandButton.tsx";
import { useLogRefresh } from "../data/logRefresh.ts";
import { ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { counted } from "../data/words.ts";
import { Choice } from "../marks/Choice.tsx";
import type { Column } from "../marks/GroupRows.tsx";
import { GroupRows } from "../marks/GroupRows.tsx";
import { Panel, ViewHeader } from "../marks/Panel.tsx";
import { Person } from "../marks/Person.tsx";
import { State } from "../marks/State.tsx";
import { EmptyState } from "../marks/States.tsx";
import { KeyboardHints, Quiet } from "../marks/Text.tsx";
import { dayWords } from "../promises/Due.tsx";
import { ForumDialog } from "./ForumDialog.tsx";
import { forumEvents, forumsDocument } from "./forumDocuments.ts";
import type { ForumLine } from "./forumDocuments.ts";
import { about, forumsSentence, kinds, often } from "./forumWords.ts";

function standing({ state, open, overdueDays }: ForumLine) {
  if (state === "ended") return <State tone="idle">Ended</State>;
  if (overdueDays > 0) return <State tone="bad">{`${counted(overdueDays, "day")} late`}</State>;
  if (open?.state === "meeting") return <State tone="info">Goes on</State>;
  return open === null ? <State tone="good">On time</State> : <State tone="planned">Being prepared</State>;
}

const columns: readonly Column<ForumLine>[] = [
  { key: "title", label: "Review", narrow: "title", grow: true, render: ({ title }) => title },
  { key: "kind", label: "Looks at", narrow: "hide", render: (row) => <>{kinds[row.kind]} <Quiet>{about(row)}</Quiet></> },
  { key: "often", label: "Comes", narrow: "meta", render: ({ cadence }) => often(cadence) },
  { key: "owner", label: "Owner", narrow: "hide", render: ({ owner }) => <Person name={owner.name} /> },
  {
    key: "next", label: "Next", narrow: "meta",
    render: ({ nextDueOn }) => (nextDueOn === null ? <Quiet>none</Quiet> : dayWords(nextDueOn)),
  },
  {
    key: "findings", label: "Findings open", narrow: "hide",
    render: ({ open }) => String(open?.findings.filter((one) => one.open).length ?? 0),
  },
  { key: "state", label: "State", narrow: "state", render: standing },
];

/** Every series of reviews: when each comes next, and which is late. */
export function ForumsView() {
  const [ended, setEnded] = useState(false);
  const [founding, setFounding] = useState(false);
  const read = useRead(forumsDocument, { ended }, { keep: true });
  useLogRefresh(forumEvents, ["read", forumsDocument.name]);
  return (
    <>
      <ViewHeader
        title="Forums"
        summary={forumsSentence(read.data?.forums ?? [])}
        actions={<CommandButton needs="forum.write" first onClick={() => setFounding(true)}>Found a series</CommandButton>}
      />
      <ReadArea read={read} where="The series of reviews">
        {({ forums }) => (
          <Panel
            title={counted(forums.length, "series", "series")}
            meta={
              <Choice
                label="Which ones" value={ended ? "all" : "running"} options={[["running", "That come again"], ["all", "Ended too"]]}
                onChange={(which) => setEnded(which === "all")}
              />
            }
            foot={forums.length === 0 ? undefined : <KeyboardHints hints={[["J K", "to move"], ["Enter", "to open"]]} />}
          >
            {forums.length === 0 ? (
              <EmptyState title="No review comes again yet">
                Found one for architecture, a vendor or the program: its agenda makes itself from what is due.
              </EmptyState>
            ) : (
              <GroupRows
                label="Series of reviews" rows={forums} columns={columns} keyOf={({ id }) => id}
                hrefOf={({ id }) => `/forums/${encodeURIComponent(id)}`}
              />
            )}
          </Panel>
        )}
      </ReadArea>
      {founding ? <ForumDialog forum={null} onClose={() => setFounding(false)} /> : null}
    </>
  );
}
