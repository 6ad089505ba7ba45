import Button from "@mui/material/Button";
import { Link } from "react-router";
import { Counter } from "../../marks/Time.tsx";
import { Panel } from "../../marks/Panel.tsx";
import { Person } from "../../marks/Person.tsx";
import { State } from "../../marks/State.tsx";
import { Quiet } from "../../marks/Text.tsx";
import { RelativeTime } from "../../marks/Time.tsx";
import type { NowIncident } from "./nowDocument.ts";
import styles from "./Now.module.css";

/** An open incident: what, since when, who commands, and the way to its timeline. */
export function IncidentCard({ incident }: { incident: NowIncident }) {
  const { id, reference, title, severity, commander, startedAt, declaredAt, nextUpdateDueAt, affectedCustomerCount } = incident;
  const since = startedAt ?? declaredAt;
  return (
    <Panel padded urgent>
      <div className={styles.incidentHead}>
        <State tone="bad">{severity === null ? "Open" : `Sev ${String(severity)}`}</State>
        <strong className={styles.incidentTitle}>{reference} · {title}</strong>
        <span className={styles.counter}><Counter at={since} /></span>
      </div>
      <p className={styles.incidentFacts}>
        {commander === null ? <span>nobody commands</span> : <Person name={commander.name} role="commander" />}
        {affectedCustomerCount === null || affectedCustomerCount === 0 ? null : <span>{affectedCustomerCount} customers saw errors</span>}
        {nextUpdateDueAt === null ? null : <Quiet>next update due <RelativeTime at={nextUpdateDueAt} /></Quiet>}
      </p>
      <Button variant="outlined" color="inherit" component={Link} to={`/incidents/${encodeURIComponent(id)}`}>Open the timeline</Button>
    </Panel>
  );
}
