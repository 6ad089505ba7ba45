import { holdersOf, useMay } from "./may.ts";
import type { Permission } from "./may.ts";
import { useActOnNow } from "../shell/actOnNow.tsx";
import styles from "./SmallButton.module.css";

/** A command inside a row: a word to press. Stays visible, and says whose it is, where the viewer's roles do not open it. */
export function SmallButton({
  needs = "incident.work", label, onClick, children,
}: {
  needs?: Permission;
  label?: string;
  onClick: () => void;
  children: string;
}) {
  const may = useMay(needs);
  const begin = useActOnNow();
  return (
    <button
      type="button"
      className={styles.small}
      disabled={!may}
      title={may ? undefined : `Needs the role ${holdersOf(needs)}`}
      aria-label={label}
      onClick={() => begin(onClick)}
    >
      {children}
    </button>
  );
}
