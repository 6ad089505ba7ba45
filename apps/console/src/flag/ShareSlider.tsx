import TextField from "@mui/material/TextField";
import { share } from "@ballast/schema/words";
import { useState } from "react";
import type { KeyboardEvent } from "react";
import { count } from "../data/words.ts";
import type { FlagPreview } from "../turning/turningDocuments.ts";
import styles from "./Draft.module.css";

const WHOLE = 100_000;
/** One per cent, in parts per 100,000. */
const STEP = 1_000;

const bounded = (parts: number): number => Math.min(WHOLE, Math.max(0, parts));
const at = (parts: number): string => `${String(parts / STEP)}%`;

/** The share in figures: what is typed counts as soon as it is a share. */
function ShareField({ draft, set }: { draft: number; set: (parts: number) => void }) {
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? String(draft / STEP);
  const change = (text: string): void => {
    setTyped(text);
    const value = text.trim() === "" ? Number.NaN : Number(text.replace(",", "."));
    if (value >= 0 && value <= 100) set(Math.round(value * STEP));
  };
  return (
    <TextField
      className={styles.shareField}
      label="In figures, %"
      value={shown}
      onChange={(event) => change(event.target.value)}
      onBlur={() => setTyped(null)}
      slotProps={{ htmlInput: { inputMode: "decimal" } }}
    />
  );
}

type Moved = Pick<NonNullable<FlagPreview["cohort"]>, "known" | "enter" | "leave">;

/** Under the line: who stays, who enters or leaves, in customers. */
function Counts({ moved, reached }: { moved: Moved; reached: number }) {
  const stays = reached - moved.leave;
  return (
    <p className={styles.counts} aria-hidden>
      <span>{count(stays)} stay</span>
      {moved.enter > 0 ? <span className={styles.enters}>{count(moved.enter)} enter</span> : null}
      {moved.leave > 0 ? <span className={styles.leaves}>{count(moved.leave)} leave</span> : null}
      <span>{count(moved.known - stays - moved.enter - moved.leave)} stay out</span>
    </p>
  );
}

/** What the slider shows and sets; parts per 100,000. */
export interface ShareSliderProps {
  readonly now: number;
  readonly draft: number;
  readonly set: (parts: number) => void;
  /** What the draft does, as far as that is known. */
  readonly moved: Moved | null;
  /** Known customers who have it now. */
  readonly reached: number | null;
}

/** The share now solid, what enters hatched in blue, what leaves in red. Arrows move one per cent, with Shift ten; or it is typed. */
export function ShareSlider({ now, draft, set, moved, reached }: ShareSliderProps) {
  const onKeyDown = (event: KeyboardEvent): void => {
    const direction =
      event.key === "ArrowRight" || event.key === "ArrowUp" ? 1 : event.key === "ArrowLeft" || event.key === "ArrowDown" ? -1 : 0;
    if (direction === 0) return;
    event.preventDefault();
    set(bounded(draft + direction * STEP * (event.shiftKey ? 10 : 1)));
  };
  return (
    <div className={styles.share}>
      <div className={styles.slider}>
        <div className={styles.track} aria-hidden>
          <span className={styles.solid} style={{ width: at(Math.min(now, draft)) }} />
          <span
            className={styles.hatched}
            data-leaves={draft < now || undefined}
            style={{ left: at(Math.min(now, draft)), width: at(Math.abs(draft - now)) }}
          />
          <span className={styles.nowMark} style={{ left: at(now) }} />
          <span className={styles.knob} style={{ left: at(draft) }} />
        </div>
        <input
          type="range"
          aria-label="Share of customers, per cent"
          min={0}
          max={100}
          step={0.1}
          value={draft / STEP}
          aria-valuetext={share(draft)}
          onChange={(event) => set(bounded(Math.round(Number(event.target.value) * STEP)))}
          onKeyDown={onKeyDown}
        />
        {moved === null || reached === null || draft === now
          ? <div className={styles.scale} aria-hidden><span>0 %</span><span>50 %</span><span>100 %</span></div>
          : <Counts moved={moved} reached={reached} />}
      </div>
      <ShareField draft={draft} set={set} />
    </div>
  );
}
