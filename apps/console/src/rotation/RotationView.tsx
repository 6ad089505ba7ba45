import { duration } from "@ballast/schema/words";
import { useParams } from "react-router";
import { HistoryPanel } from "../data/HistoryPanel.tsx";
import { nodesOf } from "../data/fields.ts";
import { ownId } from "../data/globalId.ts";
import { useLogRefresh } from "../data/logRefresh.ts";
import { NoSuchRecord, ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import type { Column } from "../marks/GroupRows.tsx";
import { GroupRows } from "../marks/GroupRows.tsx";
import { useNow } from "../marks/now.ts";
import { Columns, ViewHeader, Panel } from "../marks/Panel.tsx";
import { Person } from "../marks/Person.tsx";
import { State, Tag } from "../marks/State.tsx";
import { clock, shortDate } from "../marks/time.ts";
import { useZone } from "../marks/zone.ts";
import styles from "./OnCall.module.css";
import { rotationDocument, rotationEvents, rotationHistoryDocument } from "./rotationDocuments.ts";
import type { Shift } from "./rotationDocuments.ts";
import { RotationPanel } from "./RotationPanel.tsx";
import { comingWeeks, handOverWords, onCallSentence } from "./rotationWords.ts";

function columnsAt(now: number, say: (iso: string) => string): readonly Column<Shift>[] {
  return [
    {
      key: "person",
      label: "Who",
      narrow: "title",
      render: ({ person }) => (person === null ? <State tone="bad">Nobody</State> : <Person name={person.name} />),
    },
    { key: "from", label: "From", render: ({ from }) => say(from) },
    { key: "to", label: "To", render: ({ to }) => say(to) },
    { key: "length", label: "For", right: true, render: ({ from, to }) => duration(Date.parse(to) - Date.parse(from)) },
    {
      key: "state",
      label: "State",
      narrow: "state",
      render: ({ from, to, override }) =>
        Date.parse(from) <= now && now < Date.parse(to) ? (
          <State tone="good">On now</State>
        ) : override ? (
          <Tag tone="planned">stands in</Tag>
        ) : (
          ""
        ),
    },
  ];
}

function History({ id }: { id: string }) {
  const own = ownId(id);
  const { data } = useRead(rotationHistoryDocument, own === null ? null : { stream: `rotation-${own}`, first: 500 }, { keep: true });
  return data === undefined ? null : <HistoryPanel events={nodesOf(data.events)} total={data.events.totalCount} />;
}

/** A rotation: the shifts of the coming weeks one by one, who takes turns, and its past. */
export function RotationView() {
  const { id = "" } = useParams();
  const now = useNow(60_000);
  const zone = useZone();
  const window = comingWeeks(now, 8);
  const read = useRead(rotationDocument, { id, ...window }, { keep: true });
  useLogRefresh(rotationEvents, ["read", "Rotation"]);
  const say = (iso: string): string => `${shortDate(Date.parse(iso), zone, now)} ${clock(Date.parse(iso), zone)}`;
  return (
    <ReadArea read={read} where="The rotation">
      {({ rotation }) =>
        rotation === null ? (
          <NoSuchRecord what="rotation" />
        ) : (
          <>
            <ViewHeader
              title={rotation.name}
              summary={`${onCallSentence([rotation])} It ${handOverWords(rotation.handOver, rotation.timeZone)}.`}
            />
            <div className={styles.stack}>
              <RotationPanel rotation={rotation} window={window} titled={false} />
              <Columns
                side={
                  <Panel title="Turns" meta={`${rotation.people.length} people, in order`} padded>
                    <ol className={styles.people}>
                      {rotation.people.map((person) => (
                        <li key={person.id}>
                          <Person name={person.name} />
                          {person.active ? null : <Tag>has left</Tag>}
                        </li>
                      ))}
                    </ol>
                  </Panel>
                }
              >
                <Panel title="Shifts" meta="the coming eight weeks">
                  <GroupRows
                    label="Shifts"
                    rows={rotation.shifts.filter(({ to }) => Date.parse(to) > now).slice(0, 60)}
                    columns={columnsAt(now, say)}
                    keyOf={(shift) => shift.from}
                  />
                </Panel>
              </Columns>
              <History id={rotation.id} />
            </div>
          </>
        )
      }
    </ReadArea>
  );
}
