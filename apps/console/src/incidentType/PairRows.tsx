import Button from "@mui/material/Button";
import TextField from "@mui/material/TextField";
import styles from "./IncidentType.module.css";

/** A row of two words; `key` tells it from others while it is written. */
export interface Pair {
  readonly key: number;
  readonly first: string;
  readonly second: string;
}

/** Rows as they are given, without those that say nothing. */
export const pairsOf = (given: readonly (readonly [string, string])[]): readonly Pair[] =>
  given.map(([first, second], key) => ({ key, first, second }));

/** What is said, row by row. */
export const saidIn = (pairs: readonly Pair[]): readonly (readonly [string, string])[] =>
  pairs.map(({ first, second }) => [first.trim(), second.trim()] as const).filter(([first, second]) => first !== "" || second !== "");

/** A short list of two words a row: written, added to, and taken from. */
export function PairRows({
  title, what, labels: [one, other], pairs, most, set,
}: {
  title: string;
  /** What a row is: "a role". */
  what: string;
  labels: readonly [string, string];
  pairs: readonly Pair[];
  most: number;
  set: (pairs: readonly Pair[]) => void;
}) {
  const put = (key: number, part: Partial<Pair>): void => set(pairs.map((pair) => (pair.key === key ? { ...pair, ...part } : pair)));
  const next = pairs.reduce((highest, { key }) => Math.max(highest, key), -1) + 1;
  return (
    <fieldset className={styles.pairs}>
      <legend>{title}</legend>
      {pairs.map(({ key, first, second }, index) => (
        <div key={key} className={styles.pair}>
          <TextField
            label={`${one} ${String(index + 1)}`} value={first} onChange={(event) => put(key, { first: event.target.value })} size="small"
            slotProps={{ htmlInput: { maxLength: 300 } }}
          />
          <TextField
            label={other} value={second} onChange={(event) => put(key, { second: event.target.value })} size="small"
            slotProps={{ htmlInput: { maxLength: 2_000, "aria-label": `${other} ${String(index + 1)}` } }}
          />
          <Button
            size="small" color="inherit" aria-label={`Take away ${one.toLowerCase()} ${String(index + 1)}`}
            onClick={() => set(pairs.filter((pair) => pair.key !== key))}
          >
            Take away
          </Button>
        </div>
      ))}
      {pairs.length >= most ? null : (
        <Button size="small" color="inherit" onClick={() => set([...pairs, { key: next, first: "", second: "" }])}>{`Add ${what}`}</Button>
      )}
    </fieldset>
  );
}
