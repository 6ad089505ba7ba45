import MenuItem from "@mui/material/MenuItem";
import Button from "@mui/material/Button";
import TextField from "@mui/material/TextField";
import { useState } from "react";
import { Link, useSearchParams } from "react-router";
import { useServiceOptions } from "../choices/serviceOptions.ts";
import { nodesOf } from "../data/fields.ts";
import { useLogRefresh } from "../data/logRefresh.ts";
import { ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { Choice } from "../marks/Choice.tsx";
import { FilterBar } from "../marks/FilterPill.tsx";
import { GroupRows, type Column } from "../marks/GroupRows.tsx";
import { useNow } from "../marks/now.ts";
import { Panel, ViewHeader } from "../marks/Panel.tsx";
import { SkeletonRows } from "../marks/Skeletons.tsx";
import { State, Tag } from "../marks/State.tsx";
import { EmptyState } from "../marks/States.tsx";
import { Quiet } from "../marks/Text.tsx";
import { dayHeading } from "../marks/time.ts";
import { ClockTime } from "../marks/Time.tsx";
import { useZone } from "../marks/zone.ts";
import { alertEvents, alertsDocument, type AlertLine } from "./alertDocuments.ts";
import { alertsSentence, alertState, lasted } from "./alertWords.ts";

const columnsAt = (now: number): readonly Column<AlertLine>[] => [
  {
    key: "name", label: "Alert", narrow: "title", grow: true,
    render: ({ name, summary }) => <><strong>{name}</strong> {summary === "" ? null : <Quiet>{summary}</Quiet>}</>,
  },
  { key: "severity", label: "Severity", narrow: "hide", render: ({ severity }) => (severity === null ? "–" : <Tag>{severity}</Tag>) },
  { key: "service", label: "Service", narrow: "hide", render: ({ service }) => service?.slug ?? "–" },
  { key: "by", label: "Came by", narrow: "hide", render: ({ integration }) => <Quiet>{integration?.name ?? "Ballast"}</Quiet> },
  { key: "since", label: "Began", narrow: "meta", render: ({ startsAt }) => <ClockTime at={startsAt} /> },
  { key: "lasted", label: "Lasted", right: true, narrow: "hide", render: (row) => lasted(row, now) },
  {
    key: "incident", label: "Incident", narrow: "hide",
    render: ({ incident }) =>
      incident === null ? <Quiet>none</Quiet> : <Link to={`/incidents/${encodeURIComponent(incident.id)}`}>{incident.reference}</Link>,
  },
  {
    key: "state", label: "State", narrow: "state",
    render(row) {
      const { words, tone } = alertState(row);
      return <State tone={tone}>{words}</State>;
    },
  },
];

const which = ["all", "firing", "cleared"] as const;

/** Alerts of other systems, newest first: what fires, and what it led to. */
export function AlertsView() {
  const [parameters, setParameters] = useSearchParams();
  const state = which.find((one) => one === parameters.get("state")) ?? "all";
  const service = parameters.get("service") ?? "";
  const [first, setFirst] = useState(50);
  const now = useNow(60_000);
  const zone = useZone();
  const services = useServiceOptions();
  const filter = { ...(state === "all" ? {} : { firing: state === "firing" }), ...(service === "" ? {} : { service }) };
  const read = useRead(alertsDocument, { first, filter }, { keep: true });
  useLogRefresh(alertEvents, ["read", alertsDocument.name]);
  const set = (name: string, value: string): void =>
    setParameters(
      (before) => {
        const to = new URLSearchParams(before);
        if (value === "" || value === "all") to.delete(name);
        else to.set(name, value);
        return to;
      },
      { replace: true },
    );
  const rows = nodesOf(read.data?.alerts);
  const total = read.data?.alerts.totalCount ?? 0;
  return (
    <>
      <ViewHeader
        title="Alerts"
        summary={read.data === undefined ? undefined : alertsSentence(read.data.alertCounts)}
        actions={
          <>
            <Button component={Link} to="/alert-rules" color="inherit" variant="outlined">Rules</Button>
            <Button component={Link} to="/maintenance" color="inherit" variant="outlined">Maintenance</Button>
            <Button component={Link} to="/heartbeats" color="inherit" variant="outlined">Heartbeats</Button>
          </>
        }
      />
      <Panel
        foot={
          <>
            <span>{rows.length} of {total}</span>
            {rows.length < total && first < 500 ? <Button size="small" onClick={() => setFirst(500)}>Show more</Button> : null}
          </>
        }
      >
        <FilterBar>
          <Choice
            label="That are"
            value={state}
            onChange={(next) => set("state", next)}
            options={[["all", "All"], ["firing", "Firing"], ["cleared", "Cleared"]]}
          />
          <TextField
            select
            size="small"
            label="Of service"
            value={service}
            onChange={(event) => set("service", event.target.value)}
            slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
            sx={{ minWidth: 180, maxWidth: 260 }}
          >
            <MenuItem value="">Any</MenuItem>
            {services.map(([slug, words]) => <MenuItem key={slug} value={slug}>{words}</MenuItem>)}
          </TextField>
        </FilterBar>
        <ReadArea read={read} where="Alerts" skeleton={<SkeletonRows />}>
          {() =>
            rows.length === 0 ? (
              <EmptyState title={state === "all" && service === "" ? "No alerts yet" : "No such alerts"}>
                What monitoring notices comes by an <Link to="/integrations">integration</Link>: each time it fires is an episode.
              </EmptyState>
            ) : (
              <GroupRows
                label="Alerts"
                rows={rows}
                columns={columnsAt(now)}
                keyOf={({ id }) => id}
                hrefOf={({ id }) => `/alerts/${encodeURIComponent(id)}`}
                groupOf={({ startsAt }) => dayHeading(Date.parse(startsAt), now, zone)}
              />
            )}
        </ReadArea>
      </Panel>
    </>
  );
}
