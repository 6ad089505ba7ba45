import { inPercent } from "@ballast/schema/words";
import Button from "@mui/material/Button";
import { Link, useNavigate } from "react-router";
import { CommandButton } from "../data/CommandButton.tsx";
import { counted } from "../data/words.ts";
import { useNow } from "../marks/now.ts";
import { Panel } from "../marks/Panel.tsx";
import { Person } from "../marks/Person.tsx";
import { State, Tag } from "../marks/State.tsx";
import { Version } from "../marks/Text.tsx";
import { Counter, RelativeTime } from "../marks/Time.tsx";
import { isMoving, stateOf } from "../rollout/deployStates.ts";
import type { RollbackAsk } from "../rollout/RollbackDialog.tsx";
import { nextStep, stepHref, stepWords } from "../response/nextStep.ts";
import { beganWords, causeOf, undoTarget } from "./cause.ts";
import type { Cause } from "./cause.ts";
import type { NowIncident } from "./nowDocument.ts";
import styles from "./Now.module.css";

function CauseWords({ cause }: { cause: Cause }) {
  const { deploy, beforeMs, words } = cause;
  const at = isMoving(deploy) && deploy.percent !== null ? ` at ${inPercent(deploy.percent)}` : "";
  const facts = [beganWords(beforeMs), stateOf({ state: deploy.state, heldBy: null }).words.toLowerCase()];
  return (
    <span>
      {words}:{" "}
      <Link to={`/deploys/${encodeURIComponent(deploy.id)}`}>
        <Version>
          {deploy.service.slug} {deploy.version}
        </Version>
      </Link>
      {at}, {facts.join(", ")}
    </span>
  );
}

function NextUpdate({ at }: { at: string | null }) {
  const now = useNow();
  if (at === null) return null;
  return Date.parse(at) < now ? <State tone="attention">Update overdue</State> : <span>next update due <RelativeTime at={at} /></span>;
}

/** An open incident: how bad, since when, who commands, the likely cause, and its undo one click away. */
export function IncidentCard({ incident, rollBack }: { incident: NowIncident; rollBack: (ask: RollbackAsk) => void }) {
  const { id, reference, title, severity, drill, commander, nextUpdateDueAt, affectedCustomerCount, resolutionProposed } = incident;
  const cause = causeOf(incident);
  const target = cause === null ? null : undoTarget(cause);
  const navigate = useNavigate();
  const step = nextStep(incident);
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
          <NextUpdate at={nextUpdateDueAt} />
          {affectedCustomerCount === null || affectedCustomerCount === 0 ? null : (
            <span>{counted(affectedCustomerCount, "customer")} affected</span>
          )}
          {cause === null ? null : <CauseWords cause={cause} />}
          {resolutionProposed ? <span>the alerts are quiet again: resolve it?</span> : null}
        </div>
        <div className={styles.buttons}>
          {cause === null || target === null ? null : (
            <CommandButton
              needs="deploy.rollback"
              danger
              size="small"
              onClick={() => rollBack({ service: cause.deploy.service.slug, environment: cause.deploy.environment, incidentId: id })}
            >
              Roll back {cause.deploy.service.slug} to {target}
            </CommandButton>
          )}
          {step === null ? null : (
            <CommandButton needs="incident.work" first size="small" onClick={() => void navigate(stepHref(id, step))}>
              {stepWords(step, reference)}
            </CommandButton>
          )}
          <Button size="small" component={Link} to={open}>
            Open the timeline
          </Button>
        </div>
      </div>
    </Panel>
  );
}
