import type { ReactNode } from "react";
import styles from "./Choice.module.css";

/** One of a few, side by side: `Lanes | Table`. */
export interface ChoiceProps<Value extends string> {
  label: string;
  /** Null: none of them. */
  value: Value | null;
  options: readonly (readonly [value: Value, words: ReactNode])[];
  onChange: (value: Value) => void;
}

/** A segmented choice. */
export function Choice<Value extends string>({ label, value, options, onChange }: ChoiceProps<Value>) {
  return (
    <div className={styles.choice} role="group" aria-label={label}>
      {options.map(([option, words]) => (
        <button key={option} type="button" aria-pressed={option === value} onClick={() => onChange(option)}>
          {words}
        </button>
      ))}
    </div>
  );
}
