import { share } from "@ballast/schema/words";
import { Panel } from "../marks/Panel.tsx";
import { EmptyState } from "../marks/States.tsx";
import styles from "./Schedule.module.css";
import type { Schedule } from "./scheduleDocuments.ts";

type Carried = Schedule["carried"][number];
const measures = ["hours", "nights", "woken"] as const;

/** Who carries more than half again of an even share. */
const isMuch = (value: number, fair: number): boolean => value > fair * 1.5 && value > 1;

/** The sentence under the figures: who was woken most, where that is no even share. */
export function carriedWords(carried: readonly Carried[]): string {
  const total = carried.reduce((sum, { woken }) => sum + woken, 0);
  const [most] = carried.toSorted((one, other) => other.woken - one.woken);
  if (most === undefined || total === 0) return "Nobody was woken.";
  const hours = carried.reduce((sum, each) => sum + each.hours, 0);
  return `${most.person.name} was woken ${most.woken} of ${total} times with ${share(Math.round((most.hours / hours) * 100) * 1_000)} of the hours.`;
}

/** Hours, nights and how often somebody was woken, in 90 days; the dashed line is an even share. */
export function CarriedPanel({ carried }: { carried: readonly Carried[] }) {
  const shown = carried.slice(0, 12);
  const fair = (name: (typeof measures)[number]): number => carried.reduce(
    (sum, each) => sum + each[name], 0,
  ) / Math.max(1, carried.length);
  const most = (name: (typeof measures)[number]): number => Math.max(1, fair(name), ...carried.map((each) => each[name]));
  return (
    <Panel title="Who carries it" meta="90 days, fair share dashed" {...(carried.length === 0 ? {} : { foot: carriedWords(carried) })}>
      {carried.length === 0 ? (
        <EmptyState title="Nobody yet">What people carried is counted from the first shift on.</EmptyState>
      ) : (
        <div className={styles.load} role="table" aria-label="Who carries it">
          <div role="row" style={{ display: "contents" }}>
            <small role="columnheader">who</small>
            {measures.map((name) => <small key={name} role="columnheader">{name}</small>)}
          </div>
          {shown.map((each) => (
            <div key={each.person.id} role="row" style={{ display: "contents" }}>
              <span role="rowheader">{each.person.name}</span>
              {measures.map((name) => (
                <span key={name} role="cell" className={styles.measure} data-more={isMuch(each[name], fair(name)) || undefined}>
                  <span aria-hidden>
                    <i style={{ width: `${(each[name] / most(name)) * 100}%` }} />
                    <em style={{ left: `${(fair(name) / most(name)) * 100}%` }} />
                  </span>
                  <span>{isMuch(each[name], fair(name)) ? "▲ " : ""}{Math.round(each[name])}</span>
                </span>
              ))}
            </div>
          ))}
        </div>
      )}
    </Panel>
  );
}
