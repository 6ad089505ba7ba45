import { movingDeployStates } from "@ballast/schema/states";
import { duration } from "@ballast/schema/words";
import { useMemo } from "react";
import { ActorName } from "../data/ActorName.tsx";
import { useLogRefresh } from "../data/logRefresh.ts";
import { useRead } from "../data/read.ts";
import { counted, told } from "../data/words.ts";
import { asking, manyOf } from "../lists/filters.ts";
import type { FilterSpec, FilterValues, Option } from "../lists/filters.ts";
import { ExportButton, ListPanel } from "../lists/ListPanel.tsx";
import { parsePeriod, periodWords } from "../lists/period.ts";
import { useList } from "../lists/useList.ts";
import type { ListSpec } from "../lists/useList.ts";
import { StepBar } from "../marks/Bars.tsx";
import type { Column } from "../marks/GroupRows.tsx";
import { useNow } from "../marks/now.ts";
import { ViewHeader } from "../marks/Panel.tsx";
import { State, Tag } from "../marks/State.tsx";
import { Quiet, Version } from "../marks/Text.tsx";
import { dayHeading } from "../marks/time.ts";
import { ClockTime } from "../marks/Time.tsx";
import { useZone } from "../marks/zone.ts";
import { attributionHours, attributionOptions } from "../choices/attribution.ts";
import { useServiceOptions } from "../choices/serviceOptions.ts";
import { deployCountsDocument } from "./deployDocuments.ts";
import type { DeployFilter } from "./deployDocuments.ts";
import type { DeployLine } from "../rollout/rolloutDocuments.ts";
import { barSteps, stateOf, stateOptions } from "../rollout/deployStates.ts";

const sorts = ["REQUESTED_DESC", "REQUESTED_ASC", "DURATION_DESC"] as const;

const recorded = [
  "DeployRequested", "DeployObserved", "DeployObservationChanged", "DeployStarted", "DeployRunReplaced", "StepStarted", "StepPassed",
  "DeployPaused", "DeployResumed", "DeployHeld", "DeployHoldLifted", "DeploySucceeded", "RollbackBegan", "DeployRolledBack",
  "DeployAborted", "DeployCancelled", "DeployFailed", "RollbackCompleted",
];

function filtersFor(services: readonly Option[]): readonly FilterSpec[] {
  return [
    { kind: "choice", name: "service", words: "Service", options: services },
    {
      kind: "choice",
      name: "environment",
      words: "To",
      options: [
        ["production", "production"],
        ["staging", "staging"],
        ["development", "development"],
      ],
    },
    { kind: "period", name: "asked", words: "Asked for" },
    { kind: "many", name: "state", words: "State", options: stateOptions },
    { kind: "choice", name: "kind", words: "Kind", options: [["deploy", "deploys"], ["rollback", "rollbacks"], ["observed", "observed"]] },
    { kind: "text", name: "text", words: "Text", hint: "version, reason or person" },
    { kind: "period", name: "exposed", byLink: true, words: "Reached customers" },
    { kind: "choice", name: "outcome", byLink: true, words: "Outcome", options: outcomes },
    { kind: "choice", name: "within", byLink: true, words: "Incidents put down to one", options: attributionOptions },
  ];
}

const outcomes = [["failed", "failed"], ["fine", "did not fail"], ["rework", "was rework"]] as const;

/** Deploys to production as the delivery report counts them, if a pill asks for that. */
function countedDeploys({ exposed, outcome, within }: FilterValues, now: number): { counted?: object } {
  if (exposed === undefined && outcome === undefined) return {};
  const period = parsePeriod(exposed, now);
  return {
    counted: {
      from: period?.from ?? new Date(0).toISOString(), to: period?.to ?? new Date(now).toISOString(),
      failed: outcome === "failed" ? true : outcome === "fine" ? false : undefined, rework: outcome === "rework" ? true : undefined,
      attributeWithinHours: attributionHours(within),
    },
  };
}

/** The API's filter for the pills. */
export function deployFilter(values: FilterValues, now: number): DeployFilter {
  const { service, environment, kind, text } = values;
  const states = manyOf(values["state"]);
  return asking<DeployFilter>({
    service, environment, kind, text, ...(states.length === 0 ? {} : { states }), ...parsePeriod(values["asked"], now),
    ...countedDeploys(values, now),
  });
}

const csv: ListSpec<DeployLine>["csv"] = [
  ["service", (row) => row.service.slug],
  ["version", (row) => row.version],
  ["from", (row) => row.fromVersion],
  ["environment", (row) => row.environment],
  ["kind", (row) => row.kind],
  ["state", (row) => row.state],
  ["by", (row) => row.requestedBy.name],
  ["requestedAt", (row) => row.requestedAt],
  ["endedAt", (row) => row.endedAt],
  ["durationMs", (row) => row.durationMs],
  ["id", (row) => row.id],
];

function columnsAt(now: number): readonly Column<DeployLine>[] {
  return [
    { key: "service", label: "Service", narrow: "title", render: ({ service }) => <strong>{service.slug}</strong> },
    {
      key: "release",
      label: "Release",
      render: ({ version, kind }) => (
        <>
          {kind === "rollback" ? <Tag tone="planned">back to</Tag> : null} <Version>{version}</Version>
        </>
      ),
    },
    { key: "from", label: "Before", narrow: "hide", render: ({ fromVersion }) => <Quiet>{fromVersion ?? "–"}</Quiet> },
    { key: "environment", label: "To", render: ({ environment }) => environment },
    {
      key: "steps",
      label: "Steps",
      narrow: "hide",
      width: 150,
      render: (deploy) => (deploy.steps.length === 0 ? <Quiet>–</Quiet> : <StepBar label="Steps" steps={barSteps(deploy, now)} />),
    },
    { key: "by", label: "By", render: ({ requestedBy, automatic }) => <ActorName actor={requestedBy} automatic={automatic} /> },
    { key: "at", label: "Asked for", render: ({ requestedAt }) => <ClockTime at={requestedAt} /> },
    { key: "took", label: "Took", right: true, narrow: "hide", render: ({ durationMs }) => duration(durationMs) },
    {
      key: "state",
      label: "State",
      narrow: "state",
      render: (deploy) => <State tone={stateOf(deploy).tone}>{stateOf(deploy).words}</State>,
    },
  ];
}

/** The sentence above the list, from three counts of the same question. */
export function deploysSentence(counts: { all: number; moving: number; back: number }, values: FilterValues): string {
  const of = values["service"] === undefined ? "" : ` of ${values["service"]}`;
  const to = values["environment"] === undefined ? "" : ` to ${values["environment"]}`;
  const when = values["asked"] === undefined ? "" : `, ${periodWords(values["asked"])}`;
  const all = counted(counts.all, values["kind"] === "rollback" ? "rollback" : "deploy");
  if (counts.all === 0) return `No deploys${of}${to}${when}.`;
  const moving =
    counts.moving === 0 ? "nothing moves now" : `${told(counts.moving, "deploy")} ${counts.moving === 1 ? "moves" : "move"} now`;
  const back =
    counts.back === 0 ? "none was rolled back" : `${told(counts.back, "deploy")} ${counts.back === 1 ? "was" : "were"} rolled back`;
  return `${all}${of}${to}${when}: ${moving}, ${back}.`;
}

function Sentence({ filter, values }: { filter: DeployFilter; values: FilterValues }) {
  const { data } = useRead(
    deployCountsDocument,
    { all: filter, moving: { ...filter, states: movingDeployStates }, back: { ...filter, states: ["rolledBack"] } },
    { keep: true },
  );
  if (data === undefined) return null;
  return <>{deploysSentence({ all: data.all.totalCount, moving: data.moving.totalCount, back: data.back.totalCount }, values)}</>;
}

/** Every deploy and rollback, newest first. */
export function DeploysView() {
  const services = useServiceOptions();
  const now = useNow(2_000);
  const zone = useZone();
  const spec = useMemo<ListSpec<DeployLine, DeployFilter>>(
    () => ({ resource: "deploys", filters: filtersFor(services), filterOf: deployFilter, sorts, csv }),
    [services],
  );
  const list = useList(spec);
  useLogRefresh(recorded, ["deploys"]);
  const byDay = list.sort.field === "REQUESTED";
  return (
    <>
      <ViewHeader title="Deploys" summary={<Sentence filter={list.filter} values={list.values} />} actions={<ExportButton list={list} />} />
      <ListPanel
        list={list}
        label="Deploys"
        columns={columnsAt(now)}
        sortFields={{ at: "REQUESTED", took: "DURATION" }}
        order={byDay ? (list.sort.descending ? "Newest first" : "Oldest first") : "Longest first"}
        hrefOf={({ id }) => `/deploys/${encodeURIComponent(id)}`}
        {...(byDay ? { groupOf: ({ requestedAt }: DeployLine) => dayHeading(Date.parse(requestedAt), now, zone) } : {})}
        empty={{
          title: "Nothing was deployed yet",
          words: (
            <>
              Open a release and deploy it, or run <code>ballast deploy SERVICE VERSION</code>. Deploys that GitHub reports appear here as
              observed.
            </>
          ),
        }}
      />
    </>
  );
}
