import { Link } from "react-router";
import { Strip } from "../marks/Bars.tsx";
import { Panel } from "../marks/Panel.tsx";
import { Quiet } from "../marks/Text.tsx";
import { shortDate } from "../marks/time.ts";
import { useZone } from "../marks/zone.ts";
import { dayCells, figureWords, hurtParts, minuteWords, sourceWords, wellWords } from "./availabilityWords.ts";
import type { CustomerRecord } from "./customerDocuments.ts";
import styles from "./Customer.module.css";

type Availability = CustomerRecord["availability"];

/** What it uses, the worst first: each opens to the incidents behind its figure. */
function Parts({ parts }: Pick<Availability, "parts">) {
  const well = wellWords(parts);
  return (
    <div className={styles.parts}>
      {hurtParts(parts).map(({ service, component, availabilityPercent, badMinutes, incidents }) => (
        <details key={`${service.slug} ${component ?? ""}`}>
          <summary>
            <span>{service.slug}{component === null ? null : <Quiet>, {component}</Quiet>}</span>
            <span>{figureWords({ availabilityPercent })}</span>
            <span>{minuteWords(badMinutes)}</span>
          </summary>
          <ul>
            {incidents.map(({ incident, badMinutes: cost, named }) => (
              <li key={incident.id}>
                <Link to={`/incidents/${encodeURIComponent(incident.id)}`}>{incident.reference} {incident.title}</Link>
                <Quiet>{named ? "named" : "as for everyone"}</Quiet>
                <span>{minuteWords(cost)}</span>
              </li>
            ))}
          </ul>
        </details>
      ))}
      {well === null ? null : <p><Quiet>{well}</Quiet></p>}
    </div>
  );
}

/** Time without a declared incident for this customer, called what it is: in all, and by what it uses. */
export function AvailabilityPanel({ availability }: { availability: Availability }) {
  const zone = useZone();
  const figure = figureWords(availability);
  return (
    <Panel title="Without a declared incident" meta="last 90 days" padded>
      <div className={styles.availability}>
        <div className={styles.figures}>
          <p className={styles.figure}>{figure}</p>
          <p className={styles.cost}><strong>{minuteWords(availability.badMinutes)}</strong> <Quiet>bad minutes</Quiet></p>
        </div>
        <Strip days cells={dayCells(availability, zone)} label={`Its last 90 days, day by day: ${figure}`} />
        <div className={styles.ends}><span>{shortDate(Date.parse(availability.from), zone)}</span><span>today</span></div>
        <Parts parts={availability.parts} />
        <p><Quiet>{sourceWords(availability)}</Quiet></p>
      </div>
    </Panel>
  );
}
