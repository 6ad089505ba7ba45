import { Shape } from "../marks/State.tsx";
import styles from "./WarningList.module.css";

/** What speaks against something and does not stop it. */
export function WarningList({ warnings }: { warnings: readonly string[] }) {
  if (warnings.length === 0) return null;
  return (
    <ul className={styles.warnings}>
      {warnings.map((warning) => <li key={warning}><Shape tone="attention" label="Warning" /> <span>{warning}</span></li>)}
    </ul>
  );
}
