import type { ReactNode } from "react";
import { Link } from "react-router";
import styles from "./Figures.module.css";

/** One number and what it is. With `to` it opens the records behind it. Unknown (`null`) is `–`. */
export interface FigureProps {
  value: ReactNode;
  label: ReactNode;
  note?: ReactNode;
  to?: string;
}

function Figure({ value, label, note, to }: FigureProps) {
  const content = (
    <>
      <span className={styles.value}>
        {value ?? "–"}
        {note === undefined ? null : <span className={styles.note}>{note}</span>}
      </span>
      <span className={styles.label}>{label}</span>
    </>
  );
  return to === undefined ? (
    <div className={styles.figure}>{content}</div>
  ) : (
    <Link className={styles.figure} to={to}>
      {content}
    </Link>
  );
}

/** Figures in one strip (records) or, with `large`, as cards of their own (reports). */
export function FigureStrip({ figures, large = false }: { figures: readonly FigureProps[]; large?: boolean }) {
  return (
    <div className={large ? styles.cards : styles.strip}>
      {figures.map((figure, index) => (
        <Figure key={index} {...figure} />
      ))}
    </div>
  );
}
