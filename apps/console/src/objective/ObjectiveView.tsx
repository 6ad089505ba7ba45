import { availability } from "@ballast/schema/words";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { CommandButton } from "../data/CommandButton.tsx";
import { nodesOf } from "../data/fields.ts";
import { HistoryPanel } from "../data/HistoryPanel.tsx";
import { useLogRefresh } from "../data/logRefresh.ts";
import { NoSuchRecord, ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { counted } from "../data/words.ts";
import { ForecastOf } from "../forecast/ForecastOf.tsx";
import { FigureStrip } from "../marks/Figures.tsx";
import type { Column } from "../marks/GroupRows.tsx";
import { GroupRows } from "../marks/GroupRows.tsx";
import { Columns, Facts, Panel, ViewHeader } from "../marks/Panel.tsx";
import { State, Tag } from "../marks/State.tsx";
import { EmptyState } from "../marks/States.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import { BurnDown } from "./BurnDown.tsx";
import { MeasuringPanel } from "./MeasuringPanel.tsx";
import { ObjectiveDialog } from "./ObjectiveDialog.tsx";
import { objectiveDocument, objectiveEvents } from "./objectiveDocuments.ts";
import type { ObjectiveRecord } from "./objectiveDocuments.ts";
import {
  gateWords, largeIncidentWords, leftWords, minutes, partsWords, stateOf, stateTones, stateWords, target, windowWords,
} from "./objectiveWords.ts";
import styles from "./Objective.module.css";
import { PeriodStrip } from "./PeriodStrip.tsx";
import { PolicyDialog } from "./PolicyDialog.tsx";
import { RetireDialog } from "./RetireDialog.tsx";

type Behind = ObjectiveRecord["standing"]["records"][number];
type Burn = ObjectiveRecord["standing"]["burnRates"][number];

const incidentColumns: readonly Column<Behind>[] = [
  {
    key: "title",
    label: "Incident",
    narrow: "title",
    grow: true,
    render: ({ incident }) => <Link to={`/incidents/${encodeURIComponent(incident.id)}`}>{incident.title}</Link>,
  },
  { key: "when", label: "Began", render: ({ incident }) => (incident.startedAt === null ? "–" : <RelativeTime at={incident.startedAt} />) },
  { key: "cost", label: "Cost", right: true, narrow: "state", render: ({ badMinutes, overLimit }) => (
      <>
        {overLimit ? <Tag tone="attention">Over a fifth of four weeks</Tag> : null} <strong>{minutes(badMinutes)}</strong>
      </>
    ) },
];

const pace = (rate: number | null): string => (rate === null ? "–" : `${String(Number(rate.toFixed(rate < 100 ? 1 : 0)))} ×`);
const burnColumns: readonly Column<Burn>[] = [
  { key: "name", label: "Over", narrow: "title", render: ({ name }) => name },
  { key: "long", label: "Burns", right: true, render: ({ long }) => pace(long) },
  { key: "short", label: "Lately", right: true, render: ({ short }) => pace(short) },
  {
    key: "factor",
    label: "Fires at",
    right: true,
    narrow: "hide",
    render: ({ factor, totalOutageMinutes }) => (
      <span title={totalOutageMinutes === null ? undefined : `${minutes(totalOutageMinutes)} of an outage of everyone`}>
        {pace(factor)}
      </span>
    ),
  },
  {
    key: "state",
    label: "State",
    narrow: "state",
    render: ({ fires, wakes }) => <State tone={fires ? (wakes ? "bad" : "attention") : "good"}>{fires ? "Fires" : "Quiet"}</State>,
  },
];

const overlapWords: Readonly<Record<ObjectiveRecord["overlap"], string>> = {
  max: "what overlaps hits the same users",
  independent: "chance decides whom each of them hits",
  capped: "each of them hits others",
  union: "any of them counts as everyone",
};

const Overspent = ({ incidents }: { incidents: ObjectiveRecord["overspentBy"] }) => (
  <ul className={styles.plain}>
    {incidents.map(({ id, title }) => (
      <li key={id}>
        <Link to={`/incidents/${encodeURIComponent(id)}`}>{title}</Link>
      </li>
    ))}
  </ul>
);

function summary({ targetPercent, window, standing, retired }: ObjectiveRecord): string {
  if (retired !== null) return `Nobody is held to it any more: ${retired}`;
  const bad =
    standing.availabilityPercent === null
      ? "Nothing was observed yet"
      : standing.requests === null
        ? `${availability(standing.availabilityPercent)} of the time was without a declared incident that counts`
        : `${availability(standing.availabilityPercent)} of requests were good`;
  return `${target(targetPercent)} ${windowWords(window)}. ${bad}: ${leftWords(standing)}.`;
}

function Body({ shown }: { shown: ObjectiveRecord }) {
  const { standing, parts, weights, overlap, maintenance, owner } = shown;
  return (
    <>
      <FigureStrip
        figures={[
          { value: <State tone={stateTones[stateOf(standing)]}>{stateWords[stateOf(standing)]}</State>, label: "now" },
          {
            value: availability(standing.availabilityPercent),
            label: standing.requests === null ? "without a declared incident" : "of requests were good",
          },
          ...(shown.corrections.length === 0
            ? []
            : [{ value: availability(standing.uncorrectedPercent), label: `without ${counted(shown.corrections.length, "correction")}` }]),
          { value: minutes(standing.leftMinutes), label: `left of ${minutes(standing.budgetMinutes)}` },
          ...(standing.unobservedMinutes > 0
            ? [{ value: minutes(standing.unobservedMinutes), label: "not observed, counted as neither" }]
            : []),
          ...(standing.maintenanceMinutes > 0 ? [{ value: minutes(standing.maintenanceMinutes), label: "of maintenance, left out" }] : []),
        ]}
      />
      <Columns
        side={
          <>
            <Panel title="What counts" padded>
              <Facts
                facts={[
                  ["About", partsWords(parts)],
                  [
                    "Weighs",
                    `critical ${target(weights.criticalPercent)}, major ${target(weights.majorPercent)}, minor ${target(weights.minorPercent)}; counted customers before that`,
                  ],
                  ["Overlaps", overlapWords[overlap]],
                  ["Maintenance", maintenance === "excluded" ? "left out" : "is time like any other"],
                  ["Owner", owner?.name ?? "–"],
                ]}
              />
            </Panel>
            <MeasuringPanel shown={shown} />
            <Panel title="What is done about it" padded>
              <Facts
                facts={[
                  ["Once it is gone", gateWords(shown.policy)],
                  ["Large incidents", largeIncidentWords(shown.policy)],
                  ...(shown.overspentBy.length === 0
                    ? []
                    : [["Asked for actions", <Overspent key="by" incidents={shown.overspentBy} />] as const]),
                ]}
              />
            </Panel>
            <Panel title="How fast it goes" meta="1 × uses it up exactly">
              <GroupRows label="Burn rates" rows={standing.burnRates} columns={burnColumns} keyOf={({ name }) => name} />
            </Panel>
          </>
        }
      >
        <Panel title="What is left of the budget" meta="■ an incident, | a deploy, ◆ a flag; dashed: at the pace of the last 28 days">
          <BurnDown shown={shown} />
        </Panel>
        <Panel title="Incidents behind it" meta="what each cost alone">
          {standing.records.length === 0 ? (
            <EmptyState title="None in this period" />
          ) : (
            <GroupRows label="Incidents" rows={standing.records} columns={incidentColumns} keyOf={({ incident }) => incident.id} />
          )}
          {standing.withoutEnd.length === 0 ? null : (
            <EmptyState title={`${counted(standing.withoutEnd.length, "incident")} more without a known end`}>
              The figures are too good by them.
            </EmptyState>
          )}
        </Panel>
        <Panel title="Before" meta="how much of each budget was used">
          <PeriodStrip periods={shown.periods} />
        </Panel>
        {shown.retired === null ? <ForecastOf objective={shown.id} /> : null}
        <HistoryPanel events={nodesOf(shown.history)} total={shown.history.totalCount} />
      </Columns>
    </>
  );
}

/** One objective: where it stands and why. */
export function ObjectiveView() {
  const { id = "" } = useParams();
  const read = useRead(objectiveDocument, { id });
  const [open, setOpen] = useState<"change" | "policy" | "retire" | null>(null);
  useLogRefresh(objectiveEvents, ["read", "Objective"]);
  return (
    <ReadArea read={read} where="The objective">
      {({ objective: shown }) =>
        shown === null ? (
          <NoSuchRecord what="objective" />
        ) : (
          <>
            <ViewHeader
              title={shown.name}
              summary={summary(shown)}
              actions={
                <>
                  <CommandButton needs="objective.write" onClick={() => setOpen("change")}>
                    Change it
                  </CommandButton>
                  <CommandButton needs="objective.write" onClick={() => setOpen("policy")}>
                    Set its policy
                  </CommandButton>
                  {shown.retired === null ? (
                    <CommandButton needs="objective.write" danger onClick={() => setOpen("retire")}>
                      Retire it
                    </CommandButton>
                  ) : null}
                </>
              }
            />
            <Body shown={shown} />
            {open === "change" ? <ObjectiveDialog shown={shown} onClose={() => setOpen(null)} /> : null}
            {open === "policy" ? <PolicyDialog shown={shown} onClose={() => setOpen(null)} /> : null}
            {open === "retire" ? <RetireDialog shown={shown} onClose={() => setOpen(null)} /> : null}
          </>
        )
      }
    </ReadArea>
  );
}
