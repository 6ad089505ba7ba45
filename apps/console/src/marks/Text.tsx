import type { ReactNode } from "react";
import { Fragment } from "react";
import styles from "./Text.module.css";

/** A version, a commit, a command: what is typed exactly so. Unknown is `–`. */
export function Version({ children }: { children: ReactNode }) {
  if (children === null || children === undefined || children === "") return <span className={styles.quiet}>–</span>;
  return <code className={styles.version}>{children}</code>;
}

/** Text that steps back: meta lines, units, what explains. */
export function Quiet({ children }: { children: ReactNode }) {
  return <span className={styles.quiet}>{children}</span>;
}

/** One or two sentences under the title that say what matters, made from the data. */
export function SummarySentence({ children }: { children: ReactNode }) {
  return <p className={styles.summary}>{children}</p>;
}

/** `text` with every occurrence of `query` marked, whatever its case. */
export function Matched({ text, query }: { text: string; query: string | undefined }) {
  if (query === undefined || query.trim() === "") return <>{text}</>;
  const wanted = query.trim().toLowerCase();
  const parts: ReactNode[] = [];
  let from = 0;
  for (let at = text.toLowerCase().indexOf(wanted); at >= 0; at = text.toLowerCase().indexOf(wanted, from)) {
    parts.push(<Fragment key={from}>{text.slice(from, at)}</Fragment>);
    parts.push(<mark key={`m${at}`} className={styles.match}>{text.slice(at, at + wanted.length)}</mark>);
    from = at + wanted.length;
  }
  return (
    <>
      {parts}
      {text.slice(from)}
    </>
  );
}

/** What the keyboard does here: `[["J K", "to move"], ["Enter", "to open"]]`. */
export function KeyboardHints({ hints }: { hints: readonly (readonly [keys: string, does: string])[] }) {
  return (
    <span className={styles.hints}>
      {hints.map(([keys, does]) => (
        <span key={keys}>
          {keys.split(" ").map((key) => (
            <kbd key={key} className={styles.key}>{key}</kbd>
          ))}{" "}
          {does}
        </span>
      ))}
    </span>
  );
}

/** One key as it is printed on the keyboard. */
export function Key({ children }: { children: string }) {
  return <kbd className={styles.key}>{children}</kbd>;
}
