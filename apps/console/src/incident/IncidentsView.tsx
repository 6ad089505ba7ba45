import { duration } from "@ballast/schema/words";
import { own } from "@ballast/schema/own";
import Button from "@mui/material/Button";
import { useMemo, useState } from "react";
import { Link, useSearchParams } from "react-router";
import { CommandButton } from "../data/CommandButton.tsx";
import { useLogRefresh } from "../data/logRefresh.ts";
import { useOpenedByLink } from "../data/openedByLink.ts";
import { useRead } from "../data/read.ts";
import { counted, told } from "../data/words.ts";
import { asking, manyOf } from "../lists/filters.ts";
import type { FilterSpec, FilterValues, Option } from "../lists/filters.ts";
import { ExportButton, ListPanel } from "../lists/ListPanel.tsx";
import { parsePeriod, periodWords } from "../lists/period.ts";
import { useList } from "../lists/useList.ts";
import type { List, ListSpec } from "../lists/useList.ts";
import type { Column } from "../marks/GroupRows.tsx";
import { ViewHeader } from "../marks/Panel.tsx";
import { Person } from "../marks/Person.tsx";
import { State, Tag } from "../marks/State.tsx";
import { Matched, Quiet } from "../marks/Text.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import { useServiceOptions } from "../choices/serviceOptions.ts";
import { DeclareDialog } from "./DeclareDialog.tsx";
import type { IncidentLine } from "../response/incidentDocuments.ts";
import { incidentCountsDocument, monthsDocument } from "./incidentLists.ts";
import type { IncidentFilter } from "./incidentLists.ts";
import styles from "./Incident.module.css";
import { downtimeFilter, downtimeFilters, lastedFilter, lastedOptions } from "./figureFilters.ts";
import { impactOf, impactOptions, severityTone, severityWords, stateOf, stateOptions } from "../response/incidentWords.ts";
import { MonthStacks } from "./MonthStacks.tsx";

const sorts = ["STARTED_DESC", "STARTED_ASC", "SEVERITY_ASC", "DURATION_DESC"] as const;
const recorded = [
  "IncidentDeclared", "IncidentImported", "IncidentImportCorrected", "IncidentStateChanged", "IncidentReopened", "IncidentMerged",
  "IncidentRenamed", "SeveritySet", "PublicImpactSet", "RoleTaken", "RoleLeft", "MilestoneCorrected",
];

function filtersFor(services: readonly Option[]): readonly FilterSpec[] {
  return [
    { kind: "choice", name: "service", words: "Service", options: services },
    { kind: "period", name: "started", words: "Began" },
    { kind: "many", name: "state", words: "State", options: stateOptions },
    { kind: "choice", name: "open", words: "Still", options: [["yes", "open"], ["no", "over"]] },
    { kind: "many", name: "severity", words: "Severity", options: [["1", "Sev 1"], ["2", "Sev 2"], ["3", "Sev 3"], ["4", "Sev 4"]] },
    { kind: "many", name: "impact", words: "Public impact", options: impactOptions },
    { kind: "choice", name: "from", words: "From", options: [["here", "declared here"], ["import", "imported"]] },
    { kind: "choice", name: "drill", words: "Drills", options: [["no", "left out"], ["yes", "only"]] },
    { kind: "choice", name: "counted", byLink: true, words: "In figures", options: [["yes", "counted"], ["no", "not counted"]] },
    { kind: "choice", name: "lasted", byLink: true, words: "Lasted", options: lastedOptions },
    ...downtimeFilters,
    { kind: "text", name: "text", words: "Text", hint: "title, entry or update" },
  ];
}

function yes(value: string | undefined, word: string): boolean | undefined {
  return value === undefined ? undefined : value === word;
}

/** The API's filter for the pills. */
export function incidentFilter(values: FilterValues, now: number): IncidentFilter {
  const { service, text } = values;
  const period = parsePeriod(values["started"], now);
  const many = (name: string): readonly string[] | undefined => {
    const value = own(values, name);
    return value === undefined ? undefined : manyOf(value);
  };
  return asking<IncidentFilter>({
    service,
    text,
    states: many("state"),
    severity: many("severity")?.map(Number),
    impact: many("impact"),
    open: yes(values["open"], "yes"),
    imported: yes(values["from"], "import"),
    drill: yes(values["drill"], "yes"),
    counted: yes(values["counted"], "yes"),
    ...lastedFilter(values["lasted"]),
    downtime: downtimeFilter(values, now),
    startedFrom: period?.from,
    startedTo: period?.to,
  });
}

const csv: ListSpec<IncidentLine>["csv"] = [
  ["reference", (row) => row.reference],
  ["title", (row) => row.title],
  ["state", (row) => row.state],
  ["severity", (row) => row.severity],
  ["publicImpact", (row) => row.publicImpact],
  ["services", (row) => row.services.map(({ slug }) => slug).join(" ")],
  ["components", (row) => row.components.join("; ")],
  ["startedAt", (row) => row.startedAt],
  ["resolvedAt", (row) => row.resolvedAt],
  ["declaredAt", (row) => row.declaredAt],
  ["commander", (row) => row.commander?.name],
  ["drill", (row) => row.drill],
  ["imported", (row) => row.imported],
  ["id", (row) => row.id],
];

function reach({ components, services }: IncidentLine): string {
  return components.length > 0 ? components.join(", ") : services.map(({ slug }) => slug).join(", ");
}

function columnsFor(text: string | undefined): readonly Column<IncidentLine>[] {
  return [
    {
      key: "title",
      label: "Incident",
      narrow: "title",
      grow: true,
      render: ({ number, reference, title, drill, private: hidden }) => (
        <>
          {drill ? (
            <>
              <Tag tone="planned">drill</Tag>{" "}
            </>
          ) : null}
          {hidden ? (
            <>
              <Tag tone="attention">private</Tag>{" "}
            </>
          ) : null}
          {number === null ? null : (
            <>
              <strong>{reference}</strong>{" "}
            </>
          )}
          <Matched text={title} query={text} />
        </>
      ),
    },
    {
      key: "severity",
      label: "Severity",
      render: ({ severity }) => (severity === null ? <Quiet>–</Quiet> : <Tag tone={severityTone(severity)}>{severityWords(severity)}</Tag>),
    },
    {
      key: "impact",
      label: "Public impact",
      render: ({ publicImpact }) =>
        publicImpact === "none" ? <Quiet>–</Quiet> : <Tag tone={impactOf(publicImpact).tone}>{impactOf(publicImpact).words}</Tag>,
    },
    {
      key: "services",
      label: "On",
      narrow: "hide",
      render: (row) => (
        <span className={styles.services} title={reach(row)}>
          {reach(row) || "–"}
        </span>
      ),
    },
    { key: "commander", label: "Commander", narrow: "hide", render: ({ commander }) => <Person name={commander?.name} /> },
    {
      key: "began",
      label: "Began",
      render: ({ startedAt, declaredAt, imported }) => <RelativeTime at={startedAt ?? (imported ? null : declaredAt)} />,
    },
    {
      key: "lasted",
      label: "Lasted",
      right: true,
      render: ({ figures, startedAt, open }) => (open && startedAt !== null ? <Quiet>goes on</Quiet> : duration(figures.resolveMs)),
    },
    {
      key: "state",
      label: "State",
      narrow: "state",
      render: ({ state }) => <State tone={stateOf(state).tone}>{stateOf(state).words}</State>,
    },
  ];
}

/** The sentence above the list. */
export function incidentsSentence(counts: { all: number; open: number }, values: FilterValues): string {
  const of = values["service"] === undefined ? "" : ` of ${values["service"]}`;
  const when = values["started"] === undefined ? "" : `, ${periodWords(values["started"])}`;
  if (counts.all === 0) return `No incidents${of}${when}.`;
  const open = counts.open === 0 ? "none is open" : `${told(counts.open, "is", "are")} open`;
  return `${counted(counts.all, "incident")}${of}${when}: ${open}.`;
}

function Sentence({ list }: { list: List<IncidentLine, IncidentFilter> }) {
  const { data } = useRead(incidentCountsDocument, { all: list.filter, open: { ...list.filter, open: true } }, { keep: true });
  if (data === undefined) return null;
  // A list of what is over cannot count what is open.
  return <>{incidentsSentence({ all: data.all.totalCount, open: list.values["open"] === "no" ? 0 : data.open.totalCount }, list.values)}</>;
}

const monthHeading = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });

function monthOf({ startedAt, declaredAt, imported }: IncidentLine): string {
  const at = startedAt ?? (imported ? null : declaredAt);
  return at === null ? "No start known" : monthHeading.format(Date.parse(at));
}

/** Every incident, declared here or imported, newest first, with the months they began in. */
export function IncidentsView() {
  const services = useServiceOptions();
  const [parameters] = useSearchParams();
  const [asked, forget] = useOpenedByLink("declare");
  const [pressed, setPressed] = useState(false);
  const closeDeclaring = (): void => {
    forget();
    setPressed(false);
  };
  const suspected = parameters.get("suspected");
  const spec = useMemo<ListSpec<IncidentLine, IncidentFilter>>(
    () => ({ resource: "incidents", filters: filtersFor(services), filterOf: incidentFilter, sorts, csv }),
    [services],
  );
  const list = useList(spec);
  useLogRefresh(recorded, ["incidents"]);
  const { data } = useRead(monthsDocument, { filter: list.filter }, { keep: true });
  const byMonth = list.sort.field === "STARTED";
  const orders: Record<string, string> = {
    STARTED: list.sort.descending ? "Newest first" : "Oldest first", SEVERITY: "Worst first", DURATION: "Longest first",
  };
  const picture =
    data === undefined || data.incidentsPerMonth.length === 0 ? undefined : (
      <MonthStacks months={data.incidentsPerMonth} open={(from, to) => list.set("started", `${from}..${to}`)} />
    );
  return (
    <>
      <ViewHeader
        title="Incidents"
        summary={<Sentence list={list} />}
        actions={
          <>
            <Button component={Link} to="/incident-types" color="inherit" variant="outlined">Types</Button>
            <ExportButton list={list} />
            <Button component={Link} to="/drills" color="inherit" variant="outlined">Drills</Button>
            <CommandButton needs="incident.declare" danger onClick={() => setPressed(true)}>
              Declare an incident
            </CommandButton>
          </>
        }
      />
      <ListPanel
        list={list}
        label="Incidents"
        columns={columnsFor(list.values["text"])}
        sortFields={{ began: "STARTED", severity: "SEVERITY", lasted: "DURATION" }}
        order={own(orders, list.sort.field) ?? ""}
        hrefOf={({ id }) => `/incidents/${encodeURIComponent(id)}`}
        {...(byMonth ? { groupOf: monthOf } : {})}
        picture={picture}
        empty={{
          title: "Nothing has gone wrong yet",
          words: (
            <>
              Declare one when it does, point your Alertmanager here, or bring your history:{" "}
              <code>ballast import incidents FILE --service NAME</code>.
            </>
          ),
        }}
      />
      {pressed || asked !== null ? (
        <DeclareDialog
          service={list.values["service"]}
          title={asked === null || asked === "1" ? "" : asked}
          {...(suspected === null ? {} : { suspectedDeployId: suspected })}
          onClose={closeDeclaring}
        />
      ) : null}
    </>
  );
}
