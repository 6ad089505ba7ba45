import { useNarrow } from "../marks/useNarrow.ts";
import { dayWords } from "./Due.tsx";
import { ledgerOf, type Ledger as Drawn, type LedgerOf } from "./ledger.ts";
import styles from "./promises.module.css";

const MIDDLE = 46;

/** Every day that was promised, on one line: an arc for each time that one was moved, red from the last one on while it is late. */
export function Ledger({ of, today }: { of: LedgerOf; today: string }) {
  // Its texts keep their size on a phone, where fewer have room.
  const width = useNarrow() ? 330 : 720;
  const drawn = ledgerOf(of, today, 60 / width);
  if (drawn === null) return null;
  const x = (share: number): number => 30 + share * (width - 60);
  return (
    <svg className={styles.ledger} viewBox={`0 0 ${String(width)} 84`} role="img" aria-label={labelOf(drawn)}>
      <line className={styles.axis} x1={x(0)} x2={x(1)} y1={MIDDLE} y2={MIDDLE} />
      {drawn.over === null ? null : <line className={styles.over} x1={x(drawn.over.from)} x2={x(drawn.over.to)} y1={MIDDLE} y2={MIDDLE} />}
      <line className={styles.today} x1={x(drawn.today)} x2={x(drawn.today)} y1={MIDDLE - 24} y2={MIDDLE + 8} />
      <text x={x(drawn.today)} y={MIDDLE - 28} textAnchor="middle">today</text>
      {drawn.slips.map(({ from, to }, index) => (
        <path
          key={`${String(index)} ${String(from)}`}
          className={styles.slip}
          d={`M ${String(x(from))} ${String(MIDDLE)} Q ${String((x(from) + x(to)) / 2)} ${String(MIDDLE - 26)} ${String(x(to))} ${String(MIDDLE)}`}
        />
      ))}
      {drawn.promises.map(({ day, at, row }, index) => (
        <g key={`${String(index)} ${day}`}>
          <path className={styles.promise} d={`M ${String(x(at))} ${String(MIDDLE - 5)} l 5 5 -5 5 -5 -5 z`} />
          {row === null ? null : <text x={x(at)} y={MIDDLE + 20 + 14 * row} textAnchor="middle">{dayWords(day)}</text>}
        </g>
      ))}
      {drawn.kept === null ? null : <circle className={styles.kept} cx={x(drawn.kept)} cy={MIDDLE} r="5" />}
    </svg>
  );
}

const labelOf = ({ promises, kept }: Drawn): string =>
  `Promised for ${promises.map(({ day }) => dayWords(day)).join(", then ")}${kept === null ? "" : ", and done"}`;
