import styles from "./Reach.module.css";

/** A time in which it is as sure that a page reaches somebody. */
export interface ReachedTime {
  readonly from: string;
  readonly to: string;
  readonly reach: "proven" | "unproven" | "silent" | "nobody";
  readonly people: readonly { readonly name: string }[];
}

/** What is recorded when that changes for whoever is on call. */
export const reachEvents = [
  "PageSent", "PageAcknowledged", "ContactsSet", "PersonLeft", "RotationChanged", "LayerAdded", "OverrideAdded", "OverrideRemoved",
  "FallbackSet",
];
const words = {
  proven: "answered a page lately", unproven: "answered none for 90 days", silent: "nothing wakes them", nobody: "nobody",
} as const;
const kinds = ["proven", "unproven", "silent", "nobody"] as const;

/** How a moment is said: on the wall of which zone is for whoever draws it. */
type Say = (instant: number) => string;

/** Times as a strip, what is less sure lower. */
export function ReachStrip({ times, say }: { times: readonly ReachedTime[]; say: Say }) {
  const from = Date.parse(times[0]?.from ?? "");
  const length = Date.parse(times.at(-1)?.to ?? "") - from;
  const share = (ms: number): string => `${(ms / length) * 100}%`;
  return (
    <div className={styles.strip} aria-hidden>
      {times.map((time) => (
        <i
          key={time.from}
          data-reach={time.reach}
          title={`${say(Date.parse(time.from))} to ${say(Date.parse(time.to))}: ${time.people.map(({ name }) => name).join(", ") || "nobody"}, ${words[time.reach]}`}
          style={{ left: share(Date.parse(time.from) - from), width: share(Date.parse(time.to) - Date.parse(time.from)) }}
        />
      ))}
    </div>
  );
}

/** What the strips mean. */
export function ReachLegend() {
  return (
    <ul className={styles.legend}>
      {kinds.map((kind) => <li key={kind}><i data-reach={kind} aria-hidden /> {words[kind]}</li>)}
    </ul>
  );
}

/** So many times are named; the strip draws all. */
const NAMED = 6;

/** The first times that are not proven, in words. */
export function OpenTimes({ times, say }: { times: readonly ReachedTime[]; say: Say }) {
  const open = times.filter(({ reach }) => reach !== "proven").slice(0, NAMED);
  return open.length === 0 ? null : (
    <ul className={styles.open} aria-label="Times that are not proven">
      {open.map(({ from, to, reach, people }) => (
        <li key={from}>
          {`${say(Date.parse(from))} to ${say(Date.parse(to))}: `}
          {reach === "nobody" ? "nobody" : `${people.map(({ name }) => name).join(", ")}, ${words[reach]}`}
        </li>
      ))}
    </ul>
  );
}
