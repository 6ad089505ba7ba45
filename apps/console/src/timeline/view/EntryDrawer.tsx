import { duration } from "@ballast/schema/words";
import type { ReactElement, ReactNode } from "react";
import { Link } from "react-router";
import { Icon } from "../../marks/icons.tsx";
import { Facts } from "../../marks/Panel.tsx";
import { Tag } from "../../marks/State.tsx";
import { exact } from "../../marks/time.ts";
import type { TimelineEntry } from "../entry.ts";
import { evidenceOf } from "../evidence.ts";
import { momentWords, zoneOf } from "../names.ts";
import type { TickNaming } from "../ticks.ts";
import styles from "../timeline.module.css";

/** What the page adds to an entry: its record's address, evidence of its own, actions. */
export interface DrawerParts {
  hrefOf?: (entry: TimelineEntry) => string | undefined;
  /** Reads what an entry was made from, and draws it whole; the lanes need none of that. */
  complete?: (entry: TimelineEntry, draw: (whole: TimelineEntry) => ReactElement) => ReactElement;
  actions?: (entry: TimelineEntry) => ReactNode;
  /** What people say of it. */
  voices?: (entry: TimelineEntry) => ReactNode;
}

function Diff({ text }: { text: string }) {
  return (
    <pre className={styles.diff}>
      {text.split("\n").map((line, index) => (
        <span key={index} data-sign={/^[+-]/u.test(line) ? line[0] : undefined}>
          {line === "" ? " " : line}
          {"\n"}
        </span>
      ))}
    </pre>
  );
}

function Corrections({ entry, naming }: { entry: TimelineEntry; naming: TickNaming }) {
  if (entry.corrections.length === 0) return null;
  return (
    <section className={styles.section}>
      <h3>Corrected {entry.corrections.length === 1 ? "once" : `${entry.corrections.length} times`}</h3>
      <ol className={styles.corrections}>
        {entry.corrections.map((correction, index) => (
          <li key={index}>
            <span className={styles.hoverMeta}>{exact(Date.parse(correction.at), zoneOf(naming))}, {correction.by}</span>
            <span>was <del>{correction.previous}</del>: {correction.reason}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function recordedWords(entry: TimelineEntry, naming: TickNaming): string {
  const late = Date.parse(entry.recordedAt) - Date.parse(entry.at);
  const words = momentWords(Date.parse(entry.recordedAt), naming);
  return late < 1000 ? words : `${words}, ${duration(late)} later`;
}

function facts(entry: TimelineEntry, parts: DrawerParts & { naming: TickNaming; known: boolean }): (readonly [string, ReactNode])[] {
  const { naming } = parts;
  const at = Date.parse(entry.at);
  const href = parts.hrefOf?.(entry);
  const list: (readonly [string, ReactNode])[] = [];
  if (entry.detail !== undefined) list.push(["What", entry.detail]);
  if (entry.actor !== undefined) list.push(["By", entry.actor.name]);
  list.push(...evidenceOf(entry.evidence).facts);
  list.push([
    "Happened",
    <span key="at" title={exact(at, zoneOf(naming))}>
      {momentWords(at, naming)}
    </span>,
  ]);
  if (entry.endAt !== undefined)
    list.push(["Lasted", `${duration(Date.parse(entry.endAt) - at)}, until ${momentWords(Date.parse(entry.endAt), naming)}`]);
  list.push(["Recorded", recordedWords(entry, naming)]);
  if (!parts.known) list.push(["Then", "not known at the moment you look at"]);
  list.push(["Seen by", entry.visibility === "public" ? <Tag key="v" tone="info">public</Tag> : <Tag key="v">internal</Tag>]);
  if (href !== undefined) list.push(["Opens", <Link key="l" to={href}>{entry.recordKind ?? "the record"}</Link>]);
  return list;
}

/** Everything about one entry: evidence, when it happened and was recorded, corrections, the raw payload. */
export function EntryDrawer({
  entry,
  known,
  naming,
  close,
  step,
  ...parts
}: DrawerParts & {
  entry: TimelineEntry;
  known: boolean;
  naming: TickNaming;
  close: () => void;
  step: (step: "next" | "previous") => void;
}) {
  const { diff, raw } = evidenceOf(entry.evidence);
  const actions = parts.actions?.(entry);
  return (
    <aside className={styles.drawer} aria-label={entry.title}>
      <header className={styles.drawerHead}>
        <h2>{entry.title}</h2>
        <span className={styles.drawerTime}>{momentWords(Date.parse(entry.at), naming)}</span>
        <span className={styles.drawerButtons}>
          <button type="button" aria-label="Previous entry" onClick={() => step("previous")}><Icon name="back" size={14} /></button>
          <button type="button" aria-label="Next entry" onClick={() => step("next")}><Icon name="forward" size={14} /></button>
          <button type="button" aria-label="Close" onClick={close}><Icon name="close" size={13} /></button>
        </span>
      </header>
      <div className={styles.drawerBody}>
        <div className={styles.drawerFacts}><Facts facts={facts(entry, { ...parts, naming, known })} /></div>
        {parts.voices?.(entry)}
        {diff === null ? null : <Diff text={diff} />}
        <Corrections entry={entry} naming={naming} />
        {raw === null ? null : (
          <details className={styles.raw}>
            <summary>Raw payload</summary>
            <pre>{raw}</pre>
          </details>
        )}
      </div>
      {actions === undefined ? null : <footer className={styles.drawerFoot}>{actions}</footer>}
    </aside>
  );
}
