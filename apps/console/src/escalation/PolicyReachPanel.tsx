import { useLogRefresh } from "../data/logRefresh.ts";
import { useRead } from "../data/read.ts";
import { Panel } from "../marks/Panel.tsx";
import { ProblemLine } from "../marks/States.tsx";
import { useZone } from "../marks/zone.ts";
import { OpenTimes, reachEvents, ReachLegend, ReachStrip } from "../paging/Reach.tsx";
import styles from "../paging/Reach.module.css";
import { escalationEvents, policyReachDocument } from "./escalationDocuments.ts";

/** `Sun 25 Oct 07:00`, on the viewer's clock. */
const saying = (timeZone: string | undefined) => {
  const format = new Intl.DateTimeFormat("en-GB", {
    weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
    ...(timeZone === undefined ? {} : { timeZone }),
  });
  return (instant: number): string => format.format(instant).replaceAll(",", "");
};

/** Whether a page by the policy would reach somebody at every minute of the coming 30 days, by each step and by all of them. */
export function PolicyReachPanel({ id, service }: { id: string; service: string | null }) {
  const read = useRead(policyReachDocument, { id, service }, { keep: true });
  useLogRefresh([...escalationEvents, ...reachEvents], ["read", policyReachDocument.name]);
  const say = saying(useZone() === "utc" ? "UTC" : undefined);
  const reach = read.data?.escalationPolicy?.reachability;
  return (
    <Panel title="Would a page be answered?" meta="the next 30 days" foot={
      "Proven: somebody whom a step calls answered a page, a drill’s too, in the last 90 days, by a channel that they still have."
    }>
      {read.isError ? <ProblemLine error={read.error} /> : null}
      {reach === undefined ? null : (
        <div className={styles.reach}>
          <p>{reach.all.sentence}</p>
          <ol className={styles.steps} aria-label="Each step">
            {reach.steps.map(({ says, reachability: { times } }, place) => (
              <li key={place}><span>{says}</span><ReachStrip times={times} say={say} /></li>
            ))}
            {reach.steps.length < 2 ? null : <li><b>All of them</b><ReachStrip times={reach.all.times} say={say} /></li>}
          </ol>
          <ReachLegend />
          <OpenTimes times={reach.all.times} say={say} />
        </div>
      )}
    </Panel>
  );
}
