import Menu from "@mui/material/Menu";
import type { ReactNode } from "react";
import { useState } from "react";
import styles from "./FilterPill.module.css";
import { Icon } from "./icons.tsx";

/** A filter that reads as part of a sentence: "Released **last 90 days**". */
export interface FilterPillProps {
  /** The words before the value. */
  name: string;
  /** The value chosen; without it the pill offers itself, dashed. */
  value?: ReactNode;
  /** What opens under the pill: menu items or a small form. `close` ends it. */
  children: (close: () => void) => ReactNode;
  /** Takes the filter away. Leave out for filters that are always there. */
  onClear?: () => void;
}

/** One filter over a list. */
export function FilterPill({ name, value, children, onClear }: FilterPillProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const close = (): void => setAnchor(null);
  return (
    <span className={styles.pill} data-empty={value === undefined || undefined}>
      <button type="button" className={styles.open} aria-haspopup="menu" aria-expanded={anchor !== null} onClick={(event) => setAnchor(event.currentTarget)}>
        {name}
        {value === undefined ? null : <strong>{value}</strong>}
      </button>
      {onClear === undefined || value === undefined ? null : (
        <button type="button" className={styles.clear} aria-label={`Clear ${name}`} onClick={onClear}>
          <Icon name="close" size={11} />
        </button>
      )}
      <Menu anchorEl={anchor} open={anchor !== null} onClose={close}>
        {children(close)}
      </Menu>
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
