import { Strip } from "../marks/Bars.tsx";
import { Facts, Panel } from "../marks/Panel.tsx";
import { Quiet } from "../marks/Text.tsx";
import { useZone } from "../marks/zone.ts";
import { dayCells, figureWords, minuteWords, sourceWords } from "./availabilityWords.ts";
import type { CustomerRecord } from "./customerDocuments.ts";
import styles from "./Customer.module.css";

/** Time without a declared incident for this customer, called what it is. */
export function AvailabilityPanel({ availability }: { availability: CustomerRecord["availability"] }) {
  const zone = useZone();
  const figure = figureWords(availability);
  return (
    <Panel title="Time without a declared incident" meta="last 90 days" padded>
      <p className={styles.figure}>{figure}</p>
      <Facts facts={[["Bad minutes", minuteWords(availability.badMinutes)]]} />
      <Strip cells={dayCells(availability, zone)} label={`Its last 90 days, day by day: ${figure}`} />
      <p><Quiet>{sourceWords(availability)}</Quiet></p>
    </Panel>
  );
}
