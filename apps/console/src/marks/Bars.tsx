import { measuredPercent } from "@ballast/schema/words";
import styles from "./Bars.module.css";
import type { Tone } from "./tone.ts";

/** A share as a bar and its number. `value` in per cent, 0 to 100; unknown is hatched, never empty. `wide` fills the line. */
export function PercentBar({
  value, tone = "info", label, wide = false,
}: {
  value: number | null;
  tone?: Tone;
  label: string;
  wide?: boolean;
}) {
  const width = value === null ? 0 : Math.min(100, Math.max(0, value));
  return (
    <span className={styles.percent} data-wide={wide || undefined}>
      <span
        className={value === null ? styles.unobserved : styles.track}
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={width}
        aria-valuetext={value === null ? "not observed" : measuredPercent(value)}
      >
        <span className={styles.fill} data-tone={tone} style={{ width: `${width}%` }} />
      </span>
      <span>{measuredPercent(value)}</span>
    </span>
  );
}

/** One step of a deploy: its words for the hover, its state, and how far it is (0 to 1) while moving. */
export interface BarStep {
  label: string;
  tone: Tone;
  done?: number;
}

/** The steps of a plan in a row: done in their tone, the moving one partly filled, the rest empty. */
export function StepBar({ steps, label }: { steps: readonly BarStep[]; label: string }) {
  return (
    <span className={styles.steps} role="img" aria-label={`${label}: ${steps.map((step) => step.label).join(", ")}`}>
      {steps.map((step, index) => (
        <span key={index} title={step.label} className={styles.step} data-moving={step.tone === "info" ? true : undefined}>
          {step.tone === "idle" ? null : (
            <span className={styles.fill} data-tone={step.tone} style={{ width: `${(step.done ?? 1) * 100}%` }} />
          )}
        </span>
      ))}
    </span>
  );
}

/** One day or window in a strip; `null` tone is not observed and drawn hatched. */
export interface StripCell {
  label: string;
  tone: Tone | null;
}

/** Many small cells in a row: days of availability, looks at a canary. */
export function Strip({
  cells, label, days = false,
}: {
  cells: readonly StripCell[];
  label: string;
  /** Each is a day: a bad one is taller, one that was hit a little is half as high, so that colour is not all that says so. */
  days?: boolean;
}) {
  return (
    <span className={styles.strip} data-days={days || undefined} role="img" aria-label={label}>
      {cells.map((cell, index) => (
        <span
          key={index}
          title={cell.label}
          className={cell.tone === null ? styles.unobservedCell : styles.cell}
          data-tone={cell.tone ?? undefined}
        />
      ))}
    </span>
  );
}
