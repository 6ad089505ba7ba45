import type { ObjectiveLine } from "./objectiveDocuments.ts";
import { leftWords, stateOf } from "./objectiveWords.ts";
import styles from "./Objective.module.css";

/** How much of a budget is used. */
export function BudgetBar({ standing }: { standing: ObjectiveLine["standing"] }) {
  const { badMinutes, budgetMinutes } = standing;
  const used = budgetMinutes === 0 ? 0 : Math.min(100, (100 * badMinutes) / budgetMinutes);
  return (
    <span className={styles.bar} role="img" aria-label={leftWords(standing)}>
      {used === 0 ? null : <span className={styles.used} data-state={stateOf(standing)} style={{ width: `${String(used)}%` }} />}
    </span>
  );
}
