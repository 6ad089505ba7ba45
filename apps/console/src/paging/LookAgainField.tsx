import { MomentField } from "../data/MomentField.tsx";
import { Choice } from "../marks/Choice.tsx";
import styles from "./Page.module.css";
import type { Again, ChosenAgain } from "./lookAgain.ts";

const options: readonly (readonly [Again, string])[] = [
  ["no", "Not"], ["30", "in 30 min"], ["60", "in 1 h"], ["120", "in 2 h"], ["at", "at …"],
];

/** Whether, and when, one is called again: unless it is over or somebody else's by then. */
export function LookAgainField({ chosen, set }: { chosen: ChosenAgain; set: (chosen: ChosenAgain) => void }) {
  return (
    <div className={styles.again}>
      <span className={styles.meta}>Call me again, unless it is over or somebody else&apos;s by then</span>
      <Choice label="Call me again" value={chosen.again} onChange={(again) => set({ ...chosen, again })} options={options} />
      {chosen.again === "at" ? <MomentField label="At" value={chosen.at} set={(at) => set({ ...chosen, at })} needed /> : null}
    </div>
  );
}
