import { useGetIdentity } from "ra-core";
import { ownId } from "../data/globalId.ts";
import { Panel } from "../marks/Panel.tsx";
import { State } from "../marks/State.tsx";
import { Counter } from "../marks/Time.tsx";
import { severityTone, severityWords } from "../response/incidentWords.ts";
import styles from "./Flag.module.css";
import type { OpenIncident } from "../turning/turningDocuments.ts";
import { IncidentLink } from "./IncidentLink.tsx";

/** What hurts the flag's services now, and what that has to do with the flag: above the kill, which is recorded for it. */
export function IncidentCard({ incident, evidence }: { incident: OpenIncident; evidence: string | null }) {
  const { identity } = useGetIdentity();
  const { commander } = incident;
  const commands =
    commander === null ? "Nobody commands it yet." : identity?.id === ownId(commander.id) ? "You command." : `${commander.name} commands.`;
  return (
    <Panel urgent padded>
      <div className={styles.incident}>
        <span className={styles.name}>
          <State tone={severityTone(incident.severity)}>{severityWords(incident.severity)}</State>{" "}
          <strong>
            <IncidentLink incident={incident} /> · {incident.title}
          </strong>
        </span>
        <Counter at={incident.declaredAt} />
      </div>
      <p>{commands} {evidence}</p>
    </Panel>
  );
}
