import { drillMarkResult, drillMarkWords, drillScore } from "@ballast/schema/drillWords";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { CommandButton } from "../data/CommandButton.tsx";
import { nodesOf } from "../data/fields.ts";
import { HistoryPanel } from "../data/HistoryPanel.tsx";
import { useLogRefresh } from "../data/logRefresh.ts";
import { NoSuchRecord, ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { andWords } from "../data/words.ts";
import { GroupRows, type Column } from "../marks/GroupRows.tsx";
import { Columns, Facts, Panel, ViewHeader } from "../marks/Panel.tsx";
import { State } from "../marks/State.tsx";
import { CallOffDialog, PlanDrillDialog } from "./DrillDialogs.tsx";
import { drillDocument, drillEvents, type Drill } from "./drillDocuments.ts";
import { DrillState, DrillWhen } from "./drillMarks.tsx";

type Mark = Drill["marks"][number];

const marks: readonly Column<Mark>[] = [
  { key: "mark", label: "What was asked", narrow: "title", grow: true, render: ({ mark }) => drillMarkWords[mark] },
  { key: "result", label: "How it went", narrow: "meta", render: (mark) => drillMarkResult(mark) },
  {
    key: "met", label: "Met", narrow: "state",
    render: ({ met, of }) => (
      <State tone={met === of ? "good" : met === 0 ? "bad" : "attention"}>{met === of ? "Met" : met === 0 ? "Not met" : "In part"}</State>
    ),
  },
];

/** One drill: what is supposed to happen, how it went, and what happened to it. */
export function DrillView() {
  const { id = "" } = useParams();
  const read = useRead(drillDocument, { id });
  useLogRefresh(drillEvents, ["read", drillDocument.name]);
  const [asked, ask] = useState<"plan" | "callOff" | null>(null);
  return (
    <ReadArea read={read} where="The drill">
      {({ drill: one }) => (one === null ? <NoSuchRecord what="drill" /> : (
        <>
          <ViewHeader
            title={one.title}
            summary={
              <>
                <DrillState state={one.state} /> <DrillWhen {...one} />, for {one.service?.name ?? "a service"}.
                {one.score === null ? "" : ` It met ${drillScore(one.score)} of what was asked.`}
                {one.calledOff === null ? "" : ` ${one.calledOff}`}
              </>
            }
            actions={one.state === "over" || one.state === "calledOff" ? undefined : (
              <>
                {one.state === "planned"
                  ? <CommandButton needs="drill.write" onClick={() => ask("plan")}>Plan it anew</CommandButton> : null}
                <CommandButton needs="incident.work" danger onClick={() => ask("callOff")}>Call it off</CommandButton>
              </>
            )}
          />
          <Columns>
            <Panel title="What is supposed to happen" padded>
              {one.scenario === "" ? null : <p style={{ whiteSpace: "pre-wrap", marginBottom: 12 }}>{one.scenario}</p>}
              <Facts
                facts={[
                  ["Severity", String(one.severity)],
                  ["Those on call", one.announced ? "are told beforehand" : "are not told beforehand"],
                  ["Ends by itself", `after ${String(one.lastsMinutes)} minutes`],
                  ["Incident", one.incident === null ? null : (
                    <Link to={`/incidents/${encodeURIComponent(one.incident.id)}`}>{one.incident.reference}</Link>
                  )],
                  ["Was on call", one.called.length === 0 ? null : andWords(one.called.map(({ name }) => name))],
                  ["Planned by", one.plannedBy],
                ]}
              />
            </Panel>
            {one.marks.length === 0 ? null : (
              <Panel title="How it went" meta={drillScore(one.score)}>
                <GroupRows label="Marks" rows={one.marks} columns={marks} keyOf={({ mark }) => mark} />
              </Panel>
            )}
            <HistoryPanel events={nodesOf(one.history)} total={one.history.totalCount} />
          </Columns>
          {asked === "plan" ? <PlanDrillDialog planned={one} onClose={() => ask(null)} /> : null}
          {asked === "callOff" ? <CallOffDialog planned={one} onClose={() => ask(null)} /> : null}
        </>
      ))}
    </ReadArea>
  );
}
