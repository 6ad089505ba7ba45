import Tooltip from "@mui/material/Tooltip";
import { hearing, useConnection, useOnline } from "../api/connection.ts";
import { useFreshness } from "../api/freshness.ts";
import { useClock } from "../marks/now.ts";
import { Shape } from "../marks/State.tsx";
import { liveWords } from "./liveWords.ts";
import { useAsOf } from "./useAsOf.ts";
import styles from "./TopBar.module.css";

/** How far the page is behind the log, or that Ballast is not heard, at the top right of every page. */
export function LiveStatus() {
  const connection = useConnection();
  const online = useOnline();
  const freshness = useFreshness();
  const now = useClock(1000);
  const { asOf } = useAsOf();
  const heard = hearing(connection, online, now);
  if (asOf !== null && heard.state === "live")
    return (
      <span className={styles.live}>
        <Shape tone="planned" label="Looking back" />
        <span className={styles.long} aria-hidden>
          Looking back
        </span>
      </span>
    );
  const { tone, state, short, words } = liveWords(heard, freshness, now);
  return (
    <Tooltip title={freshness.position === null ? words : `${words}, at position ${freshness.position}`}>
      <span className={styles.live} data-tone={tone}>
        <span className={styles.spoken} role="status">{state}</span>
        <Shape tone={tone} />
        <span className={styles.long} aria-hidden>{words}</span>
        <span className={styles.short} aria-hidden>{short}</span>
      </span>
    </Tooltip>
  );
}
