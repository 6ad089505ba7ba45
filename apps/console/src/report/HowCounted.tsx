import type { ReactNode } from "react";
import { Panel } from "../marks/Panel.tsx";
import styles from "./Report.module.css";

/** The definitions behind a report, in words. */
export function HowCounted({ children }: { children: ReactNode }) {
  return <Panel title="How this is counted" padded><div className={styles.words}>{children}</div></Panel>;
}
