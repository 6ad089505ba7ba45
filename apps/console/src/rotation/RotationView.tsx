import { duration } from "@ballast/schema/words";
import { useState } from "react";
import { Link, useParams } from "react-router";
import Button from "@mui/material/Button";
import { CommandButton } from "../data/CommandButton.tsx";
import { HistoryPanel } from "../data/HistoryPanel.tsx";
import { nodesOf } from "../data/fields.ts";
import { ownId } from "../data/globalId.ts";
import { useLogRefresh } from "../data/logRefresh.ts";
import { NoSuchRecord, ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import type { Column } from "../marks/GroupRows.tsx";
import { GroupRows } from "../marks/GroupRows.tsx";
import { useMay } from "../data/may.ts";
import { useNow } from "../marks/now.ts";
import { Columns, ViewHeader, Panel } from "../marks/Panel.tsx";
import { Person } from "../marks/Person.tsx";
import { State, Tag } from "../marks/State.tsx";
import { useZone, viewerZone, zoneName } from "../marks/zone.ts";
import { useActOnNow } from "../shell/actOnNow.tsx";
import { useShortcut } from "../shell/shortcuts.ts";
import styles from "./OnCall.module.css";
import schedules from "./Schedule.module.css";
import { rotationDocument, rotationEvents, rotationHistoryDocument } from "./rotationDocuments.ts";
import type { Rotation } from "./rotationDocuments.ts";
import { OverrideDialog } from "./RotationDialogs.tsx";
import { RotationPanel } from "./RotationPanel.tsx";
import { comingWeeks } from "./rotationWords.ts";
import { scheduleDocument } from "./scheduleDocuments.ts";
import type { Duty, Schedule } from "./scheduleDocuments.ts";
import { SchedulePanels } from "./SchedulePanels.tsx";
import type { Looking } from "./SchedulePanels.tsx";
import { scheduleSentence, stillAhead } from "./scheduleWords.ts";
import { AskSwapDialog, TakeOverDialog } from "./SwapDialogs.tsx";
import { aheadOf, type Span } from "./walking.ts";
import { clockIn, dayIn, daysFrom } from "./zoneDays.ts";

const hour = 3_600_000;
const day = 24 * hour;

function columnsAt(now: number, zone: string): readonly Column<Duty>[] {
  const say = (iso: string): string => `${dayIn(Date.parse(iso), zone)} ${clockIn(Date.parse(iso), zone)}`;
  return [
    {
      key: "person",
      label: "Who",
      narrow: "title",
      render: ({ gap, people }) => (
        <>
          {gap ? <State tone="bad">Nobody</State> : null}
          {people.map(({ person }) => <Person key={person.id} name={person.name} {...(gap ? { role: "answers as the fallback" } : {})} />)}
        </>
      ),
    },
    { key: "from", label: "From", render: ({ from }) => say(from) },
    { key: "to", label: "To", render: ({ to }) => say(to) },
    { key: "length", label: "For", right: true, render: ({ from, to }) => duration(Date.parse(to) - Date.parse(from)) },
    {
      key: "state",
      label: "State",
      narrow: "state",
      render: ({ from, to, gap, people }) =>
        Date.parse(from) <= now && now < Date.parse(to) ? (
          <State tone={gap ? "bad" : "good"}>On now</State>
        ) : people.some(({ override }) => override) ? (
          <Tag tone="planned">stands in</Tag>
        ) : people.length > 1 ? (
          <Tag tone="attention">two at once</Tag>
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

function Sentence({ rotation, schedule, zone, now }: {
  rotation: Rotation; schedule: Schedule | null | undefined; zone: string; now: number;
}) {
  const onNow = rotation.onNow === null ? [] : [rotation.onNow.name];
  const { calm, wrong, why } = scheduleSentence(
    {
      onNow, next: rotation.next?.name ?? null, nextHandOverAt: rotation.nextHandOverAt,
      findings: stillAhead(schedule?.findings ?? [], now),
    }, zone,
  );
  return <>{calm}{wrong === null ? null : <span className={schedules.wrong}>{wrong}</span>}{schedule === undefined ? "" : why}</>;
}

/** A rotation: who is paged when, drawn and as a table, what is wrong ahead, who carries it, and its past. */
export function RotationView() {
  const { id = "" } = useParams();
  const now = useNow(60_000);
  const read = useRead(rotationDocument, { id, ...comingWeeks(now, 8) }, { keep: true });
  useLogRefresh(rotationEvents, ["read", "Rotation"]);
  return (
    <ReadArea read={read} where="The rotation">
      {({ rotation }) => (rotation === null ? <NoSuchRecord what="rotation" /> : <Drawn rotation={rotation} now={now} />)}
    </ReadArea>
  );
}

function Drawn({ rotation, now }: { rotation: Rotation; now: number }) {
  const viewer = zoneName(useZone());
  const [looking, setLooking] = useState<Looking>({ zone: rotation.timeZone, weeks: 2 });
  const [asked, setAsked] = useState<"override" | "swap" | "over" | null>(null);
  const [chosen, choose] = useState<string | null>(null);
  const [span, setSpan] = useState<Span | null>(null);
  const days = daysFrom(now, looking.weeks * 7, looking.zone);
  const window = { from: new Date(days[0] ?? now).toISOString(), to: new Date(days.at(-1) ?? now).toISOString() };
  const from = Math.floor(now / hour) * hour;
  const ahead = { from: new Date(from).toISOString(), to: new Date(from + 90 * day).toISOString() };
  const read = useRead(scheduleDocument, { id: rotation.id, ...window, now: ahead.from, ahead: ahead.to }, { keep: true });
  useLogRefresh(rotationEvents, ["read", "ScheduleDrawn"]);
  const schedule = read.data?.rotation;
  const zones = [
    ...new Set([...(schedule?.scheduleLayers.map(({ timeZone }) => timeZone) ?? [rotation.timeZone]), "UTC", viewer, viewerZone()]),
  ];
  const close = (): void => setAsked(null);
  const override = (time: Span | null): void => {
    setSpan(time === null ? null : aheadOf(time, now));
    setAsked("override");
  };
  const walked = schedule?.duties.find((duty) => duty.from === chosen && Date.parse(duty.to) > now) ?? null;
  const allowed = { override: useMay("rotation.write"), swap: useMay("page.acknowledge") };
  const begin = useActOnNow();
  useShortcut("o", "Override…", () => { if (allowed.override) begin(() => override(walked)); });
  useShortcut("s", "Ask for a swap", () => { if (allowed.swap) begin(() => setAsked("swap")); });
  return (
    <>
      <ViewHeader
        title={`On-call, ${rotation.name}`}
        summary={<Sentence rotation={rotation} schedule={schedule} zone={looking.zone} now={now} />}
        actions={
          <>
            <Button component={Link} to="/on-call">All schedules</Button>
            <CommandButton needs="page.acknowledge" onClick={() => setAsked("over")}>Take over now</CommandButton>
            <CommandButton needs="page.acknowledge" onClick={() => setAsked("swap")}>Ask for a swap</CommandButton>
            <CommandButton needs="rotation.write" first onClick={() => override(null)}>Override…</CommandButton>
          </>
        }
      />
      <div className={styles.stack}>
        <ReadArea read={read} where="The schedule">
          {({ rotation: drawn }) =>
            drawn === null ? null : (
              <SchedulePanels
                rotation={rotation}
                schedule={drawn}
                drawn={{ days, zone: looking.zone }}
                looking={looking}
                set={setLooking}
                zones={zones}
                now={now}
                ahead={ahead}
                walked={{ chosen, choose, override: (time) => { if (allowed.override) begin(() => override(time)); } }}
              />
            )
          }
        </ReadArea>
        <RotationPanel rotation={rotation} window={comingWeeks(now, 8)} titled={false} />
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
          <Panel title="The same as a table" meta={`as seen in ${looking.zone}`}>
            <GroupRows
              label="Shifts"
              rows={(schedule?.duties ?? []).filter(({ to }) => Date.parse(to) > now).slice(0, 40)}
              columns={columnsAt(now, looking.zone)}
              keyOf={(duty) => duty.from}
            />
          </Panel>
        </Columns>
        <History id={rotation.id} />
      </div>
      {asked === "override" ? <OverrideDialog rotation={rotation} span={span} onClose={close} /> : null}
      {asked === "swap" ? <AskSwapDialog rotation={rotation} onClose={close} /> : null}
      {asked === "over" ? (
        <TakeOverDialog rotation={rotation} from={rotation.onNow === null ? [] : [rotation.onNow.name]} onClose={close} />
      ) : null}
    </>
  );
}
