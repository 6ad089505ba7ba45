import Tooltip from "@mui/material/Tooltip";
import { useConnection } from "../api/connection.ts";
import { useFreshness } from "../api/freshness.ts";
import { useNow } from "../marks/now.ts";
import { Shape } from "../marks/State.tsx";
import { liveWords } from "./liveWords.ts";
import { useAsOf } from "./useAsOf.ts";
import styles from "./TopBar.module.css";

/** How far the page is behind the log, at the top right of every page. */
export function LiveStatus() {
  const connection = useConnection();
  const { lagSeconds, position } = useFreshness();
  const now = useNow(1000);
  const { asOf } = useAsOf();
  if (asOf !== null) return <span className={styles.live}><Shape tone="planned" label="Looking back" /><span className={styles.long} aria-hidden>Looking back</span></span>;
  const { tone, short, words } = liveWords(connection, lagSeconds, now);
  return (
    <Tooltip title={position === null ? words : `${words}, at position ${position}`}>
      <span className={styles.live} data-tone={tone} role="status">
        <Shape tone={tone} />
        <span className={styles.long}>{words}</span>
        <span className={styles.short}>{short}</span>
      </span>
    </Tooltip>
  );
}
