import { own } from "@ballast/schema/own";
import { useMemo, useState } from "react";
import Button from "@mui/material/Button";
import { useNavigate } from "react-router";
import { ActorName } from "../data/ActorName.tsx";
import { CommandButton } from "../data/CommandButton.tsx";
import { useLogRefresh } from "../data/logRefresh.ts";
import { useRead } from "../data/read.ts";
import { count } from "../data/words.ts";
import type { FilterSpec, FilterValues, Option } from "../lists/filters.ts";
import { ExportButton, ListPanel } from "../lists/ListPanel.tsx";
import { parsePeriod } from "../lists/period.ts";
import { useList } from "../lists/useList.ts";
import type { List, ListSpec } from "../lists/useList.ts";
import type { Column } from "../marks/GroupRows.tsx";
import { useNow } from "../marks/now.ts";
import { DayStacks } from "../marks/DayStacks.tsx";
import { ViewHeader } from "../marks/Panel.tsx";
import { State, Tag } from "../marks/State.tsx";
import { Matched, Quiet, Version } from "../marks/Text.tsx";
import { dayHeading } from "../marks/time.ts";
import { ClockTime } from "../marks/Time.tsx";
import { useZone } from "../marks/zone.ts";
import { useServiceOptions } from "../choices/serviceOptions.ts";
import { RecordReleaseDialog } from "../rollout/RecordReleaseDialog.tsx";
import { releaseListDocument } from "./releaseDocuments.ts";
import type { ReleaseLine } from "./releaseDocuments.ts";
import styles from "./Release.module.css";
import { inOrder, inProduction, leadTime, releaseStateOptions, whereState, whereTag } from "./releaseStates.ts";

const sorts = ["RELEASED_DESC", "RELEASED_ASC", "VERSION_DESC", "COMMITS_DESC"] as const;

function filtersFor(services: readonly Option[]): readonly FilterSpec[] {
  return [
    { kind: "choice", name: "service", words: "Service", options: services },
    { kind: "period", name: "released", words: "Released" },
    { kind: "text", name: "text", words: "Contains commit or text", hint: "retry, 9f31c2a, Ana Kovač" },
    { kind: "choice", name: "state", words: "In production", options: releaseStateOptions },
    { kind: "text", name: "version", words: "Version", hint: "2026.11.5" },
    {
      kind: "choice",
      name: "reverted",
      byLink: true,
      words: "Taken back",
      options: [
        ["yes", "in part, by a later one"],
        ["no", "by none"],
      ],
    },
  ];
}

/** The API's filter for the pills. A state is asked for where customers are: in production. */
export function releaseFilter(values: FilterValues, now: number): Record<string, unknown> {
  const { service, text, version, state, reverted } = values;
  const period = parsePeriod(values["released"], now);
  return {
    service, text, version, ...(reverted === undefined ? {} : { reverted: reverted === "yes" }),
    ...(state === undefined ? {} : { state, environment: "production" }),
    ...(period === null ? {} : { releasedFrom: period.from, releasedTo: period.to }),
  };
}

const csv: ListSpec<ReleaseLine>["csv"] = [
  ["service", (row) => row.service.slug],
  ["version", (row) => row.version],
  ["releasedAt", (row) => row.releasedAt],
  ["headline", (row) => row.headline],
  ["commits", (row) => row.commitCount],
  ["by", (row) => row.recordedBy.name],
  ["leadTimeMs", (row) => row.leadTimeMs],
  ["where", (row) => row.where.map(({ environment, state }) => `${environment}: ${state}`).join("; ")],
  ["id", (row) => row.id],
];

function columnsFor(text: string | undefined, oneService: boolean, zone: string): readonly Column<ReleaseLine>[] {
  const what = ({ matches, headline }: ReleaseLine): string =>
    text !== undefined && matches[0] !== undefined ? matches[0] : (headline ?? "");
  return [
    {
      key: "version",
      label: "Release",
      narrow: "title",
      render: ({ version, service }) => (
        <>
          {oneService ? null : <strong>{service.slug} </strong>}
          <Version>{version}</Version>
        </>
      ),
    },
    {
      key: "what",
      label: "What it changes",
      grow: true,
      render: (row) =>
        what(row) === "" ? (
          <Quiet>–</Quiet>
        ) : (
          <>
            <Matched text={what(row)} query={text} />
            {row.matches.length > 1 ? <Quiet> and {row.matches.length - 1} more</Quiet> : null}
          </>
        ),
    },
    { key: "commits", label: "Commits", right: true, narrow: "hide", render: ({ commitCount }) => count(commitCount) },
    { key: "by", label: "By", narrow: "hide", render: ({ recordedBy }) => <ActorName actor={recordedBy} /> },
    { key: "at", label: `At, ${zone}`, render: ({ releasedAt }) => <ClockTime at={releasedAt} /> },
    {
      key: "where",
      label: "Where",
      narrow: "hide",
      render: ({ where }) =>
        where.length === 0 ? (
          <Quiet>–</Quiet>
        ) : (
          <span className={styles.tags}>
            {inOrder(where).map((each) => {
              const { tone, words } = whereTag(each);
              return tone === undefined ? (
                <Tag key={each.environment}>{words}</Tag>
              ) : (
                <Tag key={each.environment} tone={tone}>
                  {words}
                </Tag>
              );
            })}
          </span>
        ),
    },
    { key: "lead", label: "Lead time", right: true, narrow: "hide", render: ({ leadTimeMs }) => leadTime(leadTimeMs) },
    {
      key: "state", label: "In production", narrow: "state",
      render: ({ where }) => {
        const place = inProduction(where);
        const state = place === undefined ? null : whereState(place);
        return state === null || state.tone === null ? <Quiet>–</Quiet> : <State tone={state.tone}>{state.words}</State>;
      },
    },
  ];
}

function usePicture(list: List<ReleaseLine>) {
  const { data } = useRead(releaseListDocument, { filter: list.filter }, { keep: true });
  const now = useNow(600_000);
  const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
  const picture =
    data === undefined || data.releasesPerDay.length === 0 ? undefined : (
      <DayStacks
        noun="release"
        perDay={data.releasesPerDay}
        until={now}
        open={(from, to) => list.set("released", `${day(from)}..${day(to)}`)}
      />
    );
  return { sentence: data?.releaseList.sentence, picture };
}

function CompareButton({ list }: { list: List<ReleaseLine> }) {
  const navigate = useNavigate();
  const chosen = list.rows?.filter(({ id }) => list.selected.has(id)).toSorted((a, b) => a.releasedAt.localeCompare(b.releasedAt)) ?? [];
  const [from, to] = chosen;
  const fits = chosen.length === 2 && from !== undefined && to !== undefined && from.service.slug === to.service.slug;
  const service = list.values["service"];
  const search = new URLSearchParams(
    fits ? { service: from.service.slug, from: from.version, to: to.version } : service === undefined ? {} : { service },
  );
  return (
    <Button onClick={() => void navigate(`/releases/compare?${search.toString()}`)}>
      {fits ? `Compare ${from.version} with ${to.version}` : "Compare two"}
    </Button>
  );
}

/** Every release, newest first, with the days they came on. */
export function ReleasesView() {
  const services = useServiceOptions();
  const now = useNow(60_000);
  const zone = useZone();
  const [recording, setRecording] = useState(false);
  const spec = useMemo<ListSpec<ReleaseLine>>(
    () => ({ resource: "releases", filters: filtersFor(services), filterOf: releaseFilter, sorts, csv }),
    [services],
  );
  const list = useList(spec);
  useLogRefresh(
    ["ReleaseRecorded", "ReleaseCompleted", "DeploySucceeded", "DeployRolledBack", "RollbackCompleted", "ExposureShifted"],
    ["releases"],
  );
  const { sentence, picture } = usePicture(list);
  const byDay = list.sort.field === "RELEASED";
  const orders: Record<string, string> = {
    RELEASED: list.sort.descending ? "Newest first" : "Oldest first", VERSION: "Highest version first", COMMITS: "Most commits first",
  };
  return (
    <>
      <ViewHeader
        title="Releases"
        summary={sentence}
        actions={
          <>
            <CompareButton list={list} />
            <ExportButton list={list} />
            <CommandButton needs="release.record" first onClick={() => setRecording(true)}>
              Record a release
            </CommandButton>
          </>
        }
      />
      <ListPanel
        list={list}
        label="Releases"
        columns={columnsFor(list.values["text"], list.values["service"] !== undefined, zone === "utc" ? "UTC" : "your zone")}
        sortFields={{ at: "RELEASED", version: "VERSION", commits: "COMMITS" }}
        order={own(orders, list.sort.field) ?? ""}
        hrefOf={({ id }) => `/releases/${encodeURIComponent(id)}`}
        {...(byDay ? { groupOf: ({ releasedAt }: ReleaseLine) => dayHeading(Date.parse(releasedAt), now, zone) } : {})}
        picture={picture}
        selectable
        empty={{
          title: "No release was recorded yet",
          words: (
            <>
              Record one here, from CI with <code>ballast release</code>, or bring your history:{" "}
              <code>ballast import git REPO --service NAME</code>.
            </>
          ),
        }}
      />
      {recording ? (
        <RecordReleaseDialog
          services={services.map(([slug]) => slug)}
          service={list.values["service"] ?? ""}
          onClose={() => setRecording(false)}
        />
      ) : null}
    </>
  );
}
