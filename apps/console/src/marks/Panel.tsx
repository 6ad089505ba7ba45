import type { ReactNode } from "react";
import styles from "./Panel.module.css";
import { SummarySentence } from "./Text.tsx";

/** A card with a title, a line of meta at its right, and content to its edges unless `padded`. */
export interface PanelProps {
  title?: ReactNode;
  meta?: ReactNode;
  padded?: boolean;
  /** Draws the coloured edge of something that needs a person now. */
  urgent?: boolean;
  foot?: ReactNode;
  children: ReactNode;
}

/** The card everything lies on. */
export function Panel({ title, meta, padded = false, urgent = false, foot, children }: PanelProps) {
  return (
    <section className={styles.panel} data-urgent={urgent || undefined}>
      {title === undefined ? null : (
        <header className={styles.head}>
          <h2 className={styles.title}>{title}</h2>
          {meta === undefined ? null : <span className={styles.meta}>{meta}</span>}
        </header>
      )}
      <div className={padded ? styles.padded : undefined}>{children}</div>
      {foot === undefined ? null : <footer className={styles.foot}>{foot}</footer>}
    </section>
  );
}

/** Title, the sentence that says what matters, and at most three named actions at the right. */
export function ViewHeader({ title, summary, actions }: { title: ReactNode; summary?: ReactNode; actions?: ReactNode }) {
  return (
    <header className={styles.page}>
      <div className={styles.words}>
        <h1 className={styles.pageTitle}>{title}</h1>
        {summary === undefined ? null : <SummarySentence>{summary}</SummarySentence>}
      </div>
      {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
    </header>
  );
}

/** Cards on the 14 px grid: the main column, and optionally a side column of 348 px. One column when narrow. */
export function Columns({ side, children }: { side?: ReactNode; children: ReactNode }) {
  return (
    <div className={styles.columns} data-side={side === undefined ? undefined : true}>
      <div className={styles.column}>{children}</div>
      {side === undefined ? null : <div className={styles.column}>{side}</div>}
    </div>
  );
}

/** Names and values under each other: `[["By", "Ana Kovač"], …]`. */
export function Facts({ facts }: { facts: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name} className={styles.fact}>
          <dt>{name}</dt>
          <dd>{value === null || value === undefined || value === "" ? "–" : value}</dd>
        </div>
      ))}
    </dl>
  );
}
