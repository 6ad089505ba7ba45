import type { ReactNode } from "react";
import { Shape } from "../marks/State.tsx";
import { Quiet } from "../marks/Text.tsx";
import { shortDate } from "../marks/time.ts";
import styles from "./promises.module.css";

/** What is promised for a day. */
export interface Promised {
  readonly dueOn: string | null;
  readonly overdueDays: number;
  readonly slips: readonly { readonly from: string; readonly to: string; readonly reason: string }[];
}

/** A day as lists show it. */
export const dayWords = (of: string): string => shortDate(Date.parse(of), "utc");

/** The day that is promised, with every day that was promised before, the latest first; late in red. */
export function Due({ promised: { dueOn, overdueDays, slips }, children }: { promised: Promised; children?: ReactNode }) {
  if (dueOn === null) return <Quiet>no day</Quiet>;
  return (
    <span
      className={overdueDays > 0 ? styles.late : undefined}
      title={slips.map((slip) => `${dayWords(slip.from)} → ${dayWords(slip.to)}: ${slip.reason}`).join("\n")}
    >
      {overdueDays > 0 ? <><Shape tone="bad" /> {dayWords(dueOn)}, {overdueDays} d over</> : dayWords(dueOn)}
      {slips.toReversed().map(({ from }, index) => (
        <span key={`${String(index)} ${from}`} className={styles.before}>
          {" "}
          ← {dayWords(from)}
        </span>
      ))}
      {children}
    </span>
  );
}
