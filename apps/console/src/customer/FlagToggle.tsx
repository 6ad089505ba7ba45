import { holdersOf, useMay } from "../data/may.ts";
import { SmallButton } from "../data/SmallButton.tsx";
import { Shape, State } from "../marks/State.tsx";
import { useActOnNow } from "../shell/actOnNow.tsx";
import { useAsOf } from "../shell/useAsOf.ts";
import { capital } from "../data/words.ts";
import styles from "./Customer.module.css";
import type { CustomerFlag } from "./customerFlagDocuments.ts";
import { getsWord, keyOf, turnableOf } from "./flagRows.ts";

function Toggle({ row, name, turn }: { row: CustomerFlag; name: string; turn: () => void }) {
  const may = useMay("flag.write");
  const begin = useActOnNow();
  const on = row.variant !== null && row.variant !== row.targeting.offVariant;
  return (
    <button
      type="button"
      role="switch"
      className={styles.toggle}
      aria-checked={on}
      aria-label={`${keyOf(row)} for ${name}`}
      title={may ? `Turn ${keyOf(row)} for ${name}, with a preview` : `Needs the role ${holdersOf("flag.write")}`}
      disabled={!may}
      onClick={() => begin(turn)}
    />
  );
}

/** What a customer gets, with what turns it: nothing does in the past, nor while it is killed. */
export function FlagToggle({ row, name, turn }: { row: CustomerFlag; name: string; turn: () => void }) {
  const { asOf } = useAsOf();
  if (row.targeting.killed) return <State tone="bad">Killed</State>;
  const { valueType, variants } = turnableOf(row);
  const word = capital(getsWord(row));
  return (
    <span className={styles.gets}>
      {asOf === null && valueType === "boolean" ? <Toggle row={row} name={name} turn={turn} /> : null}
      <span title={valueType === "boolean" ? undefined : `of ${variants.join(", ")}`}>{word}</span>
      {row.byHand ? <span className={styles.hand}><Shape tone="planned" />by hand</span> : null}
      {asOf === null && valueType !== "boolean" ? (
        <SmallButton needs="flag.write" label={`Turn ${keyOf(row)} for ${name}`} onClick={turn}>
          {row.byHand ? "Clear" : "Turn"}
        </SmallButton>
      ) : null}
    </span>
  );
}
