import { duration } from "@ballast/schema/words";
import { counted } from "../../data/words.ts";
import { Shape } from "../../marks/State.tsx";
import { momentWords } from "../names.ts";
import type { SceneItem } from "../scene.ts";
import type { TickNaming } from "../ticks.ts";
import styles from "../timeline.module.css";

/** The mark under the pointer, in pixels of the chart. */
export interface Hover {
  key: string;
  many: number;
  x: number;
  y: number;
}

/** What stands under the pointer in full, because names on the lanes may be shortened or dropped. */
export function HoverCard({
  hover, item, width, naming,
}: {
  hover: Hover;
  item: SceneItem | undefined;
  width: number;
  naming: TickNaming;
}) {
  if (item === undefined) return null;
  const { entry } = item;
  const at = Date.parse(entry.at);
  const end = entry.endAt === undefined ? null : Date.parse(entry.endAt);
  const flips = hover.x > width - 300;
  return (
    <div
      className={styles.hover}
      style={{ top: hover.y + 16, left: flips ? undefined : hover.x + 12, right: flips ? width - hover.x + 12 : undefined }}
      aria-hidden
    >
      {hover.many > 1 ? (
        <strong>{hover.many} entries, press to come closer</strong>
      ) : (
        <strong><Shape tone={entry.tone} /> {entry.title}</strong>
      )}
      <span className={styles.hoverMeta}>
        {hover.many > 1 ? `from ${momentWords(at, naming)}` : momentWords(at, naming)}
        {end === null || hover.many > 1 ? "" : ` – ${momentWords(end, naming)}, ${duration(end - at)}`}
        {entry.actor === undefined || hover.many > 1 ? "" : ` · ${entry.actor.name}`}
      </span>
      {entry.detail === undefined || hover.many > 1 ? null : <span className={styles.hoverDetail}>{entry.detail}</span>}
      {entry.said === undefined || hover.many > 1 ? null : <span className={styles.hoverMeta}>{counted(entry.said, "annotation")}</span>}
      {item.known ? null : <span className={styles.hoverMeta}>Not known then</span>}
    </div>
  );
}
