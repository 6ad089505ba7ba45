import { drillScore } from "@ballast/schema/drillWords";
import { useState } from "react";
import { CommandButton } from "../data/CommandButton.tsx";
import { nodesOf } from "../data/fields.ts";
import { useLogRefresh } from "../data/logRefresh.ts";
import { ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { counted } from "../data/words.ts";
import { GroupRows, type Column } from "../marks/GroupRows.tsx";
import { Panel, ViewHeader } from "../marks/Panel.tsx";
import { SkeletonRows } from "../marks/Skeletons.tsx";
import { EmptyState } from "../marks/States.tsx";
import { PlanDrillDialog } from "./DrillDialogs.tsx";
import { drillEvents, drillsDocument, type Drill, type DrillScore } from "./drillDocuments.ts";
import { DrillState, DrillWhen } from "./drillMarks.tsx";

const nothing = {};

const columns: readonly Column<Drill>[] = [
  { key: "title", label: "What is supposed", narrow: "title", grow: true, render: ({ title }) => <strong>{title}</strong> },
  { key: "service", label: "Service", narrow: "meta", render: ({ service }) => service?.slug ?? "–" },
  { key: "severity", label: "Severity", narrow: "hide", render: ({ severity }) => `Sev ${String(severity)}` },
  { key: "when", label: "When", narrow: "meta", render: (drill) => <DrillWhen {...drill} /> },
  { key: "score", label: "Score", narrow: "hide", right: true, render: ({ score }) => drillScore(score) },
  { key: "state", label: "State", narrow: "state", render: ({ state }) => <DrillState state={state} /> },
];

const scoreColumns: readonly Column<DrillScore>[] = [
  { key: "team", label: "Team", narrow: "title", grow: true, render: ({ team }) => team ?? "In no team" },
  { key: "drills", label: "Drills", narrow: "meta", right: true, render: ({ drills }) => drills },
  { key: "score", label: "Score", narrow: "state", right: true, render: ({ score }) => drillScore(score) },
];

const monthHeading = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });

function summaryOf(all: readonly Drill[]): string {
  const of = (state: Drill["state"]): number => all.filter((drill) => drill.state === state).length;
  const last = all.find(({ score }) => score !== null);
  const running = of("running") === 0 ? "None runs" : of("running") === 1 ? "One runs now" : `${String(of("running"))} run now`;
  return `${running}, ${counted(of("planned"), "is planned", "are planned")}.${
    last === undefined ? "" : ` The last one met ${drillScore(last.score)} of what was asked.`}`;
}

/** Drills, what begins last first, and how teams did over time. */
export function DrillsView() {
  const read = useRead(drillsDocument, nothing);
  useLogRefresh(drillEvents, ["read", drillsDocument.name]);
  const [planning, plan] = useState(false);
  const rows = nodesOf(read.data?.drills);
  return (
    <>
      <ViewHeader
        title="Drills"
        summary={read.data === undefined ? undefined : summaryOf(rows)}
        actions={<CommandButton first needs="drill.write" onClick={() => plan(true)}>Plan a drill</CommandButton>}
      />
      <Panel>
        <ReadArea read={read} where="Drills" skeleton={<SkeletonRows />}>
          {() => rows.length === 0 ? (
            <EmptyState title="None was planned yet">
              A drill calls those on call as an incident would, says on each page that it is one, stays out of every figure, and is scored.
            </EmptyState>
          ) : (
            <GroupRows
              label="Drills" rows={rows} columns={columns} keyOf={({ id }) => id} hrefOf={({ id }) => `/drills/${encodeURIComponent(id)}`}
            />
          )}
        </ReadArea>
      </Panel>
      {read.data === undefined || read.data.drillScores.length === 0 ? null : (
        <Panel title="How teams did" meta="teams of those who were on call">
          <GroupRows
            label="Scores by team" rows={read.data.drillScores} columns={scoreColumns}
            keyOf={({ team, month }) => `${month} ${team ?? ""}`}
            groupOf={({ month }) => monthHeading.format(Date.parse(`${month}-01T00:00:00Z`))}
          />
        </Panel>
      )}
      {planning ? <PlanDrillDialog planned={null} onClose={() => plan(false)} /> : null}
    </>
  );
}
