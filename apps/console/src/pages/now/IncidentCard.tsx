import Button from "@mui/material/Button";
import { Link } from "react-router";
import { CommandButton } from "../../data/CommandButton.tsx";
import { counted, percentWords } from "../../data/words.ts";
import { Panel } from "../../marks/Panel.tsx";
import { Person } from "../../marks/Person.tsx";
import { State, Tag } from "../../marks/State.tsx";
import { Version } from "../../marks/Text.tsx";
import { duration } from "../../marks/time.ts";
import { Counter, RelativeTime } from "../../marks/Time.tsx";
import { isMoving, stateOf } from "../deploys/deployStates.ts";
import type { RollbackAsk } from "../deploys/RollbackDialog.tsx";
import type { LikelyCause, NowIncident } from "./nowDocument.ts";
import styles from "./Now.module.css";

function before(ms: number): string {
  const rounded = Math.abs(ms) < 60_000 ? Math.round(ms / 1_000) * 1_000 : Math.round(ms / 60_000) * 60_000;
  return rounded >= 0 ? `began ${duration(rounded)} before` : `began ${duration(-rounded)} after the start`;
}

function Cause({ cause }: { cause: LikelyCause }) {
  const { deploy, beforeStartMs } = cause;
  const at = isMoving({ state: deploy.state, endedAt: null }) && deploy.percent !== null ? ` at ${percentWords(deploy.percent)}` : "";
  return (
    <span>
      likely cause: <Link to={`/deploys/${encodeURIComponent(deploy.id)}`}><Version>{deploy.service.slug} {deploy.version}</Version></Link>{at}, {before(beforeStartMs)}, {stateOf({ state: deploy.state, heldBy: null }).words.toLowerCase()}
    </span>
  );
}

/** An open incident: how bad, since when, who commands, the likely cause, and its undo one click away. */
export function IncidentCard({ incident, rollBack }: { incident: NowIncident; rollBack: (ask: RollbackAsk) => void }) {
  const { id, reference, title, severity, drill, commander, nextUpdateDueAt, affectedCustomerCount, resolutionProposed } = incident;
  const cause = incident.relatedChanges.toSorted((a, b) => b.score - a.score)[0];
  const preview = cause?.deploy.lane.rollbackPreview;
  // Only while what is suspected still reaches somebody: going back any further would undo something else.
  const target = preview?.allowed === true && preview.from?.version === cause?.deploy.version ? preview.target : null;
  const open = `/incidents/${encodeURIComponent(id)}`;
  return (
    <Panel urgent={!drill} padded>
      <div className={styles.incident}>
        <div className={styles.head}>
          <State tone="bad">{severity === null ? "No severity" : `Sev ${severity}`}</State>
          {drill ? <Tag tone="planned">drill</Tag> : null}
          <h2><Link to={open}>{reference} · {title}</Link></h2>
          <span className={styles.counter}><Counter at={incident.startedAt ?? incident.declaredAt} /></span>
        </div>
        <div className={styles.facts}>
          {commander === null ? <State tone="attention">Nobody commands</State> : <Person name={commander.name} role="commander" />}
          {nextUpdateDueAt === null ? null : <span>next update due <RelativeTime at={nextUpdateDueAt} /></span>}
          {affectedCustomerCount === null || affectedCustomerCount === 0 ? null : <span>{counted(affectedCustomerCount, "customer")} affected</span>}
          {cause === undefined ? null : <Cause cause={cause} />}
          {resolutionProposed ? <span>the alerts are quiet again: resolve it?</span> : null}
        </div>
        <div className={styles.buttons}>
          {cause === undefined || target === null ? null : (
            <CommandButton needs="deploy.rollback" danger size="small" onClick={() => rollBack({ service: cause.deploy.service.slug, environment: cause.deploy.environment, incidentId: id })}>
              Roll back {cause.deploy.service.slug} to {target.version}
            </CommandButton>
          )}
          <Button size="small" component={Link} to={open}>Open the timeline</Button>
        </div>
      </div>
    </Panel>
  );
}
