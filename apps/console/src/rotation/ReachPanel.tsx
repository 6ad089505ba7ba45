import { useLogRefresh } from "../data/logRefresh.ts";
import { useRead } from "../data/read.ts";
import { Panel } from "../marks/Panel.tsx";
import { ProblemLine } from "../marks/States.tsx";
import { reachDocument, type Reachability } from "./reachDocuments.ts";
import styles from "./Reach.module.css";
import { clockIn, dayIn } from "./zoneDays.ts";

const events = [
  "PageSent", "PageAcknowledged", "ContactsSet", "PersonLeft", "RotationChanged", "LayerAdded", "OverrideAdded", "OverrideRemoved",
  "FallbackSet",
];
const words = {
  proven: "answered a page lately", unproven: "answered none for 90 days", silent: "nothing wakes them", nobody: "nobody",
} as const;
const kinds = ["proven", "unproven", "silent", "nobody"] as const;

function Strip({ times, zone }: { times: Reachability["times"]; zone: string }) {
  const from = Date.parse(times[0]?.from ?? "");
  const length = Date.parse(times.at(-1)?.to ?? "") - from;
  const share = (ms: number): string => `${(ms / length) * 100}%`;
  const say = (iso: string): string => `${dayIn(Date.parse(iso), zone)} ${clockIn(Date.parse(iso), zone)}`;
  return (
    <div className={styles.strip} aria-hidden>
      {times.map((time) => (
        <i
          key={time.from}
          data-reach={time.reach}
          title={`${say(time.from)} to ${say(time.to)}: ${time.people.map(({ name }) => name).join(", ") || "nobody"}, ${words[time.reach]}`}
          style={{ left: share(Date.parse(time.from) - from), width: share(Date.parse(time.to) - Date.parse(time.from)) }}
        />
      ))}
    </div>
  );
}

/** Whether a page would reach somebody at every minute of the coming 30 days, as far as answered pages prove it. */
export function ReachPanel({ id, zone }: { id: string; zone: string }) {
  const read = useRead(reachDocument, { id }, { keep: true });
  useLogRefresh(events, ["read", reachDocument.name]);
  const reach = read.data?.rotation?.reachability;
  const open = reach?.times.filter((time) => time.reach !== "proven").slice(0, 6) ?? [];
  return (
    <Panel title="Would a page be answered?" meta="the next 30 days" foot={
      "Proven: who is on call answered a page, a drill’s too, in the last 90 days, by a channel that they still have."
    }>
      {read.isError ? <ProblemLine error={read.error} /> : null}
      {reach === undefined ? null : (
        <div className={styles.reach}>
          <p>{reach.sentence}</p>
          <Strip times={reach.times} zone={zone} />
          <ul className={styles.legend}>
            {kinds.map((kind) => <li key={kind}><i data-reach={kind} aria-hidden /> {words[kind]}</li>)}
          </ul>
          {open.length === 0 ? null : (
            <ul className={styles.open} aria-label="Times that are not proven">
              {open.map(({ from, to, reach: kind, people }) => (
                <li key={from}>
                  {`${dayIn(Date.parse(from), zone)} ${clockIn(Date.parse(from), zone)} to ${dayIn(Date.parse(to), zone)} ${clockIn(Date.parse(to), zone)}: `}
                  {kind === "nobody" ? "nobody" : `${people.map(({ name }) => name).join(", ")}, ${words[kind]}`}
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
    </Panel>
  );
}
