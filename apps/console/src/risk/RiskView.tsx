import { measuredPercent, share } from "@ballast/schema/words";
import MenuItem from "@mui/material/MenuItem";
import { useGetIdentity } from "ra-core";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { CommandButton } from "../data/CommandButton.tsx";
import { nodesOf } from "../data/fields.ts";
import { ownId } from "../data/globalId.ts";
import { HistoryPanel } from "../data/HistoryPanel.tsx";
import { useLogRefresh } from "../data/logRefresh.ts";
import { useMay } from "../data/may.ts";
import { NoSuchRecord, ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { MenuButton } from "../lists/MenuButton.tsx";
import { GroupRows } from "../marks/GroupRows.tsx";
import { Columns, Facts, Panel, ViewHeader } from "../marks/Panel.tsx";
import { State } from "../marks/State.tsx";
import { EmptyState } from "../marks/States.tsx";
import { Quiet } from "../marks/Text.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import { date } from "../marks/time.ts";
import { useZone } from "../marks/zone.ts";
import { ActionsPanel } from "../promises/ActionsPanel.tsx";
import { AcceptancePanel } from "./AcceptancePanel.tsx";
import { CalibrationChart } from "./CalibrationChart.tsx";
import { Equation, EstimateDialog } from "./Equation.tsx";
import { MitigationsPanel } from "./MitigationsPanel.tsx";
import styles from "./Risk.module.css";
import { CameTrueDialog, CloseDialog, RatingDialog, ReviewDialog, TreatmentDialog } from "./RiskDialogs.tsx";
import { riskDocument, riskEvents } from "./riskDocuments.ts";
import type { RiskRecord } from "./riskDocuments.ts";
import { figure, standings, toldByHistory } from "./riskWords.ts";

/** One risk: what can happen, what it is expected to cost and why, what happened, and what is done about it. */
export function RiskView() {
  const { id = "" } = useParams();
  const read = useRead(riskDocument, { id });
  useLogRefresh(riskEvents, ["read", riskDocument.name]);
  return (
    <ReadArea read={read} where="The risk">
      {({ risk, riskRegister }) => (risk === null ? <NoSuchRecord what="risk" /> : <Shown risk={risk} register={riskRegister} />)}
    </ReadArea>
  );
}

interface ShownProps {
  risk: RiskRecord;
  register: { readonly budget: number; readonly target: number; readonly tooBigAbove: number };
}

type Doing = "review" | "calibrate" | "treat" | "rate" | "link" | "close";

/** What is done more rarely, in a menu. */
const rarely: readonly (readonly [Doing, string])[] = [
  ["link", "Came true in an incident…"],
  ["treat", "How it is treated…"],
  ["rate", "Where it stands on the grid…"],
  ["close", "Close the risk…"],
];

function Shown({ risk, register }: ShownProps) {
  const [doing, setDoing] = useState<Doing | null>(null);
  const { identity } = useGetIdentity();
  const isMe = (id: string): boolean => identity !== undefined && (identity.id === id || identity.id === ownId(id));
  const writes = useMay("risk.write");
  const mayChange = writes || isMe(risk.owner.id);
  const close = (): void => setDoing(null);
  const says = toldByHistory(risk);
  // Everybody reads what is registered: what it says of private incidents is no part of that.
  const saidToAll = toldByHistory({ historySays: risk.historyForAll });
  const open = risk.closed === null;
  return (
    <>
      <ViewHeader
        title={`${risk.reference} · ${risk.title}`}
        summary={<Summary risk={risk} budget={register.budget} />}
        actions={
          mayChange && open ? (
            <>
              <CommandButton needs="risk.own" onClick={() => setDoing("review")}>
                Record a review
              </CommandButton>
              {saidToAll !== null ? (
                <CommandButton needs="risk.own" onClick={() => setDoing("calibrate")}>
                  Use what history says
                </CommandButton>
              ) : null}
              <MenuButton words="More">
              {(closeMenu) => rarely.map(([what, words]) => (
                <MenuItem
                  key={what}
                  onClick={() => {
                    closeMenu();
                    setDoing(what);
                  }}
                >
                  {words}
                </MenuItem>
              ))}
            </MenuButton>
            </>
          ) : undefined
        }
      />
      <div className={styles.stack}><Equation risk={risk} mayChange={mayChange && open} /></div>
      <Columns side={<Side risk={risk} mayChange={mayChange} />}>
        <Panel title="Registered against what happened" meta="bad minutes a year, calibrated with every day and incident">
          {risk.calibration.length < 2 || says === null ? (
            <EmptyState title="Too few incidents for a history">
              It speaks from the second incident on that this risk is linked with.
            </EmptyState>
          ) : (
            <CalibrationChart risk={risk} tooBigAbove={register.tooBigAbove} />
          )}
        </Panel>
        <MitigationsPanel risk={risk} mayChange={mayChange} mayChangeOf={(owner) => writes || isMe(owner)} />
        <ActionsPanel about={risk} />
        <HistoryPanel events={nodesOf(risk.history)} total={risk.history.totalCount} />
      </Columns>
      {doing === "calibrate" && saidToAll !== null ? (
        <EstimateDialog risk={risk} proposed={{ inputs: saidToAll.inputs, basis: "history" }} onClose={close} />
      ) : null}
      {doing === "review" ? <ReviewDialog risk={risk} onClose={close} /> : null}
      {doing === "treat" ? <TreatmentDialog risk={risk} onClose={close} /> : null}
      {doing === "rate" ? <RatingDialog risk={risk} onClose={close} /> : null}
      {doing === "link" ? <CameTrueDialog risk={risk} onClose={close} /> : null}
      {doing === "close" ? <CloseDialog risk={risk} onClose={close} /> : null}
    </>
  );
}

function Summary({ risk, budget }: { risk: RiskRecord; budget: number }) {
  const { statement, minutesAYear, closed } = risk;
  const says = toldByHistory(risk);
  const cost =
    minutesAYear === null
      ? "Nobody has estimated it."
      : `${figure(minutesAYear)} bad minutes expected a year, ${measuredPercent((100 * minutesAYear) / budget)} of the budget`;
  const history =
    minutesAYear === null || says === null ? "" : `; history says ${figure(says.minutesAYear)}`;
  return (
    <>
      <b>If</b> {statement.if}, <b>then</b> {statement.then} <b>until</b> {statement.until}. {cost}
      {history}
      {minutesAYear === null ? "" : "."}
      {closed === null ? null : <> Closed: {closed}.</>}
    </>
  );
}

function Side({ risk, mayChange }: { risk: RiskRecord; mayChange: boolean }) {
  const zone = useZone();
  const last = risk.reviews.at(-1);
  const bad = risk.cameTrueIn.reduce((sum, { badMinutes }) => sum + badMinutes, 0);
  return (
    <>
      <AcceptancePanel risk={risk} mayChange={mayChange} />
      <Panel title="Came true in" meta={risk.cameTrueIn.length === 0 ? undefined : `${figure(bad)} bad minutes`}>
        {risk.cameTrueIn.length === 0 ? <EmptyState title="Not yet, as far as anybody has linked" /> : (
          <GroupRows
            label="Incidents in which it came true"
            rows={risk.cameTrueIn.toReversed()}
            keyOf={({ incident }) => incident.id}
            hrefOf={({ incident }) => `/incidents/${encodeURIComponent(incident.id)}`}
            columns={[
              { key: "reference", label: "Incident", narrow: "title", render: ({ incident }) => <b>{incident.reference}</b> },
              { key: "at", label: "When", render: ({ at }) => <RelativeTime at={at} /> },
              { key: "minutes", label: "Bad", right: true, render: ({ badMinutes }) => `${figure(badMinutes)} min` },
              {
                key: "impact",
                label: "Hit",
                right: true,
                narrow: "hide",
                render: ({ impactPer100k }) => <Quiet>at {share(impactPer100k)}</Quiet>,
              },
            ]}
          />
        )}
      </Panel>
      <Panel title="About it" meta={<State tone={standings[risk.standing].tone}>{standings[risk.standing].words}</State>} padded>
        <Facts
          facts={[
            ["Owner", risk.owner.name],
            ["Kind", risk.category],
            ["Services", risk.services.map(({ name }) => name).join(", ")],
            ["Treatment", `${risk.treatment}${risk.treatmentReason === "" ? "" : `: ${risk.treatmentReason}`}`],
            [
              "Releases",
              risk.releases.length === 0
                ? null
                : risk.releases.map(({ id, version, service }) => (
                    <Link key={id} to={`/releases/${encodeURIComponent(id)}`}>
                      {service?.name} {version}{" "}
                    </Link>
                  )),
            ],
            [
              "Found by",
              risk.findings.length + risk.assessments.length === 0 ? null : (
                <span key="found">
                  {risk.findings.map(({ id, title, sitting }) => (
                    <Link key={id} to={`/sittings/${encodeURIComponent(sitting.id)}`}>
                      {sitting.forum.title} of {date(Date.parse(sitting.dueOn), "utc")}: {title}
                    </Link>
                  ))}
                  {risk.assessments.map(({ id, lens }) => (
                    <Link key={id} to={`/assessments/${encodeURIComponent(id)}`}>{lens.name}</Link>
                  ))}
                </span>
              ),
            ],
            ["Next review", date(Date.parse(risk.nextReviewAt), zone)],
            [
              "Last review",
              last === undefined
                ? null
                : `${date(Date.parse(last.at), zone)}${last.note === "" ? "" : `: ${last.note}`}; every ${String(risk.reviewEveryDays)} days`,
            ],
          ]}
        />
      </Panel>
      {risk.estimates.length < 2 ? null : (
        <Panel title="Estimated before" padded>
          <Facts
            facts={risk.estimates
              .toReversed()
              .map(
                ({ at, by, minutesAYear, reason, basis }) =>
                  [
                    date(Date.parse(at), zone),
                    `${figure(minutesAYear)} min, ${by.name}${basis === "history" ? ", by history" : ""}: ${reason}`,
                  ] as const,
              )}
          />
        </Panel>
      )}
    </>
  );
}
