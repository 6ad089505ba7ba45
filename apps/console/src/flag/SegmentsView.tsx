import { useState } from "react";
import { Link } from "react-router";
import { CommandButton } from "../data/CommandButton.tsx";
import { useLogRefresh } from "../data/logRefresh.ts";
import { ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { capital, counted } from "../data/words.ts";
import type { Column } from "../marks/GroupRows.tsx";
import { GroupRows } from "../marks/GroupRows.tsx";
import { Columns, Panel, ViewHeader } from "../marks/Panel.tsx";
import { EmptyState } from "../marks/States.tsx";
import { Quiet, Version } from "../marks/Text.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import styles from "./Flag.module.css";
import { FlagLink } from "./FlagMarks.tsx";
import { segmentEvents, segmentsDocument } from "./segmentDocuments.ts";
import type { SegmentLine } from "./segmentDocuments.ts";
import { membersWords } from "./membersWords.ts";
import { SegmentEditor } from "./SegmentEditor.tsx";

const columns: readonly Column<SegmentLine>[] = [
  {
    key: "name",
    label: "Segment",
    narrow: "title",
    render: ({ name, slug }) => (
      <span className={styles.name}>
        <Link to={`/segments/${slug}`}>{name}</Link> {name === slug ? null : <Version>{slug}</Version>}
      </span>
    ),
  },
  {
    key: "who",
    label: "Who is in it",
    grow: true,
    render: ({ members, description }) => <span title={description}>{membersWords(members)}</span>,
  },
  {
    key: "used",
    label: "Asked for by",
    render: ({ usedBy }) =>
      usedBy.length === 0 ? (
        <Quiet>no flag</Quiet>
      ) : (
        <span className={styles.name}>
          {usedBy
            .slice(0, 3)
            .map(({ id, environment, flag }) => (flag === null ? null : <FlagLink key={id} flag={flag} environment={environment} />))}
          {usedBy.length > 3 ? <Quiet>and {usedBy.length - 3} more</Quiet> : null}
        </span>
      ),
  },
  { key: "at", label: "So since", narrow: "hide", render: ({ definedAt }) => <RelativeTime at={definedAt} /> },
];

/** Groups of customers by name, and the flags that ask for them. */
export function SegmentsView() {
  const read = useRead(segmentsDocument, {});
  const [defining, setDefining] = useState(false);
  useLogRefresh(segmentEvents, ["read", segmentsDocument.name]);
  return (
    <ReadArea read={read} where="Segments">
      {({ segments }) => (
        <>
          <ViewHeader
            title="Segments"
            summary={`${capital(counted(segments.length, "group"))} of customers with a name, the same wherever flags ask for ${segments.length === 1 ? "it" : "them"}.`}
            actions={<CommandButton needs="flag.write" first onClick={() => setDefining(true)}>Define a segment</CommandButton>}
          />
          <Columns>
            {defining ? (
              <Panel title="A new segment" padded>
                <SegmentEditor segment={null} onClose={() => setDefining(false)} />
              </Panel>
            ) : null}
            <Panel>
              {segments.length === 0 ? (
                <EmptyState title="No segments yet">
                  Define one; then rules of flags can ask for it.
                </EmptyState>
              ) : (
                <GroupRows label="Segments" rows={segments} columns={columns} keyOf={({ id }) => id} />
              )}
            </Panel>
          </Columns>
        </>
      )}
    </ReadArea>
  );
}
