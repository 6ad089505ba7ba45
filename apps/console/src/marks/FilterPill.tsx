import Popover from "@mui/material/Popover";
import type { ReactNode } from "react";
import { useRef, useState } from "react";
import styles from "./FilterPill.module.css";
import { Icon } from "./icons.tsx";
import { useOnceOpen } from "./useOnceOpen.ts";

/** A filter that reads as part of a sentence: "Released **last 90 days**". */
export interface FilterPillProps {
  /** The words before the value. */
  name: string;
  /** The value chosen; without it the pill offers itself, dashed. */
  value?: ReactNode;
  /** What opens under the pill: options or a small form. `close` ends it. */
  children: (close: () => void) => ReactNode;
  /** Takes the filter away. Leave out for filters that are always there. */
  onClear?: () => void;
  /** Opened from elsewhere, by a key for instance; left out, the pill keeps it itself. */
  open?: boolean;
  onOpen?: (open: boolean) => void;
}

/** One filter over a list. What opens is a small dialog, no menu: it takes typing and the Tab key. */
export function FilterPill({ name, value, children, onClear, open, onOpen }: FilterPillProps) {
  const [own, setOwn] = useState(false);
  const anchor = useRef<HTMLSpanElement>(null);
  const opened = own || open === true;
  const there = useOnceOpen(opened);
  const turn = (next: boolean): void => {
    setOwn(next);
    onOpen?.(next);
  };
  return (
    <span ref={anchor} className={styles.pill} data-empty={value === undefined || undefined}>
      <button type="button" className={styles.open} aria-haspopup="dialog" aria-expanded={opened} onClick={() => turn(true)}>
        {name}
        {value === undefined ? null : <strong>{value}</strong>}
      </button>
      {onClear === undefined || value === undefined ? null : (
        <button type="button" className={styles.clear} aria-label={`Clear ${name}`} onClick={onClear}>
          <Icon name="close" size={11} />
        </button>
      )}
      {there ? (
        <Popover
          anchorEl={() => anchor.current}
          open={opened}
          onClose={() => turn(false)}
          anchorOrigin={{ vertical: "bottom", horizontal: "left" }}
          slotProps={{ paper: { role: "dialog", "aria-label": `Filter by ${name.toLowerCase()}`, style: { marginTop: 2 } } }}
        >
          {children(() => turn(false))}
        </Popover>
      ) : null}
    </span>
  );
}

/** The row of filters over a list, with what does not filter at its right. */
export function FilterBar({ children, right }: { children: ReactNode; right?: ReactNode }) {
  return (
    <div className={styles.bar} role="group" aria-label="Filters">
      <div className={styles.group}>{children}</div>
      {right === undefined ? null : <div className={styles.group}>{right}</div>}
    </div>
  );
}
