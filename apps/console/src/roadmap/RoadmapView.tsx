import { useLogRefresh } from "../data/logRefresh.ts";
import { ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import type { Column } from "../marks/GroupRows.tsx";
import { GroupRows } from "../marks/GroupRows.tsx";
import { Columns, Panel, ViewHeader } from "../marks/Panel.tsx";
import { Person } from "../marks/Person.tsx";
import { State } from "../marks/State.tsx";
import { EmptyState } from "../marks/States.tsx";
import { Quiet } from "../marks/Text.tsx";
import { dayWords } from "../promises/Due.tsx";
import styles from "../promises/promises.module.css";
import { roadmapDocument, roadmapEvents } from "./roadmapDocuments.ts";
import type { Roadmap, RoadmapItem } from "./roadmapDocuments.ts";
import { itemState, quarterWords, roadmapSentence } from "./roadmapWords.ts";

const asked = { quarters: 4 };

/** What teams have promised, quarter by quarter: mitigations and actions, with their slips and what blocks them. */
export function RoadmapView() {
  const read = useRead(roadmapDocument, asked, { keep: true });
  useLogRefresh(roadmapEvents, ["read", roadmapDocument.name]);
  return (
    <ReadArea read={read} where="The roadmap">
      {({ roadmap }) => <Shown roadmap={roadmap} />}
    </ReadArea>
  );
}

type Row = RoadmapItem & { readonly team: string };

const columns: readonly Column<Row>[] = [
  {
    key: "title",
    label: "Promise",
    narrow: "title",
    grow: true,
    render: ({ reference, title }) => (
      <>
        <b>{reference}</b> {title}
      </>
    ),
  },
  {
    key: "owner",
    label: "Owner",
    narrow: "hide",
    render: ({ owner }) => (owner === null ? <Quiet>nobody yet</Quiet> : <Person name={owner.name} />),
  },
  {
    key: "due",
    label: "Promised for",
    render: ({ dueOn, firstDueOn, realDueOn, overdueDays }) => (
      <span className={overdueDays > 0 ? styles.late : undefined}>
        {dayWords(dueOn)}
        {firstDueOn === dueOn ? null : <span className={styles.before}> ← {dayWords(firstDueOn)} at first</span>}
        {realDueOn > dueOn ? <Quiet> really {dayWords(realDueOn)}</Quiet> : null}
      </span>
    ),
  },
  { key: "kind", label: "Kind", narrow: "hide", render: ({ kind }) => <Quiet>{kind}</Quiet> },
  {
    key: "state",
    label: "State",
    narrow: "state",
    render(row) {
      const { words, tone } = itemState(row);
      return <State tone={tone}>{words}</State>;
    },
  },
];

function Shown({ roadmap }: { roadmap: Roadmap }) {
  return (
    <>
      <ViewHeader title="Roadmap" summary={roadmapSentence(roadmap)} />
      <Columns>
        {roadmap.quarters.length === 0 ? (
          <Panel>
            <EmptyState title="Nothing is promised">Mitigations and actions stand here once they have a day.</EmptyState>
          </Panel>
        ) : (
          roadmap.quarters.map(({ quarter, teams }) => {
            const rows = teams.flatMap(({ team, items }) => items.map((item): Row => ({ ...item, team: team ?? "In no team" })));
            const late = rows.filter(({ overdueDays, open }) => open && overdueDays > 0).length;
            return (
              <Panel key={quarter} title={quarterWords(quarter)} meta={late === 0 ? undefined : `${String(late)} late`}>
                <GroupRows
                  label={quarterWords(quarter)}
                  rows={rows}
                  keyOf={({ id, team }) => `${team} ${id}`}
                  groupOf={({ team }) => team}
                  hrefOf={({ url }) => url}
                  columns={columns}
                />
              </Panel>
            );
          })
        )}
      </Columns>
    </>
  );
}
