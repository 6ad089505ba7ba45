import Button from "@mui/material/Button";
import { useMemo, useState } from "react";
import { Link } from "react-router";
import { usePeople } from "../choices/peopleChoices.ts";
import { useServiceOptions } from "../choices/serviceOptions.ts";
import { CommandButton } from "../data/CommandButton.tsx";
import { nodesOf } from "../data/fields.ts";
import { useLogRefresh } from "../data/logRefresh.ts";
import { useRead } from "../data/read.ts";
import type { FilterSpec, FilterValues, Option } from "../lists/filters.ts";
import { ExportButton, ListPanel } from "../lists/ListPanel.tsx";
import { useList } from "../lists/useList.ts";
import type { ListSpec } from "../lists/useList.ts";
import { Choice } from "../marks/Choice.tsx";
import type { Column } from "../marks/GroupRows.tsx";
import { useNow } from "../marks/now.ts";
import { Panel, ViewHeader } from "../marks/Panel.tsx";
import { Person } from "../marks/Person.tsx";
import { Shape, State } from "../marks/State.tsx";
import { Quiet } from "../marks/Text.tsx";
import { shortDate } from "../marks/time.ts";
import { CalibrateDialog } from "./CalibrateDialog.tsx";
import { ForecastPanel } from "./ForecastPanel.tsx";
import { RegisterBar } from "./RegisterBar.tsx";
import { RegisterRiskDialog } from "./RegisterRiskDialog.tsx";
import styles from "./Risk.module.css";
import { registerDocument, riskEvents } from "./riskDocuments.ts";
import type { RiskLine } from "./riskDocuments.ts";
import { RiskGrid } from "./RiskGrid.tsx";
import { UnforeseenPanel } from "./UnforeseenPanel.tsx";
import { because, drifts, figure, nextDue, registerSentence, standings } from "./riskWords.ts";

const sorts = ["MINUTES_DESC", "NUMBER_ASC", "NUMBER_DESC"] as const;
const nothing = {};

const filtersFor = (services: readonly Option[], owners: readonly Option[]): readonly FilterSpec[] => [
  { kind: "choice", name: "service", words: "Of", options: services },
  {
    kind: "choice",
    name: "open",
    words: "That are",
    options: [
      ["yes", "open"],
      ["no", "closed"],
    ],
  },
  { kind: "choice", name: "owner", words: "Of owner", options: owners },
  {
    kind: "choice",
    name: "standing",
    words: "Which stand",
    options: Object.entries(standings).map(([standing, { words }]): Option => [standing, words.toLowerCase()]),
  },
  {
    kind: "choice",
    name: "treatment",
    words: "Treated by",
    options: [
      ["mitigate", "mitigating"],
      ["accept", "accepting"],
      ["transfer", "transferring"],
      ["avoid", "avoiding"],
    ],
  },
  { kind: "choice", name: "tooBig", words: "Size", options: [["yes", "too big for one risk"]] },
  { kind: "text", name: "text", words: "Contain text", hint: "provider" },
];

const filterOf = ({ service, open, owner, standing, treatment, tooBig, text }: FilterValues): Record<string, unknown> => ({
  service,
  owner,
  treatment,
  text,
  ...(open === undefined ? { open: true } : { open: open === "yes" }),
  ...(standing === undefined ? {} : { standings: [standing] }),
  ...(tooBig === undefined ? {} : { tooBig: true }),
});

const csv: ListSpec<RiskLine>["csv"] = [
  ["reference", (row) => row.reference],
  ["title", (row) => row.title],
  ["category", (row) => row.category],
  ["minutesAYear", (row) => row.minutesAYear],
  ["detectMinutes", (row) => row.inputs?.detectMinutes ?? null],
  ["resolveMinutes", (row) => row.inputs?.resolveMinutes ?? null],
  ["impactPercent", (row) => (row.inputs === null ? null : row.inputs.impactPer100k / 1_000)],
  ["betweenDays", (row) => row.inputs?.betweenDays ?? null],
  ["historySays", (row) => row.historySays?.minutesAYear ?? null],
  ["standing", (row) => row.standing],
  ["owner", (row) => row.owner.name],
  ["services", (row) => row.services.map(({ slug }) => slug).join(" ")],
];

function Minutes({ row, widest, tooBigAbove }: { row: RiskLine; widest: number; tooBigAbove: number }) {
  if (row.minutesAYear === null) return <Quiet>not estimated</Quiet>;
  const share = (value: number): string => `${String(Math.min(100, (100 * value) / widest))}%`;
  return (
    <span className={styles.minutes}>
      <b>{figure(row.minutesAYear)}</b>
      <span className={styles.track} aria-hidden>
        <i className={styles.fill} data-tone={standings[row.standing].tone} style={{ width: share(row.minutesAYear) }} />
        <i className={styles.line} style={{ left: share(tooBigAbove) }} />
      </span>
      {row.minutesAYear > tooBigAbove ? <span className="unseen">too big for one risk</span> : null}
    </span>
  );
}

function HistorySays({ row }: { row: RiskLine }) {
  if (row.historySays === null) return <Quiet>–</Quiet>;
  const drift = drifts[row.historySays.drift];
  if (drift === null) return <Quiet>too few</Quiet>;
  return (
    <span>
      <Shape tone={drift.tone} /> {figure(row.historySays.minutesAYear)}, {drift.words}
    </span>
  );
}

function Due({ row, now }: { row: RiskLine; now: number }) {
  const due = nextDue(row, now);
  if (due === null) return <Quiet>–</Quiet>;
  const day = shortDate(Date.parse(due.day), "utc");
  if (due.over > 0)
    return (
      <span className={styles.late}>
        <Shape tone="bad" /> {day}, {due.over} d over
      </span>
    );
  const words = due.what === "acceptance" ? (row.standing === "accepted" ? `until ${day}` : `accepted to ${day}`) : day;
  if (due.left <= 7)
    return (
      <span className={styles.soon}>
        <Shape tone="attention" /> {words}
      </span>
    );
  return (
    <span>
      {words}
      {due.before.map((before) => (
        <span key={before} className={styles.before}>
          {" "}
          ← {shortDate(Date.parse(before), "utc")}
        </span>
      ))}
    </span>
  );
}

function CameTrue({ row }: { row: RiskLine }) {
  const last = row.cameTrueIn.at(-1);
  if (last === undefined) return <Quiet>–</Quiet>;
  const more = row.cameTrueIn.length - 1;
  return (
    <span>
      {last.incident.reference}
      {more === 0 ? null : <Quiet> +{more}</Quiet>}
    </span>
  );
}

const columnsFor = ({ widest, tooBigAbove, now }: { widest: number; tooBigAbove: number; now: number }): readonly Column<RiskLine>[] => [
  { key: "reference", label: "Risk", narrow: "meta", render: ({ reference }) => <Quiet>{reference}</Quiet> },
  {
    key: "title",
    label: "What it is about",
    narrow: "title",
    grow: true,
    render: (row) => (row.minutesAYear !== null && row.minutesAYear > 0.1 * widest ? <b>{row.title}</b> : row.title),
  },
  { key: "minutes", label: "Bad minutes a year", render: (row) => <Minutes row={row} widest={widest} tooBigAbove={tooBigAbove} /> },
  { key: "because", label: "Because", narrow: "hide", render: ({ inputs }) => <Quiet>{inputs === null ? "–" : because(inputs)}</Quiet> },
  { key: "history", label: "History says", narrow: "hide", render: (row) => <HistorySays row={row} /> },
  {
    key: "treatment",
    label: "Treatment",
    narrow: "state",
    render: ({ standing }) => <State tone={standings[standing].tone}>{standings[standing].words}</State>,
  },
  { key: "owner", label: "Owner", narrow: "hide", render: ({ owner }) => <Person name={owner.name} /> },
  { key: "due", label: "Due", render: (row) => <Due row={row} now={now} /> },
  { key: "came", label: "Came true in", narrow: "hide", render: (row) => <CameTrue row={row} /> },
];

/** What can go wrong: what it is expected to cost against the budget, and what is done about it. */
export function RisksView() {
  const services = useServiceOptions();
  const people = usePeople();
  const now = useNow(600_000);
  const [registering, setRegistering] = useState(false);
  const [calibrating, setCalibrating] = useState(false);
  const [shown, setShown] = useState<"minutes" | "grid">("minutes");
  const spec = useMemo<ListSpec<RiskLine>>(
    () => ({
      resource: "risks",
      filters: filtersFor(
        services,
        people.map(({ id, name }): Option => [id, name]),
      ),
      filterOf,
      sorts,
      csv,
    }),
    [services, people],
  );
  const list = useList(spec);
  const { data } = useRead(registerDocument, nothing, { keep: true });
  useLogRefresh(riskEvents, ["risks"]);
  useLogRefresh(riskEvents, ["read", registerDocument.name]);
  const risks = nodesOf(data?.risks);
  const register = data?.riskRegister;
  const foreseenByNobody = data?.unforeseen.records.length ?? 0;
  const widest = Math.max(1, ...risks.map(({ minutesAYear }) => minutesAYear ?? 0));
  const said = register === undefined || register.count === 0 ? null : registerSentence(register, risks, now);
  const registerOne = (
    <CommandButton needs="risk.write" first onClick={() => setRegistering(true)}>
      Register a risk
    </CommandButton>
  );
  return (
    <>
      <ViewHeader
        title="Risks"
        summary={
          said === null ? (
            "What can go wrong, what it is expected to cost, and what is done about it."
          ) : (
            <>
              {said.before}
              {said.over === null ? null : (
                <>
                  , so <span className={styles.tooMany}>{said.over}</span>
                </>
              )}
              .{said.after}
            </>
          )
        }
        actions={
          <>
            <ExportButton list={list} />
            <Button component={Link} to="/imports/file?kind=risks">Import</Button>
            {risks.length === 0 ? null : (
              <CommandButton needs="risk.own" onClick={() => setCalibrating(true)}>
                Calibrate all…
              </CommandButton>
            )}
            {registerOne}
          </>
        }
      />
      <div className={styles.stack}>
        <Choice
          label="Shown as"
          value={shown}
          options={[
            ["minutes", "Minutes"],
            ["grid", "Grid, likelihood × impact"],
          ]}
          onChange={setShown}
        />
        {shown === "grid" ? (
          <Panel>
            <RiskGrid risks={risks} />
          </Panel>
        ) : (
          <ListPanel
            list={list}
            label="Risks"
            columns={columnsFor({ widest, tooBigAbove: register?.tooBigAbove ?? Infinity, now })}
            sortFields={{ minutes: "MINUTES", reference: "NUMBER" }}
            order={
              register === undefined || register.tooBig.length === 0
                ? "By expected minutes"
                : `${register.tooBig
                    .map(({ reference }) => reference)
                    .slice(0, 3)
                    .join(", ")} beyond the dashed line, 25 % of the budget: too big for one risk`
            }
            hrefOf={({ id }) => `/risks/${encodeURIComponent(id)}`}
            picture={register === undefined ? undefined : <RegisterBar register={register} risks={risks} />}
            empty={{
              title: "No risk registered",
              words: (
                <>
                  <Link to="/imports/file?kind=risks">Import a CSV</Link>,{" "}
                  {foreseenByNobody === 0 ? "or register the first one here." : (
                    <>or start from <a href="#unforeseen">the incidents nobody had foreseen ({foreseenByNobody})</a>.</>
                  )}
                </>
              ),
              action: registerOne,
            }}
          />
        )}
        {data === undefined ? null : <UnforeseenPanel unforeseen={data.unforeseen} />}
        {register === undefined || register.total === 0 ? null : <ForecastPanel />}
      </div>
      {calibrating ? <CalibrateDialog onClose={() => setCalibrating(false)} /> : null}
      {registering ? <RegisterRiskDialog onClose={() => setRegistering(false)} /> : null}
    </>
  );
}
