import Button from "@mui/material/Button";
import MenuItem from "@mui/material/MenuItem";
import { useMemo, useState } from "react";
import { Link, useNavigate } from "react-router";
import { usePeople } from "../choices/PersonField.tsx";
import { useServiceOptions } from "../choices/serviceOptions.ts";
import { CommandButton } from "../data/CommandButton.tsx";
import { useLogRefresh } from "../data/logRefresh.ts";
import { holdersOf, useMay } from "../data/may.ts";
import { useRead } from "../data/read.ts";
import { useNow } from "../marks/now.ts";
import type { FilterSpec, FilterValues, Option } from "../lists/filters.ts";
import { ExportButton, ListPanel } from "../lists/ListPanel.tsx";
import { MenuButton } from "../lists/MenuButton.tsx";
import { useList } from "../lists/useList.ts";
import type { ListSpec } from "../lists/useList.ts";
import type { Column } from "../marks/GroupRows.tsx";
import { ViewHeader } from "../marks/Panel.tsx";
import { State } from "../marks/State.tsx";
import { Quiet } from "../marks/Text.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import { shortDate } from "../marks/time.ts";
import { useZone } from "../marks/zone.ts";
import styles from "./Flag.module.css";
import { flagEvents, flagPoliciesDocument, flagSummaryDocument } from "./flagDocuments.ts";
import type { FlagLine, FlagStanding } from "./flagDocuments.ts";
import { AskedLine } from "./AskedLine.tsx";
import { FlagName, PlacePills, Turned } from "./FlagMarks.tsx";
import { setTo } from "./flagWords.ts";
import { KillDialog, ReleaseKillDialog } from "./KillDialog.tsx";
import { RegisterFlagDialog } from "./RegisterFlagDialog.tsx";
import { countsSentence, endOf, headingOf, headings, healthOf, shownIn } from "./standings.ts";

const sorts = ["NEED_DESC", "CHANGED_DESC", "KEY_ASC"] as const;
const kinds = ["release", "experiment", "operations", "permission"].map((kind): Option => [kind, kind]);
const states = headings.map(([state, words]): Option => [state, words.replace(/:.*/u, "").toLowerCase()]);

const filtersFor = (services: readonly Option[], environments: readonly Option[], owners: readonly Option[]): readonly FilterSpec[] => [
  { kind: "choice", name: "environment", words: "In", options: environments },
  { kind: "choice", name: "service", words: "Of", options: services },
  { kind: "choice", name: "kind", words: "Of kind", options: kinds },
  { kind: "choice", name: "owner", words: "Owned by", options: owners },
  { kind: "choice", name: "state", words: "That are", options: states },
  { kind: "text", name: "text", words: "Contain text", hint: "one-page-pay" },
  {
    kind: "choice",
    name: "managed",
    words: "Held by",
    options: [
      ["yes", "Ballast"],
      ["no", "other systems"],
    ],
  },
  {
    kind: "choice",
    name: "present",
    words: "Is",
    options: [
      ["yes", "there"],
      ["no", "removed"],
    ],
  },
];

const filterOf = ({ service, environment, kind, owner, state, text, managed, present }: FilterValues): Record<string, unknown> => ({
  service,
  environment,
  kind,
  owner,
  text,
  ...(state === undefined ? {} : { states: [state] }),
  ...(managed === undefined ? {} : { managed: managed === "yes" }),
  ...(present === undefined ? {} : { present: present === "yes" }),
});

const csv: ListSpec<FlagLine>["csv"] = [
  ["service", (row) => row.service?.slug ?? ""],
  ["flag", (row) => row.name],
  ["kind", (row) => row.details?.kind ?? ""],
  ["environment", (row) => row.environment ?? row.targetings.map(({ environment }) => environment).join(" ")],
  ["present", (row) => row.present],
  [
    "state",
    (row) =>
      row.managed ? row.targetings.map(({ environment, state }) => `${environment}:${state}`).join(" ") : JSON.stringify(row.state),
  ],
  ["changes", (row) => row.changeCount],
  ["changedAt", (row) => row.changedAt],
  ["id", (row) => row.id],
];

/** What a press on a row begins. */
type Begin = (what: "kill" | "release", row: FlagLine, standing: FlagStanding) => void;

/** Kill stands in the row while the flag moves; else in its menu, so that nobody presses it in passing. */
function RowAction({ row, standing, begin }: { row: FlagLine; standing: FlagStanding; begin: Begin }) {
  const may = useMay("flag.kill");
  if (!may)
    return (
      <span title={`Killing it needs the role ${holdersOf("flag.kill")}`}>
        <Quiet>–</Quiet>
      </span>
    );
  if (standing.killed)
    return (
      <CommandButton needs="flag.kill" size="small" onClick={() => begin("release", row, standing)}>
        Release
      </CommandButton>
    );
  if (standing.state === "ramping")
    return (
      <CommandButton needs="flag.kill" danger size="small" onClick={() => begin("kill", row, standing)}>
        Kill
      </CommandButton>
    );
  return (
    <MenuButton words={<span aria-label={`More for ${row.name}`}>⋯</span>}>
      {(close) => (
        <MenuItem
          onClick={() => {
            close();
            begin("kill", row, standing);
          }}
        >
          Kill {row.name}…
        </MenuItem>
      )}
    </MenuButton>
  );
}

function Ends({ row }: { row: FlagLine }) {
  const now = useNow(600_000);
  const zone = useZone();
  if (row.details === null) return <Quiet>–</Quiet>;
  const end = endOf(row, now);
  if (end === null) return <Quiet>no end</Quiet>;
  return end.over ? <State tone="bad">{end.days} d over</State> : <span>{shortDate(Date.parse(row.details.expiresAt ?? ""), zone)}</span>;
}

const columnsFor = (environment: string | undefined, now: number, begin: Begin): readonly Column<FlagLine>[] => {
  const of = (row: FlagLine): FlagStanding | undefined => shownIn(row, environment);
  return [
    { key: "key", label: "Flag", narrow: "title", render: (row) => <FlagName flag={row} /> },
    {
      key: "does",
      label: environment === undefined ? "What it does" : `In ${environment}`,
      grow: true,
      render(row) {
        const standing = of(row);
        const words = standing?.sentence ?? (row.managed ? "Open nowhere yet" : setTo(row));
        return (
          <span title={words}>
            {environment === undefined && standing !== undefined && row.targetings.length > 1 ? (
              <Quiet>{standing.environment}: </Quiet>
            ) : null}
            {words}
          </span>
        );
      },
    },
    {
      key: "places",
      label: "Everywhere",
      narrow: "hide",
      render: (row) => (row.managed ? <PlacePills places={row.targetings} /> : <Quiet>{row.service?.slug ?? "–"}</Quiet>),
    },
    {
      key: "asked",
      label: "Asked, 24 h",
      narrow: "hide",
      render: (row) => {
        const standing = of(row);
        return standing === undefined ? <Quiet>–</Quiet> : <AskedLine standing={standing} />;
      },
    },
    {
      key: "health",
      label: "Health",
      narrow: "state",
      render(row) {
        const standing = of(row);
        if (standing === undefined) return <State tone={row.present ? "info" : "idle"}>{row.present ? "There" : "Removed"}</State>;
        const { tone, words } = healthOf(standing, now);
        return <State tone={tone}>{words}</State>;
      },
    },
    {
      key: "at",
      label: "Changed",
      render: (row) => {
        const standing = of(row);
        return standing === undefined ? <RelativeTime at={row.changedAt} /> : <Turned by={standing.turnedBy} at={standing.turnedAt} />;
      },
    },
    { key: "ends", label: "Ends", narrow: "hide", render: (row) => <Ends row={row} /> },
    {
      key: "act",
      label: "",
      right: true,
      narrow: "hide",
      render: (row) => {
        const standing = of(row);
        return standing === undefined || !row.present ? null : <RowAction row={row} standing={standing} begin={begin} />;
      },
    },
  ];
};

function useFlagList() {
  const services = useServiceOptions();
  const people = usePeople();
  const policies = useRead(flagPoliciesDocument, {}, { now: true }).data?.flagPolicies;
  const spec = useMemo<ListSpec<FlagLine>>(() => {
    const environments = (policies ?? []).map(({ environment }): Option => [environment, environment]);
    return {
      resource: "flags",
      filters: filtersFor(
        services,
        environments.length === 0 ? [["production", "production"]] : environments,
        people.map(({ id, name }): Option => [id, name]),
      ),
      filterOf,
      sorts,
      csv,
    };
  }, [services, policies, people]);
  const list = useList(spec);
  useLogRefresh(flagEvents, ["flags"]);
  useLogRefresh(flagEvents, ["read", flagSummaryDocument.name]);
  return list;
}

/** Every flag that is known: what each does where, what needs a look first. */
export function FlagsView() {
  const list = useFlagList();
  const now = useNow(600_000);
  const navigate = useNavigate();
  const environment = list.values["environment"];
  const counts = useRead(flagSummaryDocument, { filter: { ...list.filter, managed: true } }, { keep: true }).data?.flagSummary;
  const [doing, setDoing] = useState<{ what: "kill" | "release"; flag: string; standing: FlagStanding } | null>(null);
  const [registering, setRegistering] = useState(false);
  const begin: Begin = (what, row, standing) => setDoing({ what, flag: row.name, standing });
  const onKey = (row: FlagLine, event: { key: string; shiftKey: boolean }): boolean => {
    const standing = shownIn(row, environment);
    if (event.key !== "K" || !event.shiftKey || standing === undefined) return false;
    begin(standing.killed ? "release" : "kill", row, standing);
    return true;
  };
  const close = (): void => setDoing(null);
  const summary =
    counts === undefined || list.total === undefined || list.total === 0
      ? "Who sees what: for a share of customers, for one, or off for everyone."
      : countsSentence(counts, list.total, environment === undefined ? "" : ` in ${environment}`);
  const place = doing === null ? null : { flag: doing.flag, environment: doing.standing.environment };
  return (
    <>
      <ViewHeader
        title="Flags"
        summary={<>{summary} <Link to="/segments">Segments of customers</Link></>}
        actions={
          <>
            <ExportButton list={list} />
            <Button onClick={() => void navigate("/flag-changes")}>Changes to approve</Button>
            <CommandButton needs="flag.write" first onClick={() => setRegistering(true)}>
              Register a flag
            </CommandButton>
          </>
        }
      />
      <ListPanel
        list={list}
        label="Flags"
        columns={columnsFor(environment, now, begin)}
        sortFields={{ at: "CHANGED", key: "KEY" }}
        order={list.sort.field === "NEED" ? "What needs a look first" : list.sort.field === "KEY" ? "By name" : "Last changed first"}
        {...(list.sort.field === "NEED" ? { groupOf: (row: FlagLine) => headingOf(row, environment) } : {})}
        hrefOf={({ id, managed, name }) =>
          managed
            ? `/flags/${encodeURIComponent(name)}${environment === undefined ? "" : `?in=${environment}`}`
            : `/flags/${encodeURIComponent(id)}`
        }
        onKey={onKey}
        keyHints={[["Shift K", "to kill, with a preview"]]}
        empty={{
          title: "No flags yet",
          words: (
            <>
              Register one, or bring the history of your flags from the terminal: <code>ballast import flags FILE --service NAME</code>.
            </>
          ),
          action: (
            <span className={styles.buttons}>
              <CommandButton needs="flag.write" first onClick={() => setRegistering(true)}>
                Register a flag
              </CommandButton>
            </span>
          ),
        }}
      />
      {place !== null && doing?.what === "kill" ? <KillDialog place={place} onClose={close} /> : null}
      {place !== null && doing?.what === "release" ? (
        <ReleaseKillDialog place={place} kills={doing.standing.kills} onClose={close} />
      ) : null}
      {registering ? <RegisterFlagDialog onClose={() => setRegistering(false)} /> : null}
    </>
  );
}
