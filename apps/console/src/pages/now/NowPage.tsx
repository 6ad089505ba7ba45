import Button from "@mui/material/Button";
import { Link } from "react-router";
import { useLogRefresh } from "../../data/logRefresh.ts";
import { ReadArea } from "../../data/ReadArea.tsx";
import { useRead } from "../../data/read.ts";
import { StepBar } from "../../marks/Bars.tsx";
import { GroupRows, type Column } from "../../marks/GroupRows.tsx";
import { useNow } from "../../marks/now.ts";
import { Columns, PageHeader, Panel } from "../../marks/Panel.tsx";
import { Person } from "../../marks/Person.tsx";
import { Shape, State } from "../../marks/State.tsx";
import { EmptyState } from "../../marks/States.tsx";
import { Quiet, Version } from "../../marks/Text.tsx";
import { ClockTime, RelativeTime } from "../../marks/Time.tsx";
import { useNavigationBadge } from "../../shell/navigation.ts";
import type { DeployLine } from "../deploys/deployDocuments.ts";
import { barSteps, stateOf } from "../deploys/deployStates.ts";
import { toneOfEvent } from "./happened.ts";
import { IncidentCard } from "./IncidentCard.tsx";
import { LanesPanel } from "./LanesPanel.tsx";
import styles from "./Now.module.css";
import { nowDocument, type Now, type NowEvent, type NowInbox, type NowRotation } from "./nowDocument.ts";

/** Whatever changes what this page says. */
const recorded = [
  "DeployRequested", "DeployStarted", "StepStarted", "TrafficShifted", "VerdictReached", "StepPassed", "DeployPaused", "DeployResumed", "DeployHeld", "DeployHoldLifted", "DeploySucceeded", "RollbackBegan",
  "DeployRolledBack", "DeployAborted", "DeployFailed", "RollbackCompleted", "EffectMeasured", "ReleaseServedEveryone", "LaneHeld", "HoldReleased", "ReleaseRecorded", "IncidentDeclared", "IncidentStateChanged",
  "SeveritySet", "RoleTaken", "RoleLeft", "UpdatePosted", "EntryAdded", "PageRequested", "PageSent", "PageAcknowledged", "PageStopped", "RotationCreated", "RotationChanged", "OverrideAdded", "OverrideRemoved",
];

function movingColumns(now: number): readonly Column<DeployLine>[] {
  return [
    { key: "service", label: "Service", narrow: "title", render: ({ service }) => <strong>{service.slug}</strong> },
    { key: "release", label: "Release", render: ({ version }) => <Version>{version}</Version> },
    { key: "steps", label: "Steps", width: 170, render: (deploy) => <StepBar label="Steps" steps={barSteps(deploy, now)} /> },
    { key: "judged", label: "State", narrow: "state", render: (deploy) => <State tone={stateOf(deploy).tone}>{stateOf(deploy).words}</State> },
    { key: "by", label: "By", render: ({ requestedBy }) => <Person name={requestedBy.name} /> },
    { key: "sentence", label: "", grow: true, narrow: "hide", render: ({ sentence }) => <Quiet>{sentence}</Quiet> },
  ];
}

function Moving({ deploys }: { deploys: readonly DeployLine[] }) {
  const now = useNow(1_000);
  if (deploys.length === 0) return <Panel title="Moving"><EmptyState title="No deploy moves">Open a release to deploy it, or run <code>ballast deploy SERVICE VERSION</code>.</EmptyState></Panel>;
  return (
    <Panel title="Moving" meta={`${String(deploys.length)} moving`}>
      <GroupRows label="Moving" rows={deploys} columns={movingColumns(now)} keyOf={({ id }) => id} hrefOf={({ id }) => `/deploys/${encodeURIComponent(id)}`} />
    </Panel>
  );
}

function OnCall({ rotations }: { rotations: readonly NowRotation[] }) {
  return (
    <Panel title="On call">
      <ul className={styles.list}>
        {rotations.map(({ id, name, onNow, nextHandOverAt }) => (
          <li key={id} className={styles.line}>
            <span className={styles.grow}>{name}{nextHandOverAt === null ? null : <Quiet> · until <RelativeTime at={nextHandOverAt} /></Quiet>}</span>
            {onNow === null ? <State tone="attention">Nobody</State> : <Person name={onNow.name} />}
          </li>
        ))}
        {rotations.length === 0 ? <li className={styles.line}><Quiet>No rotation yet.</Quiet></li> : null}
      </ul>
    </Panel>
  );
}

function JustHappened({ events }: { events: readonly NowEvent[] }) {
  return (
    <Panel title="Just happened" meta="the log, live">
      <ul className={styles.list}>
        {events.map(({ id, type, sentence, occurredAt }) => (
          <li key={id} className={styles.line}>
            <Quiet><ClockTime at={occurredAt} /></Quiet>
            <Shape tone={toneOfEvent(type)} />
            <span className={styles.grow}>{sentence}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Inbox({ pages }: { pages: readonly NowInbox[] }) {
  if (pages.length === 0) return null;
  return (
    <Panel title="You are called" urgent>
      <ul className={styles.list}>
        {pages.map(({ id, incident, reason, requestedAt }) => (
          <li key={id} className={styles.line}>
            <span className={styles.grow}><strong>{incident.reference} · {incident.title}</strong><br /><Quiet>{reason} · <RelativeTime at={requestedAt} /></Quiet></span>
            <Button variant="contained" component={Link} to={`/pages/${encodeURIComponent(id)}`}>Answer</Button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Page({ now: { now } }: { now: Now }) {
  useNavigationBadge("incidents", now.incidents.length);
  return (
    <>
      <PageHeader
        title="Now"
        summary={now.sentence}
        actions={<><Button variant="outlined" color="inherit" component={Link} to="/releases">Releases</Button><Button variant="outlined" color="error" component={Link} to="/incidents?declare=1">Declare an incident</Button></>}
      />
      <Columns side={<><OnCall rotations={now.onCall} /><JustHappened events={now.justHappened} /></>}>
        <Inbox pages={now.inbox} />
        {now.incidents.map((incident) => <IncidentCard key={incident.id} incident={incident} />)}
        <Moving deploys={now.moving} />
        <LanesPanel lanes={now.lanes} />
      </Columns>
    </>
  );
}

/** The first page: what is open, what moves, what is live, who is on call, what just happened. */
export function NowPage() {
  const read = useRead(nowDocument, {}, { keep: true, everyMs: 5_000 });
  useLogRefresh(recorded, ["read", "Now"]);
  return <ReadArea read={read} where="Now">{(now) => <Page now={now} />}</ReadArea>;
}
