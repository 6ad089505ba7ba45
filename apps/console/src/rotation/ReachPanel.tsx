import { useLogRefresh } from "../data/logRefresh.ts";
import { useRead } from "../data/read.ts";
import { Panel } from "../marks/Panel.tsx";
import { ProblemLine } from "../marks/States.tsx";
import { OpenTimes, reachEvents, ReachLegend, ReachStrip } from "../paging/Reach.tsx";
import styles from "../paging/Reach.module.css";
import { reachDocument } from "./reachDocuments.ts";
import { clockIn, dayIn } from "./zoneDays.ts";

/** Whether a page would reach somebody at every minute of the coming 30 days, as far as answered pages prove it. */
export function ReachPanel({ id, zone }: { id: string; zone: string }) {
  const read = useRead(reachDocument, { id }, { keep: true });
  useLogRefresh(reachEvents, ["read", reachDocument.name]);
  const reach = read.data?.rotation?.reachability;
  const say = (instant: number): string => `${dayIn(instant, zone)} ${clockIn(instant, zone)}`;
  return (
    <Panel title="Would a page be answered?" meta="the next 30 days" foot={
      "Proven: who is on call answered a page, a drill’s too, in the last 90 days, by a channel that they still have."
    }>
      {read.isError ? <ProblemLine error={read.error} /> : null}
      {reach === undefined ? null : (
        <div className={styles.reach}>
          <p>{reach.sentence}</p>
          <ReachStrip times={reach.times} say={say} />
          <ReachLegend />
          <OpenTimes times={reach.times} say={say} />
        </div>
      )}
    </Panel>
  );
}
