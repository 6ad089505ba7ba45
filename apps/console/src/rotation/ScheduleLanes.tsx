import type { ReactNode } from "react";
import { useMine } from "../data/mine.ts";
import { initials } from "../marks/initials.ts";
import { useNow } from "../marks/now.ts";
import { Shape } from "../marks/State.tsx";
import styles from "./Schedule.module.css";
import type { Override } from "./rotationDocuments.ts";
import { Drawing } from "./Drawing.tsx";
import type { Schedule } from "./scheduleDocuments.ts";
import { changeWords, hoursWords, piecesOf } from "./scheduleWords.ts";
import type { Span } from "./walking.ts";
import { clockIn, dayIn, saidIn } from "./zoneDays.ts";

/** What is drawn: from the first of these instants to the last, a line at each. */
export interface Drawn {
  days: readonly number[];
  /** The zone it is seen in: it changes the grid and the labels, never the shifts. */
  zone: string;
}

interface LaneProps {
  name: string;
  note?: string;
  strong?: boolean;
  children: ReactNode;
}

function Lane({ name, note, strong = false, children }: LaneProps) {
  return (
    <div className={styles.lane} data-strong={strong || undefined}>
      <div className={styles.laneName}><b>{name}</b>{note === undefined ? null : <small>{note}</small>}</div>
      <div className={styles.track}>{children}</div>
    </div>
  );
}

interface PieceProps {
  left: number;
  width: number;
  names: readonly string[];
  mine?: boolean;
  override?: boolean;
  gap?: boolean;
  chosen?: boolean;
  title: string;
}

function Piece({ left, width, names, mine = false, override = false, gap = false, chosen = false, title }: PieceProps) {
  const kind = gap ? "gap" : names.length > 1 ? "both" : undefined;
  const label = width > 12 ? names.join(", ") : width > 2.2 ? names.map(initials).join(" ") : "";
  return (
    <>
      <span
        className={styles.piece}
        style={{ left: `${left}%`, width: `${width}%` }}
        title={title}
        data-mine={mine || undefined}
        data-override={override || undefined}
        data-chosen={chosen || undefined}
        data-kind={kind}
      >
        {label}
      </span>
      {kind === undefined ? null : (
        <span className={styles.marker} data-kind={kind} style={{ left: `${left + width / 2}%` }} aria-hidden>
          <Shape tone={kind === "gap" ? "bad" : "attention"} size={9} />
        </span>
      )}
    </>
  );
}

const dutyWords = (gap: boolean, names: readonly string[]): string =>
  !gap ? names.join(" and ") : `Nobody${names.length === 0 ? "" : `, ${names.join(", ")} answers as the fallback`}`;

interface CommanderLaneProps {
  commander: Schedule["commanders"][number];
  window: Span;
  /** From when to when, in words. */
  when: (time: Span) => string;
}

/** Who commands the worst incidents of the same services. */
function CommanderLane({ commander, window, when }: CommanderLaneProps) {
  const mine = useMine();
  return (
    <Lane name="Commander" note={commander.name}>
      {piecesOf(commander.duties, window).map(({ key, left, width, people, gap, ...time }) => {
        const names = people.map(({ person }) => person.name);
        return (
          <Piece
            key={key}
            left={left}
            width={width}
            names={names}
            mine={people.some(({ person }) => mine(person.id))}
            gap={gap}
            title={`${dutyWords(gap, names)}, ${when(time)}`}
          />
        );
      })}
    </Lane>
  );
}

/** What can be done on the drawing itself. */
export interface Walked {
  /** Beginning of the shift that keys have walked to; null: none. */
  chosen: string | null;
  /** A time was drawn with the mouse: somebody is to stand in then. */
  draw: (span: Span) => void;
}

interface ScheduleLanesProps extends Walked {
  schedule: Schedule;
  overrides: readonly Override[];
  drawn: Drawn;
}

/** Layers, overrides and who is paged below each other on one axis of instants; gaps and overlaps are marked beside the band. */
export function ScheduleLanes({ schedule, overrides, drawn, chosen, draw }: ScheduleLanesProps) {
  const { days, zone } = drawn;
  const mine = useMine();
  const now = useNow(60_000);
  const [start, end] = [days[0] ?? 0, days.at(-1) ?? 1];
  const window = { from: new Date(start).toISOString(), to: new Date(end).toISOString() };
  const at = (instant: number): number => ((instant - start) / (end - start)) * 100;
  const when = ({ from, to }: { from: string; to: string }): string =>
    [from, to].map((iso) => `${dayIn(Date.parse(iso), zone)} ${clockIn(Date.parse(iso), zone)}`).join(" to ");
  const duties = piecesOf(schedule.duties, window);
  const wrong = duties.filter(({ gap, people }) => gap || people.length > 1).length;
  const overridden = piecesOf(overrides, window);
  return (
    <div className={styles.scroll} role="img" aria-label={
      `Shifts from ${dayIn(start, zone)} to ${dayIn(end - 1, zone)}; ${wrong} of them nobody's or of several. The same as a table below.`
    }>
      <div className={styles.lanes}>
        <div className={styles.heads} aria-hidden>
          {days.slice(0, -1).map((day, index) => (
            <span
              key={day}
              style={{ left: `${at(day)}%`, width: `${at(days[index + 1] ?? end) - at(day)}%` }}
              data-today={(now >= day && now < (days[index + 1] ?? end)) || undefined}
            >
              {saidIn(day + 1, zone, days.length > 16 ? { day: "numeric" } : { weekday: "short", day: "numeric" })}
            </span>
          ))}
        </div>
        <div className={styles.grid} aria-hidden>
          {days.map((day) => <i key={day} style={{ left: `${at(day)}%` }} />)}
          {schedule.clockChanges.map((change) => (
            <i key={change.timeZone + change.at} data-clock style={{ left: `${at(Date.parse(change.at))}%` }} />
          ))}
          {now > start && now < end ? <i data-now style={{ left: `${at(now)}%` }} /> : null}
        </div>
        <Lane name="Clocks">
          {now > start && now < end ? (
            <span className={styles.note} data-now style={{ left: `${at(now)}%` }}>{`now, ${clockIn(now, zone)}`}</span>
          ) : null}
          {schedule.clockChanges.map((change) => (
            <span
              key={change.timeZone + change.at}
              className={styles.note}
              style={
                at(Date.parse(change.at)) > 60
                  ? { right: `${100 - at(Date.parse(change.at))}%` }
                  : { left: `${at(Date.parse(change.at))}%` }
              }
            >
              {changeWords(change)}
            </span>
          ))}
        </Lane>
        {schedule.scheduleLayers.map((layer) => (
          <Lane key={layer.id} name={layer.name === "" ? "Turns" : layer.name} note={hoursWords(layer)}>
            {piecesOf(layer.shifts, window).map(({ key, left, width, person, ...time }) => (
              <Piece
                key={key}
                left={left}
                width={width}
                names={person === null ? [] : [person.name]}
                mine={mine(person?.id)}
                title={`${person?.name ?? "Nobody"}, ${when(time)}`}
              />
            ))}
          </Lane>
        ))}
        {overridden.length === 0 ? null : (
          <Lane name="Overrides">
            {overridden.map(({ key, left, width, person, reason, insteadOf, ...time }) => (
              <Piece
                key={key}
                left={left}
                width={width}
                names={[person.name]}
                override
                title={
                  `${person.name}${insteadOf === null ? "" : ` for ${insteadOf.name}`}, ${when(time)}${reason === "" ? "" : `: ${reason}`}`
                }
              />
            ))}
          </Lane>
        )}
        <Lane name="Who is paged" strong>
          <Drawing window={{ from: start, to: end, now }} draw={draw}>
            {duties.map(({ key, left, width, people, gap, ...time }) => (
              <Piece
                key={key}
                left={left}
                width={width}
                names={people.map(({ person }) => person.name)}
                mine={people.some(({ person }) => mine(person.id))}
                override={people.some(({ override }) => override)}
                gap={gap}
                chosen={time.from === chosen}
                title={
                  `${dutyWords(gap, people.map(({ person }) => person.name))}, ${when(time)}`
                }
              />
            ))}
          </Drawing>
        </Lane>
        {schedule.commanders.map((commander) => (
          <CommanderLane key={commander.id} commander={commander} window={window} when={when} />
        ))}
      </div>
    </div>
  );
}
