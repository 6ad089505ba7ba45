import { count } from "../data/words.ts";
import { Quiet } from "../marks/Text.tsx";
import { askedPath } from "./askedPath.ts";
import styles from "./Flag.module.css";
import type { FlagStanding } from "./flagDocuments.ts";

const box = { width: 60, height: 14 };

/** Evaluations an hour, on their own scale; the figure on hover. Where nothing is counted at all, nobody can tell. */
export function AskedLine({ standing: { asked, countedSince, environment } }: { standing: FlagStanding }) {
  if (countedSince === null) return <span title="No evaluation is counted here"><Quiet>–</Quiet></span>;
  const total = asked.reduce((sum, one) => sum + one, 0);
  const words = `${count(total)} evaluations in ${environment} in 24 hours, as far as they were served here or told`;
  const counts = asked.length === 0 ? [0, 0] : asked;
  return (
    <svg className={styles.asked} viewBox={`-1 -1 ${String(box.width + 2)} ${String(box.height + 2)}`} role="img" aria-label={words}>
      <title>{words}</title>
      <path d={askedPath(counts, box)} />
    </svg>
  );
}
