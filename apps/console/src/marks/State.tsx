import type { ReactNode } from "react";
import styles from "./State.module.css";
import { toneWords } from "./tone.ts";
import type { Tone } from "./tone.ts";

const shapes: Record<Exclude<Tone, "info">, ReactNode> = {
  good: <circle cx="5" cy="5" r="4.4" />,
  attention: <path d="M5 .6 9.8 9.4H.2z" />,
  bad: <rect x=".6" y=".6" width="8.8" height="8.8" rx="1" />,
  planned: <path d="M5 0l5 5-5 5-5-5z" />,
  idle: <rect x="0" y="3.6" width="10" height="2.8" rx=".8" />,
};

/** The shape of a tone: ● ▲ ■ ◆ ▬. Give `label` when no word stands beside it. */
export function Shape({ tone, label, size = 10 }: { tone: Tone; label?: string | true; size?: number }) {
  const words = label === true ? toneWords[tone] : label;
  return (
    <svg
      className={styles.shape}
      data-tone={tone}
      viewBox="0 0 10 10"
      width={size}
      height={size}
      role={words === undefined ? undefined : "img"}
      aria-label={words}
      aria-hidden={words === undefined ? true : undefined}
    >
      {tone === "info" ? <rect x="0" y="3.6" width="10" height="2.8" rx=".8" /> : shapes[tone]}
    </svg>
  );
}

/** A state as shape and word on its soft ground. `children` is the word: "Healthy", "Held by INC-215". */
export function State({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={styles.state} data-tone={tone}>
      {tone === "info" ? null : <Shape tone={tone} />}
      {children}
    </span>
  );
}

/** A short word in a box: an environment, a kind. Without a tone it is only outlined. */
export function Tag({ tone, children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span className={styles.tag} data-tone={tone}>
      {children}
    </span>
  );
}
