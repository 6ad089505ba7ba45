import { useState } from "react";
import { Link } from "react-router";
import { useCommand } from "../data/command.ts";
import { CommandButton } from "../data/CommandButton.tsx";
import { toneOf, useKinds, viewOfStream } from "../data/kinds.ts";
import { useNow } from "../marks/now.ts";
import { Panel } from "../marks/Panel.tsx";
import { Person } from "../marks/Person.tsx";
import { Shape, State } from "../marks/State.tsx";
import { EmptyState, ProblemLine } from "../marks/States.tsx";
import { clock, date, exact, relative, shortDate } from "../marks/time.ts";
import { RelativeTime } from "../marks/Time.tsx";
import { useZone } from "../marks/zone.ts";
import { useThen } from "../shell/moment.ts";
import { acknowledgePage } from "./nowDocument.ts";
import type { NowEvent, NowRotation, OwnPage } from "./nowDocument.ts";
import styles from "./Now.module.css";

function useHandOver(rotations: readonly NowRotation[]): string | undefined {
  const zone = useZone();
  const now = useNow();
  const next = rotations
    .flatMap(({ nextHandOverAt }) => (nextHandOverAt === null ? [] : [Date.parse(nextHandOverAt)]))
    .sort((a, b) => a - b)[0];
  if (next === undefined) return undefined;
  return next - now < 86_400_000
    ? `hand-over ${clock(next, zone)}, ${relative(next, now, zone)}`
    : `hand-over ${relative(next, now, zone)}`;
}

/** Who is called now. */
export function OnCallPanel({ rotations }: { rotations: readonly NowRotation[] }) {
  const meta = useHandOver(rotations);
  return (
    <Panel title="On call" {...(meta === undefined ? {} : { meta })} padded={rotations.length > 0}>
      {rotations.length === 0 ? (
        <EmptyState title="No rotation yet">
          Nobody would be called. <Link to="/on-call">Make one under On-call.</Link>
        </EmptyState>
      ) : (
        <ul className={styles.onCall}>
          {rotations.map(({ id, name, onNow }) => (
            <li key={id}>
              <Link to={`/on-call/${encodeURIComponent(id)}`}>{name}</Link>
              {onNow === null ? <State tone="attention">Nobody</State> : <Person name={onNow.name} />}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

/** The clock for what happened today, the day for what is older. */
function HappenedAt({ at }: { at: string }) {
  const zone = useZone();
  const now = useNow();
  const ms = Date.parse(at);
  return (
    <time dateTime={at} title={exact(ms, zone)}>
      {date(ms, zone) === date(now, zone) ? clock(ms, zone) : shortDate(ms, zone, now)}
    </time>
  );
}

/** The last things that happened, newest first. */
export function HappenedPanel({ events }: { events: readonly NowEvent[] }) {
  const then = useThen();
  const kinds = useKinds();
  return (
    <Panel
      title={then === null ? "Just happened" : "Had just happened"}
      meta={then === null ? "the log, live" : `until ${then}`}
      padded={events.length > 0}
    >
      {events.length === 0 ? (
        <EmptyState title="Nothing yet" />
      ) : (
        <ol className={styles.happened}>
          {events.slice(0, 11).map(({ id, type, stream, sentence, occurredAt }) => {
            const page = viewOfStream(stream, kinds);
            return (
              <li key={id}>
                <HappenedAt at={occurredAt} />
                <Shape tone={toneOf(type, kinds)} label={true} size={8} />
                {page === null ? <span>{sentence}</span> : <Link to={page}>{sentence}</Link>}
              </li>
            );
          })}
        </ol>
      )}
    </Panel>
  );
}

function OwnPageLine({ page }: { page: OwnPage }) {
  const give = useCommand(acknowledgePage);
  const [error, setError] = useState<unknown>(null);
  const { incident } = page;
  return (
    <li>
      <span>
        <Link to={`/incidents/${encodeURIComponent(incident.id)}`}>
          {incident.reference} · {incident.title}
        </Link>
        <small>
          {page.reason} · <RelativeTime at={page.requestedAt} />
        </small>
      </span>
      <CommandButton needs="page.acknowledge" first size="small" onClick={() => void give({ pageId: page.id }).catch(setError)}>
        I have it
      </CommandButton>
      <ProblemLine error={error} />
    </li>
  );
}

/** Pages that wait for the viewer's own answer: one press, and nobody else is called. */
export function InboxPanel({ pages }: { pages: readonly OwnPage[] }) {
  const then = useThen();
  if (pages.length === 0) return null;
  return (
    <Panel
      title={then === null ? "You are called" : "You were called"}
      meta={then === null ? "until you answer" : then}
      urgent={then === null}
    >
      <ul className={styles.inbox}>
        {pages.map((page) => (
          <OwnPageLine key={page.id} page={page} />
        ))}
      </ul>
    </Panel>
  );
}
