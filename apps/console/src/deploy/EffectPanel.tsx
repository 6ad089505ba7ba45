import { share } from "@ballast/schema/words";
import { latency, sentence } from "../data/words.ts";
import { Facts, Panel } from "../marks/Panel.tsx";
import { State } from "../marks/State.tsx";
import styles from "./DeployView.module.css";
import type { Effect } from "./deployDocuments.ts";
import { FailingCustomers } from "./Failing.tsx";

/** What going back did: the numbers before and after, and who was affected. */
export function EffectPanel({ effect }: { effect: Effect }) {
  const state =
    effect.recovered === null ? (
      <State tone="idle">Not measured</State>
    ) : effect.recovered ? (
      <State tone="good">Recovered</State>
    ) : (
      <State tone="bad">Errors go on</State>
    );
  return (
    <Panel title="What going back did" meta={state} padded>
      <div className={styles.panelBody}>
        <p>{sentence(effect.sentence)}</p>
        <Facts
          facts={[
            ["Before", `${share(effect.before?.errorsPer100k)} errors, p95 ${latency(effect.before?.p95Ms)}`],
            ["After", `${share(effect.after?.errorsPer100k)} errors, p95 ${latency(effect.after?.p95Ms)}`],
          ]}
        />
        <FailingCustomers customers={effect.affectedCustomers} total={effect.affectedCustomerCount} />
      </div>
    </Panel>
  );
}
