import { duration } from "@ballast/schema/words";
import Button from "@mui/material/Button";
import { useState } from "react";
import small from "../data/SmallButton.module.css";
import { State, Tag } from "../marks/State.tsx";
import { clock, shortDate } from "../marks/time.ts";
import { useZone } from "../marks/zone.ts";
import { impactOf, severityTone, severityWords, stateOf } from "../response/incidentWords.ts";
import type { IncidentDialog } from "./dialogs.ts";
import type { ShownIncident } from "./knownThen.ts";
import { hostOf } from "./TypePanels.tsx";
import styles from "./IncidentView.module.css";

/** What it is in a sentence, or was known to be. */
export function Sentence({ shown, knownAt }: { shown: ShownIncident; knownAt: string | null }) {
  const zone = useZone();
  if (knownAt === null) return <>{shown.sentence}</>;
  const ms = Date.parse(knownAt);
  return <><strong className={styles.then}>As known at {clock(ms, zone, true)} on {shortDate(ms, zone)}:</strong> {shown.sentence}</>;
}

/** So many fit beside the state; the others are counted, and shown when that is pressed. */
const mostChips = 8;

function Chips({ names }: { names: readonly string[] }) {
  const [all, setAll] = useState(false);
  const rest = names.slice(mostChips);
  return (
    <>
      {(all ? names : names.slice(0, mostChips)).map((name) => (
        <Tag key={name}>{name}</Tag>
      ))}
      {rest.length === 0 || all ? null : (
        <button type="button" className={small.small} title={rest.join(", ")} onClick={() => setAll(true)}>
          and {rest.length} more
        </button>
      )}
    </>
  );
}

/** Its state, how bad it is and where. */
export function StateLine({ shown, act }: { shown: ShownIncident; act: ((dialog: IncidentDialog) => void) | null }) {
  const { tone, words } = shown.known ? stateOf(shown.state) : { tone: "idle" as const, words: "Not known yet" };
  return (
    <div className={styles.state} aria-label="State">
      <State tone={tone}>{words}</State>
      {shown.severity === null ? null : <State tone={severityTone(shown.severity)}>{severityWords(shown.severity)}</State>}
      {shown.publicImpact === "none" ? null : (
        <State tone={impactOf(shown.publicImpact).tone}>
          {impactOf(shown.publicImpact).words}
          {shown.publicImpact === "maintenance" ? "" : " public impact"}
        </State>
      )}
      {shown.drill ? <Tag tone="planned">drill, in no figure</Tag> : null}
      {shown.private ? <Tag tone="attention">private</Tag> : null}
      {shown.imported ? <Tag>imported, {shown.reference}</Tag> : null}
      <Chips names={[...new Set([...shown.services.map(({ name }) => name), ...shown.components])]} />
      {shown.type === null ? null : <Tag>{shown.type.name}</Tag>}
      {shown.conferenceLink === null ? null : (
        <a href={shown.conferenceLink} target="_blank" rel="noopener noreferrer">Join them at {hostOf(shown.conferenceLink)}</a>
      )}
      {act === null || !shown.known || !shown.resolutionProposed ? null : (
        <Button size="small" onClick={() => act({ kind: "state", to: "resolved" })}>
          Its alerts have cleared: resolve it?
        </Button>
      )}
    </div>
  );
}

/** How long what took. */
export function figuresOf({ figures, imported, updates, components }: ShownIncident) {
  const ms = (value: number | null): string | null => (value === null ? null : duration(value));
  if (imported)
    return [
      { value: ms(figures.resolveMs), label: "to resolve" },
      { value: updates.length, label: "updates" },
      { value: components.length === 0 ? null : components.length, label: "components named" },
    ];
  return [
    { value: ms(figures.impactMs), label: "impact" },
    { value: ms(figures.detectMs), label: "to detect" },
    { value: ms(figures.acknowledgeMs), label: "to acknowledge" },
    {
      value: ms(figures.mitigateMs),
      label:
        figures.mitigateMs === null
          ? "to mitigate, not yet"
          : figures.mitigatedBeforeDetected
            ? "to mitigate, before anyone was told"
            : "to mitigate",
    },
    { value: ms(figures.resolveMs), label: figures.resolveMs === null ? "to resolve, not yet" : "to resolve" },
  ];
}
