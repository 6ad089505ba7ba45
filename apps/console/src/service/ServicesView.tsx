import { inPercent, share } from "@ballast/schema/words";
import { useMemo, useState } from "react";
import { CommandButton } from "../data/CommandButton.tsx";
import { useLogRefresh } from "../data/logRefresh.ts";
import { count, counted, latency } from "../data/words.ts";
import type { FilterSpec, FilterValues } from "../lists/filters.ts";
import { ExportButton, ListPanel } from "../lists/ListPanel.tsx";
import { useList } from "../lists/useList.ts";
import type { ListSpec } from "../lists/useList.ts";
import type { Column } from "../marks/GroupRows.tsx";
import { ViewHeader } from "../marks/Panel.tsx";
import { Person } from "../marks/Person.tsx";
import { State } from "../marks/State.tsx";
import { Quiet, Version } from "../marks/Text.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import { RegisterServiceDialog } from "./DescribeDialogs.tsx";
import { worstHealth } from "../rollout/healthStates.ts";
import type { LaneLine, ServiceLine } from "./serviceDocuments.ts";

const filters: readonly FilterSpec[] = [{ kind: "text", name: "text", words: "Name or text", hint: "checkout" }];
const filterOf = ({ text }: FilterValues): Record<string, unknown> => ({ text });

function production({ lanes }: ServiceLine): LaneLine | undefined {
  return lanes.find(({ kind }) => kind === "production");
}

const spec: ListSpec<ServiceLine> = {
  resource: "services",
  filters,
  filterOf,
  sorts: ["NAME_ASC", "ACTIVITY_DESC"],
  csv: [
    ["slug", (row) => row.slug],
    ["name", (row) => row.name],
    ["live", (row) => production(row)?.live?.version],
    ["since", (row) => production(row)?.liveSince],
    ["releases", (row) => row.releaseCount],
    ["lastRelease", (row) => row.lastRelease?.version],
    ["openIncidents", (row) => row.openIncidents.length],
    ["onCall", (row) => row.responders?.onNow?.name],
    ["id", (row) => row.id],
  ],
};

function Live({ lane }: { lane: LaneLine | undefined }) {
  if (lane === undefined || (lane.live === null && lane.canary === null)) return <Quiet>–</Quiet>;
  return (
    <>
      <Version>{lane.live?.version}</Version>
      {lane.canary === null ? null : (
        <Quiet>
          {" "}
          and {lane.canary.version} at {inPercent(lane.canaryPercent)}
        </Quiet>
      )}
    </>
  );
}

const columns: readonly Column<ServiceLine>[] = [
  { key: "service", label: "Service", narrow: "title", render: ({ slug }) => <strong>{slug}</strong> },
  {
    key: "what",
    label: "What it is",
    grow: true,
    narrow: "hide",
    render: ({ description }) => (description === "" ? <Quiet>–</Quiet> : description),
  },
  { key: "live", label: "Live in production", render: (row) => <Live lane={production(row)} /> },
  { key: "since", label: "Since", narrow: "hide", render: (row) => <RelativeTime at={production(row)?.liveSince} /> },
  {
    key: "errors",
    label: "Errors",
    right: true,
    narrow: "hide",
    render: (row) => share(production(row)?.health.find(({ version }) => version === production(row)?.live?.version)?.errorsPer100k),
  },
  {
    key: "p95",
    label: "p95",
    right: true,
    narrow: "hide",
    render: (row) => latency(production(row)?.health.find(({ version }) => version === production(row)?.live?.version)?.p95Ms),
  },
  { key: "releases", label: "Releases", right: true, narrow: "hide", render: ({ releaseCount }) => count(releaseCount) },
  { key: "last", label: "Last release", narrow: "hide", render: ({ lastRelease }) => <RelativeTime at={lastRelease?.releasedAt} /> },
  { key: "onCall", label: "On call", narrow: "meta", render: ({ responders }) => <Person name={responders?.onNow?.name} /> },
  {
    key: "state", label: "Health", narrow: "state",
    render: (row) => {
      const incident = row.openIncidents[0];
      if (incident !== undefined)
        return (
          <State tone="bad">{row.openIncidents.length === 1 ? incident.reference : counted(row.openIncidents.length, "incident")}</State>
        );
      if (production(row)?.hold !== null && production(row)?.hold !== undefined) return <State tone="attention">Held</State>;
      const { tone, words } = worstHealth(row.lanes);
      return <State tone={tone}>{words}</State>;
    },
  },
];

/** The sentence above the list, from the rows it shows. */
export function servicesSentence(rows: readonly ServiceLine[], total: number): string {
  if (total === 0) return "";
  const incidents = rows.filter(({ openIncidents }) => openIncidents.length > 0).length;
  const held = rows.filter((row) => row.lanes.some(({ hold, kind }) => kind === "production" && hold !== null)).length;
  const uncalled = rows.filter(({ responders }) => responders === null).length;
  const said = [
    incidents === 0 ? "none with an open incident" : `${incidents} with an open incident`,
    ...(held === 0 ? [] : [`${held} held after a rollback`]),
    ...(uncalled === 0 ? [] : [`${uncalled} with nobody to call`]),
  ];
  return `${counted(total, "service")}: ${said.join(", ")}.`;
}

/** Every service: what is live, how it is, who is called. */
export function ServicesView() {
  const [registering, setRegistering] = useState(false);
  const list = useList(useMemo(() => spec, []));
  useLogRefresh(
    [
      "ServiceRegistered", "ServiceDescribed", "EnvironmentDefined", "EnvironmentRemoved", "ReleaseRecorded", "ExposureShifted", "LaneHeld",
      "HoldReleased", "IncidentDeclared", "IncidentStateChanged", "RotationAssigned",
    ],
    ["services"],
  );
  return (
    <>
      <ViewHeader
        title="Services"
        summary={list.rows === undefined ? undefined : servicesSentence(list.rows, list.total ?? list.rows.length)}
        actions={
          <>
            <ExportButton list={list} />
            <CommandButton needs="service.write" first onClick={() => setRegistering(true)}>
              Register a service
            </CommandButton>
          </>
        }
      />
      <ListPanel
        list={list}
        label="Services"
        columns={columns}
        sortFields={{ service: "NAME", last: "ACTIVITY" }}
        order={list.sort.field === "NAME" ? "By name" : "Most active first"}
        hrefOf={({ slug }) => `/services/${slug}`}
        empty={{
          title: "No service is registered yet",
          words: (
            <>
              A service is a thing whose availability is managed. Register the first one here, or with <code>ballast service add NAME</code>
              .
            </>
          ),
        }}
      />
      {registering ? <RegisterServiceDialog onClose={() => setRegistering(false)} /> : null}
    </>
  );
}
