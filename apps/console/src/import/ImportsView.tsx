import { duration } from "@ballast/schema/words";
import Button from "@mui/material/Button";
import { Link } from "react-router";
import { useLogRefresh } from "../data/logRefresh.ts";
import { count } from "../data/words.ts";
import { ExportButton, ListPanel } from "../lists/ListPanel.tsx";
import { useList } from "../lists/useList.ts";
import type { ListSpec } from "../lists/useList.ts";
import { PercentBar } from "../marks/Bars.tsx";
import type { Column } from "../marks/GroupRows.tsx";
import { useNow } from "../marks/now.ts";
import { ViewHeader } from "../marks/Panel.tsx";
import { Person } from "../marks/Person.tsx";
import { State, Tag } from "../marks/State.tsx";
import { Quiet } from "../marks/Text.tsx";
import { dayHeading } from "../marks/time.ts";
import { ClockTime } from "../marks/Time.tsx";
import { useZone } from "../marks/zone.ts";
import { importEvents } from "./importDocuments.ts";
import type { ImportLine } from "./importDocuments.ts";
import { kindWords, percentRead, stateOf } from "./importWords.ts";

const spec: ListSpec<ImportLine> = {
  resource: "imports",
  filters: [],
  filterOf: () => ({}),
  sorts: ["STARTED_DESC"],
  csv: [
    ["kind", (row) => row.kind],
    ["service", (row) => row.service?.slug ?? ""],
    ["source", (row) => row.sourceName],
    ["startedAt", (row) => row.startedAt],
    ["endedAt", (row) => row.endedAt],
    ["imported", (row) => row.imported],
    ["updated", (row) => row.updated],
    ["unchanged", (row) => row.unchanged],
    ["skipped", (row) => row.skippedCount],
    ["by", (row) => row.by.name],
    ["id", (row) => row.id],
  ],
};

const columns: readonly Column<ImportLine>[] = [
  { key: "kind", label: "What", narrow: "title", render: ({ kind }) => kindWords(kind) },
  { key: "service", label: "Service", render: ({ service }) => (service === null ? <Quiet>–</Quiet> : <Tag>{service.slug}</Tag>) },
  { key: "source", label: "From", narrow: "hide", grow: true, render: ({ sourceName }) => <Quiet>{sourceName}</Quiet> },
  { key: "imported", label: "New", right: true, render: ({ imported }) => <>{count(imported)}<span className="unseen"> new</span></> },
  { key: "updated", label: "Changed", right: true, narrow: "hide", render: ({ updated }) => count(updated) },
  { key: "unchanged", label: "Known", right: true, narrow: "hide", render: ({ unchanged }) => count(unchanged) },
  { key: "skipped", label: "Left out", right: true, narrow: "hide", render: ({ skippedCount }) => count(skippedCount) },
  { key: "by", label: "By", narrow: "hide", render: ({ by }) => <Person name={by.name} /> },
  { key: "at", label: "Began", render: ({ startedAt }) => <ClockTime at={startedAt} /> },
  {
    key: "took",
    label: "Took",
    right: true,
    narrow: "hide",
    render: ({ startedAt, endedAt }) => (endedAt === null ? "–" : duration(Date.parse(endedAt) - Date.parse(startedAt))),
  },
  {
    key: "state",
    label: "State",
    narrow: "state",
    render: (row) =>
      row.state === "running" && percentRead(row) !== null ? (
        <PercentBar label={`Read of ${row.sourceName}`} value={percentRead(row)} />
      ) : (
        <State tone={stateOf(row).tone}>{stateOf(row).words}</State>
      ),
  },
];

/** What was brought from other systems, and what of it could not be used. */
export function ImportsView() {
  const list = useList(spec);
  const now = useNow(60_000);
  const zone = useZone();
  useLogRefresh(importEvents, ["imports"]);
  const left = list.rows?.reduce((sum, { skippedCount }) => sum + skippedCount, 0) ?? 0;
  const summary =
    list.total === undefined || list.total === 0
      ? "Histories of other systems come in here; importing again changes nothing."
      : `${count(list.total)} ${list.total === 1 ? "import" : "imports"}; ${left === 0 ? "nothing was left out of those shown" : `${count(left)} records of those shown could not be used`}.`;
  return (
    <>
      <ViewHeader title="Imports" summary={summary} actions={
        <>
          <ExportButton list={list} />
          <Button component={Link} variant="contained" to="/imports/file">Import a file</Button>
        </>
      }  />
      <ListPanel
        list={list}
        label="Imports"
        columns={columns}
        order="Newest first"
        hrefOf={({ id }) => `/imports/${encodeURIComponent(id)}`}
        groupOf={({ startedAt }) => dayHeading(Date.parse(startedAt), now, zone)}
        empty={{
          title: "Nothing was imported yet",
          words: (
            <>
              Bring your history from the terminal: <code>ballast import incidents FILE --service NAME</code>,{" "}
              <code>import statuspage URL</code>, <code>import releases FILE</code> or <code>import git REPO</code>.{" "}
              <code>--dry-run</code> says first what would happen.
            </>
          ),
        }}
      />
    </>
  );
}
