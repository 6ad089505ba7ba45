import { useNavigate } from "react-router";
import styles from "./Risk.module.css";
import type { Register, RegisterRisk } from "./riskDocuments.ts";
import { barParts, figure, standings } from "./riskWords.ts";

/** The register as one bar: what is not begun, in progress, accepted, with the line of the budget. */
export function RegisterBar({ register, risks }: { register: Register; risks: readonly RegisterRisk[] }) {
  const navigate = useNavigate();
  const all = register.total;
  if (all <= 0) return null;
  const widest = Math.max(all, register.budget);
  const over = all - register.budget;
  const parts = barParts(risks, widest);
  const sums = (["notBegun", "inProgress", "accepted", "done"] as const).flatMap((standing) => {
    const sum = parts.filter((part) => part.standing === standing).reduce((total, { minutes }) => total + minutes, 0);
    return sum === 0 ? [] : [{ standing, sum }];
  });
  const at = `${String((100 * register.budget) / widest)}%`;
  return (
    <div className={styles.bar}>
      <div className={styles.scale}>
        <span style={{ position: "absolute", left: at }}><span className={styles.budget}>budget {figure(register.budget)} min</span></span>
        {over > 0 ? <span className={styles.over}>{figure(over)} over</span> : null}
      </div>
      <div className={styles.parts} role="group" aria-label="Expected minutes by risk">
        {parts.map(({ id, words, standing, minutes }) => (
          <button
            key={id ?? `${standing}-smaller`}
            type="button"
            className={styles.part}
            data-tone={standings[standing].tone}
            style={{ width: `${String((100 * minutes) / widest)}%`, padding: minutes < 0.03 * widest ? 0 : undefined }}
            title={`${words}: ${figure(minutes)} min`}
            aria-label={`${words}, ${figure(minutes)} minutes, ${standings[standing].words.toLowerCase()}`}
            onClick={() => void navigate(id === null ? "/risks?sort=MINUTES_DESC" : `/risks/${encodeURIComponent(id)}`)}
          >
            {minutes < 0.03 * widest ? null : words}
          </button>
        ))}
        <span className={styles.budgetLine} style={{ left: at }} aria-hidden />
      </div>
      <div className={styles.sums}>
        {sums.map(({ standing, sum }) => (
          <span key={standing} data-tone={standings[standing].tone}>{standings[standing].words.toLowerCase()} {figure(sum)}</span>
        ))}
        {register.factorMinutes > 0 ? <span>what makes all of them bigger adds {figure(register.factorMinutes)}</span> : null}
        <span className={styles.all}>all {figure(all + register.factorMinutes)}</span>
      </div>
    </div>
  );
}
