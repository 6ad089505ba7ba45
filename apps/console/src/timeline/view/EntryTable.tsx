import { own } from "@ballast/schema/own";
import type { KeyboardEvent } from "react";
import { useEffect, useId, useRef, useState } from "react";
import { counted } from "../../data/words.ts";
import { Shape, Tag } from "../../marks/State.tsx";
import { exact } from "../../marks/time.ts";
import { laneTitles } from "../entry.ts";
import { momentWords, zoneOf } from "../names.ts";
import type { SceneItem } from "../scene.ts";
import type { TickNaming } from "../ticks.ts";
import styles from "../timeline.module.css";

const rowPixels = 36;
const tallest = 560;
const spare = 6;

function moved(key: string, at: number, count: number): number | null {
  const page = Math.floor(tallest / rowPixels) - 1;
  const by: Record<string, number> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1, PageDown: page, PageUp: -page, Home: -count, End: count };
  const step = own(by, key);
  return step === undefined ? null : Math.min(count - 1, Math.max(0, at + step));
}

function Row({
  item, index, id, active, opened, naming, open,
}: {
  item: SceneItem;
  index: number;
  id: string;
  active: boolean;
  opened: boolean;
  naming: TickNaming;
  open: () => void;
}) {
  const { entry } = item;
  const at = Date.parse(entry.at);
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={opened}
      className={styles.tableRow}
      data-active={active || undefined}
      data-unknown={item.known ? undefined : true}
      style={{ top: (index + 1) * rowPixels }}
      onClick={open}
    >
      <span role="gridcell" className={styles.when} title={exact(at, zoneOf(naming))}>
        {momentWords(at, naming)}
      </span>
      <span role="gridcell" className={styles.laneCell}>
        {laneTitles[entry.lane]}
      </span>
      <span role="gridcell" className={styles.what}>
        <Shape tone={entry.tone} label />
        <span className={entry.keyMoment ? styles.keyTitle : undefined}>{entry.title}</span>
        {entry.said === undefined ? null : <Tag tone="info">{counted(entry.said, "annotation")}</Tag>}
        {entry.detail === undefined ? null : <span className={styles.detail}>{entry.detail}</span>}
      </span>
      <span role="gridcell" className={styles.whoCell}>
        {entry.actor?.name ?? "–"}
      </span>
      <span role="gridcell" className={styles.recorded}>
        {item.known ? momentWords(Date.parse(entry.recordedAt), naming) : "not known then"}
      </span>
    </div>
  );
}

/** The same entries as rows, for keyboards and screen readers. Only the rows in sight exist. */
export function EntryTable({
  items, naming, focused, opened, focus, open, close,
}: {
  items: readonly SceneItem[];
  naming: TickNaming;
  focused: string | null;
  opened: string | null;
  focus: (key: string) => void;
  open: (key: string) => void;
  close: () => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  const [scroll, setScroll] = useState(0);
  const id = useId();
  const at = Math.max(0, items.findIndex((item) => item.key === focused));
  const first = Math.max(0, Math.floor(scroll / rowPixels) - spare);
  const last = Math.min(items.length, Math.ceil((scroll + tallest) / rowPixels) + spare);
  useEffect(() => {
    const element = box.current;
    if (element === null || focused === null) return;
    const top = at * rowPixels;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + 2 * rowPixels > element.scrollTop + element.clientHeight) element.scrollTop = top + 2 * rowPixels - element.clientHeight;
  }, [at, focused]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const current = items[at];
    const next = moved(event.key, focused === null ? -1 : at, items.length);
    const item = next === null ? undefined : items[next];
    if (item !== undefined) focus(item.key);
    else if (event.key === "Enter" && current !== undefined) open(current.key);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  };
  return (
    <div
      ref={box}
      role="grid"
      aria-label="Entries"
      aria-rowcount={items.length + 1}
      aria-activedescendant={focused !== null && at >= first && at < last ? `${id}-${at}` : undefined}
      tabIndex={0}
      className={styles.table}
      style={{ maxHeight: tallest }}
      onScroll={(event) => setScroll(event.currentTarget.scrollTop)}
      onKeyDown={onKeyDown}
    >
      <div role="rowgroup" style={{ height: (items.length + 1) * rowPixels }} className={styles.tableBody}>
        <div role="row" aria-rowindex={1} className={styles.tableHead}>
          {["At", "Lane", "What", "By", "Recorded"].map((name) => <span key={name} role="columnheader">{name}</span>)}
        </div>
        {items.slice(first, last).map((item, offset) => {
          const index = first + offset;
          return (
            <Row
              key={item.key}
              id={`${id}-${index}`}
              item={item}
              index={index}
              active={item.key === focused}
              opened={item.key === opened}
              naming={naming}
              open={() => {
                focus(item.key);
                open(item.key);
              }}
            />
          );
        })}
      </div>
    </div>
  );
}
