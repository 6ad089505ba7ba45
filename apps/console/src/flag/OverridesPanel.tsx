import { capital } from "../data/words.ts";
import { useState } from "react";
import { CommandButton } from "../data/CommandButton.tsx";
import { SmallButton } from "../data/SmallButton.tsx";
import { useNow } from "../marks/now.ts";
import { Panel } from "../marks/Panel.tsx";
import { State } from "../marks/State.tsx";
import { EmptyState } from "../marks/States.tsx";
import { Quiet } from "../marks/Text.tsx";
import { shortDate } from "../marks/time.ts";
import { useZone } from "../marks/zone.ts";
import styles from "./Flag.module.css";
import type { FlagRecord, TargetingRecord } from "./flagDocuments.ts";
import { IncidentLink } from "./IncidentLink.tsx";
import { turnable, variantWord } from "./places.ts";
import { BackToRulesDialog } from "../turning/BackToRulesDialog.tsx";
import { NameDialog } from "../turning/NameDialog.tsx";

type Named = TargetingRecord["overrides"][number];
const DAY_MS = 86_400_000;

function Until({ at }: { at: string | null }) {
  const zone = useZone();
  const now = useNow();
  if (at === null) return <Quiet>for good</Quiet>;
  const left = Date.parse(at) - now;
  return left < 2 * DAY_MS ? (
    <State tone="attention">{left < DAY_MS ? "Within a day" : "Tomorrow"}</State>
  ) : (
    <span>to {shortDate(Date.parse(at), zone)}</span>
  );
}

/** Who gets something by name, why and until when. */
export function OverridesPanel({ flag, place }: { flag: FlagRecord; place: TargetingRecord }) {
  const [adding, setAdding] = useState(false);
  const [clearing, setClearing] = useState<Named | null>(null);
  return (
    <Panel
      title="Overrides"
      meta={
        <CommandButton needs="flag.write" size="small" onClick={() => setAdding(true)}>
          Add…
        </CommandButton>
      }
    >
      {place.overrides.length === 0 ? (
        <EmptyState title="Nobody is named">A customer by name gets what you say, above every rule.</EmptyState>
      ) : (
        <ul className={styles.overrides}>
          {place.overrides.map((named) => (
            <li key={named.customer}>
              <strong title={named.customer}>{named.record?.name ?? named.customer}</strong>
              <State tone={named.variant === place.offVariant ? "idle" : "info"}>{capital(variantWord(flag, named.variant))}</State>
              <span title={`${named.by}: ${named.reason}`}>
                {named.reason}
                {named.incident === null ? null : (
                  <>
                    , <IncidentLink incident={named.incident} />
                  </>
                )}
              </span>
              <Until at={named.expiresAt} />
              <SmallButton needs="flag.write" label={`Clear ${named.customer}`} onClick={() => setClearing(named)}>Clear</SmallButton>
            </li>
          ))}
        </ul>
      )}
      {adding ? <NameDialog flag={turnable(flag, place)} customer={null} onClose={() => setAdding(false)} /> : null}
      {clearing === null ? null : (
        <BackToRulesDialog
          place={turnable(flag, place)}
          customer={{ id: clearing.customer, name: clearing.record?.name ?? clearing.customer }}
          onClose={() => setClearing(null)}
        />
      )}
    </Panel>
  );
}
