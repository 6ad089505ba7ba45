import type { CSSProperties, ReactNode } from "react";
import { Choice } from "../../marks/Choice.tsx";
import { Icon } from "../../marks/icons.tsx";
import { viewerZone } from "../../marks/zone.ts";
import { laneTitles } from "../entry.ts";
import type { Lane } from "../entry.ts";
import { momentOf, sliderScale, stepOf } from "../slider.ts";
import type { TimelineState, TimeMode } from "../useTimelineState.ts";
import styles from "../timeline.module.css";

/** The slider: the log folded up to a moment, or everything at its right end. */
export function KnownAtSlider({
  from, to, value, onChange, words,
}: {
  from: number;
  to: number;
  value: number | null;
  onChange: (ms: number | null) => void;
  words: (ms: number) => string;
}) {
  const scale = sliderScale(from, to);
  const step = stepOf(value, from, scale);
  const said = value === null ? "now" : words(value);
  const style: CSSProperties & Record<"--share", string> = { "--share": `${(step / scale.steps) * 100}%` };
  return (
    <label className={styles.slider}>
      <span>As known at</span>
      <input
        type="range"
        min={0}
        max={scale.steps}
        step={1}
        value={step}
        aria-valuetext={said}
        style={style}
        onChange={(event) => onChange(momentOf(Number(event.target.value), from, scale))}
      />
      <output>{said}</output>
    </label>
  );
}

/** The first line: picture or table, how times are named, the slider, and what is shown of how much. */
export function Toolbar({ state, mode, slider, count }: { state: TimelineState; mode: TimeMode; slider: ReactNode; count: ReactNode }) {
  const zone = viewerZone();
  const modes: (readonly [TimeMode, string])[] = [["since", "T+"], ["utc", "UTC"]];
  if (zone !== "UTC" && zone !== "Etc/UTC") modes.push(["local", (zone.split("/").at(-1) ?? zone).replaceAll("_", " ")]);
  return (
    <div className={styles.toolbar}>
      <Choice label="Show as" value={state.shown} onChange={state.setShown} options={[["lanes", "Lanes"], ["table", "Table"]]} />
      <Choice label="Times" value={mode} onChange={state.setMode} options={modes} />
      {slider}
      <span className={styles.summary} role="status">{count}</span>
    </div>
  );
}

/** The second line: lanes to switch, words to look for. */
export function Filters({
  present, chosen, toggle, state,
}: {
  present: readonly (readonly [lane: Lane, count: number])[];
  chosen: readonly Lane[] | null;
  toggle: (lane: Lane) => void;
  state: TimelineState;
}) {
  return (
    <div className={styles.filters}>
      <label className={styles.find}>
        <Icon name="search" size={13} />
        <input
          type="search"
          placeholder="Find in entries"
          aria-label="Find in entries"
          value={state.text}
          onChange={(event) => state.setText(event.target.value)}
        />
      </label>
      <div className={styles.lanePills} role="group" aria-label="Lanes shown">
        {present.map(([lane, count]) => (
          <button
            key={lane}
            type="button"
            className={styles.lanePill}
            aria-pressed={chosen === null || chosen.includes(lane)}
            onClick={() => toggle(lane)}
          >
            {laneTitles[lane]} <span>{count.toLocaleString("en-GB")}</span>
          </button>
        ))}
      </div>
    </div>
  );
}

/** Closer or farther by a factor, all of it, or what it opens with. */
export type ZoomTo = number | "fit" | "impact";

/** Zoom by button, in the corner over the lane titles. */
export function ZoomButtons({
  zoom, fitted, atImpact, folded, toggleFolds,
}: {
  zoom: (to: ZoomTo) => void;
  fitted: boolean;
  atImpact: boolean;
  folded: boolean | null;
  toggleFolds: () => void;
}) {
  return (
    <div className={styles.zoom}>
      <button
        type="button"
        aria-label="Zoom out"
        title="Zoom out (−, or the wheel with Ctrl)"
        disabled={fitted}
        onClick={() => zoom(1 / 0.6)}
      >
        <Icon name="minus" size={13} />
      </button>
      <button type="button" aria-label="Zoom in" title="Zoom in (+, or the wheel with Ctrl)" onClick={() => zoom(0.6)}>
        <Icon name="plus" size={13} />
      </button>
      {fitted && !atImpact ? (
        <button type="button" aria-label="Show the impact" title="Show the impact (0)" onClick={() => zoom("impact")}>
          <Icon name="incidents" size={13} />
        </button>
      ) : (
        <button type="button" aria-label="Show all" title="Show all (0)" disabled={fitted} onClick={() => zoom("fit")}>
          <Icon name="fit" size={13} />
        </button>
      )}
      {folded === null ? null : (
        <button
          type="button"
          aria-label={folded ? "Show idle time" : "Fold idle time"}
          title={folded ? "Show idle time" : "Fold idle time"}
          aria-pressed={folded}
          onClick={toggleFolds}
        >
          <Icon name="fold" size={13} />
        </button>
      )}
    </div>
  );
}
