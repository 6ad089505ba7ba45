import { availability } from "@ballast/schema/words";
import Button from "@mui/material/Button";
import { useState } from "react";
import { Link } from "react-router";
import { CommandButton } from "../data/CommandButton.tsx";
import { useLogRefresh } from "../data/logRefresh.ts";
import { ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import type { Column } from "../marks/GroupRows.tsx";
import { GroupRows } from "../marks/GroupRows.tsx";
import { Panel, ViewHeader } from "../marks/Panel.tsx";
import { State } from "../marks/State.tsx";
import { EmptyState } from "../marks/States.tsx";
import { Quiet } from "../marks/Text.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import { BudgetBar } from "./BudgetBar.tsx";
import { ObjectiveDialog } from "./ObjectiveDialog.tsx";
import { objectiveEvents, objectivesDocument } from "./objectiveDocuments.ts";
import type { ObjectiveLine } from "./objectiveDocuments.ts";
import {
  byNeed, leftWords, objectivesSentence, partsWords, stateOf, stateTones, stateWords, target, windowWords,
} from "./objectiveWords.ts";

const nothing = {};

const columns: readonly Column<ObjectiveLine>[] = [
  {
    key: "name",
    label: "Objective",
    narrow: "title",
    render: ({ id, name }) => <Link to={`/objectives/${encodeURIComponent(id)}`}>{name}</Link>,
  },
  {
    key: "about",
    label: "About",
    narrow: "hide",
    grow: true,
    render: ({ parts, window, targetPercent }) => (
      <>
        {partsWords(parts)}{" "}
        <Quiet>
          {target(targetPercent)} {windowWords(window)}
        </Quiet>
      </>
    ),
  },
  { key: "now", label: "Now", right: true, render: ({ standing }) => <strong>{availability(standing.availabilityPercent)}</strong> },
  { key: "bar", label: "Budget used", narrow: "hide", render: ({ standing }) => <BudgetBar standing={standing} /> },
  { key: "left", label: "Left", render: ({ standing }) => leftWords(standing) },
  {
    key: "gone",
    label: "Will be gone",
    narrow: "hide",
    render: ({ standing: { forecastGoneAt, goneAt } }) =>
      (goneAt ?? forecastGoneAt) === null ? <Quiet>–</Quiet> : <RelativeTime at={goneAt ?? forecastGoneAt ?? ""} />,
  },
  {
    key: "state",
    label: "State",
    narrow: "state",
    render: ({ standing }) => <State tone={stateTones[stateOf(standing)]}>{stateWords[stateOf(standing)]}</State>,
  },
];

/** All objectives, what needs somebody first. */
export function ObjectivesView() {
  const read = useRead(objectivesDocument, nothing);
  const [defining, setDefining] = useState(false);
  useLogRefresh(objectiveEvents, ["read", "Objectives"]);
  const define = <CommandButton needs="objective.write" onClick={() => setDefining(true)}>Define an objective</CommandButton>;
  return (
    <>
      <ViewHeader
        title="Objectives"
        summary={read.data === undefined ? undefined : objectivesSentence(read.data.objectives)}
        actions={<><Button component={Link} to="/imports/file?kind=objectives">Import</Button>{define}</>}
      />
      <ReadArea read={read} where="The objectives">
        {({ objectives }) => (
          <Panel meta="time without a declared incident, what needs a look first">
            {objectives.length === 0 ? (
              <EmptyState title="No objective yet">Say how available a service is to be: 99.8 % in any 30 days leaves 1 h 26 m.</EmptyState>
            ) : (
              <GroupRows label="Objectives" rows={byNeed(objectives)} columns={columns} keyOf={({ id }) => id} />
            )}
          </Panel>
        )}
      </ReadArea>
      {defining ? <ObjectiveDialog onClose={() => setDefining(false)} /> : null}
    </>
  );
}
