import Button from "@mui/material/Button";
import { useState } from "react";
import { Panel } from "../marks/Panel.tsx";
import { EmptyState } from "../marks/States.tsx";
import { Tag } from "../marks/State.tsx";
import { Quiet } from "../marks/Text.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import { ActorName } from "./ActorName.tsx";
import styles from "./HistoryPanel.module.css";
import type { HistoryEvent } from "./fields.ts";

/** `DeployRequested` as words. */
function typeWords(type: string): string {
  const words = type.replaceAll(/([a-z])([A-Z])/gu, "$1 $2").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function Entry({ event, causes }: { event: HistoryEvent; causes: ReadonlyMap<string, HistoryEvent> }) {
  const cause = event.causationId === null || event.causationId === event.id ? undefined : causes.get(event.causationId);
  return (
    <li className={styles.entry}>
      <span className={styles.at}><RelativeTime at={event.occurredAt} /></span>
      <details className={styles.what}>
        <summary>
          {event.sentence || typeWords(event.type)}
        </summary>
        <div className={styles.inside}>
          <span>{typeWords(event.type)}, revision {event.revision}, position {event.position}</span>
          {cause === undefined ? null : <span>because of: {cause.sentence || typeWords(cause.type)}</span>}
          <pre>{JSON.stringify(event.data, null, 2)}</pre>
        </div>
      </details>
      <span className={styles.who}>
        <ActorName actor={event.actor} />
        {event.actor.means === "console" || event.actor.means === "workflow" ? null : (
          <Tag>{event.actor.onBehalfOf === null ? event.actor.means : `${event.actor.means} for ${event.actor.onBehalfOf}`}</Tag>
        )}
      </span>
    </li>
  );
}

/** Everything that was recorded about a record, newest first: what, who, by what means, and because of what. */
export function HistoryPanel({ events, total, more }: { events: readonly HistoryEvent[]; total: number; more?: () => void }) {
  const [all, setAll] = useState(false);
  const sorted = events.toSorted((a, b) => b.revision - a.revision || b.occurredAt.localeCompare(a.occurredAt));
  const shown = all ? sorted : sorted.slice(0, 8);
  const causes = new Map(events.map((event) => [event.id, event]));
  return (
    <Panel title="History" meta={`${total} ${total === 1 ? "event" : "events"}, newest first`}>
      {events.length === 0 ? <EmptyState title="Nothing was recorded yet" /> : (
        <ol className={styles.list}>
          {shown.map((event) => <Entry key={event.id} event={event} causes={causes} />)}
        </ol>
      )}
      {shown.length < total ? (
        <div className={styles.more}>
          <Button size="small" onClick={() => { setAll(true); if (events.length < total) more?.(); }}>Show all {total}</Button>
          <Quiet>Each opens to what was recorded.</Quiet>
        </div>
      ) : null}
    </Panel>
  );
}
