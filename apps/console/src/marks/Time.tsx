import Tooltip from "@mui/material/Tooltip";
import { useNow } from "./now.ts";
import styles from "./Text.module.css";
import { clock, exact, relative, sinceStart } from "./time.ts";
import { useZone } from "./zone.ts";

/** A moment as an ISO string; unknown is `–`. */
export interface TimeProps {
  at: string | null | undefined;
}

const unknown = <span className={styles.quiet}>–</span>;

/** How long ago, with the exact moment on hover and focus. */
export function RelativeTime({ at }: TimeProps) {
  const zone = useZone();
  const now = useNow();
  if (at === null || at === undefined) return unknown;
  const ms = Date.parse(at);
  return (
    <Tooltip title={exact(ms, zone)}>
      <time dateTime={at} className={styles.quiet}>
        {relative(ms, now, zone)}
      </time>
    </Tooltip>
  );
}

/** The wall clock in the viewer's zone, with the exact moment on hover. */
export function ClockTime({ at, seconds = false }: TimeProps & { seconds?: boolean }) {
  const zone = useZone();
  if (at === null || at === undefined) return unknown;
  const ms = Date.parse(at);
  return (
    <Tooltip title={exact(ms, zone)}>
      <time dateTime={at} className={styles.quiet}>
        {clock(ms, zone, seconds)}
      </time>
    </Tooltip>
  );
}

/** A counter since `at`, `T+12:41`, moving every second until `until`. */
export function Counter({ at, until }: { at: string; until?: string | null }) {
  const zone = useZone();
  const now = useNow(1000);
  const end = until === null || until === undefined ? now : Date.parse(until);
  return (
    <Tooltip title={exact(Date.parse(at), zone)}>
      <time dateTime={at} className={styles.counter}>
        {sinceStart(end - Date.parse(at))}
      </time>
    </Tooltip>
  );
}
