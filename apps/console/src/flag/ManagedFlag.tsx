import { inPercent } from "@ballast/schema/words";
import { useState } from "react";
import { useOpenedByLink } from "../data/openedByLink.ts";
import { CommandButton } from "../data/CommandButton.tsx";
import { Choice } from "../marks/Choice.tsx";
import { useNow } from "../marks/now.ts";
import { Columns, Panel, ViewHeader } from "../marks/Panel.tsx";
import { EmptyState } from "../marks/States.tsx";
import { shortDate } from "../marks/time.ts";
import { useNarrow } from "../marks/useNarrow.ts";
import { useZone } from "../marks/zone.ts";
import type { Zone } from "../marks/zone.ts";
import styles from "./Flag.module.css";
import { AboutFlag } from "./AboutFlag.tsx";
import { EvaluationsPanel } from "./EvaluationsPanel.tsx";
import { ExplainPanel } from "./ExplainPanel.tsx";
import type { FlagRecord, TargetingRecord } from "./flagDocuments.ts";
import { FlagHistory } from "./FlagHistory.tsx";
import { KillDialog, ReleaseKillDialog } from "./KillDialog.tsx";
import { KillPanel } from "./KillPanel.tsx";
import { OverridesPanel } from "./OverridesPanel.tsx";
import { managedSentence, sinceWords } from "./managedSentence.ts";
import { useOpenIncident } from "./openIncident.ts";
import { usePlace } from "./places.ts";
import { RampPanel } from "./RampPanel.tsx";
import { RequestList } from "./RequestList.tsx";
import { RevertMenu } from "./RevertMenu.tsx";
import { RolloutPanel } from "./RolloutPanel.tsx";
import { WhoDecides } from "./WhoDecides.tsx";

function ends({ details }: FlagRecord, zone: Zone): string | null {
  return details === null || details.expiresAt === null ? null : shortDate(Date.parse(details.expiresAt), zone);
}

function Requests({ place }: { place: TargetingRecord }) {
  const pending = place.allRequests.filter(({ state }) => state === "open" || state === "approved");
  return pending.length === 0 ? null : (
    <Panel title="Proposed" meta="waits for a second person’s word, or for its time">
      <RequestList requests={pending} />
    </Panel>
  );
}

function Place({ flag, place }: { flag: FlagRecord; place: TargetingRecord }) {
  const narrow = useNarrow();
  const kill = <KillPanel key={`${place.id} ${String(place.killed)}`} flag={flag} place={place} />;
  const rest = <><ExplainPanel key={place.id} flag={flag} place={place} /><OverridesPanel flag={flag} place={place} /></>;
  return (
    <Columns side={narrow ? undefined : <>{kill}{rest}</>}>
      {narrow ? kill : null}
      <Requests place={place} />
      <RolloutPanel flag={flag} place={place} />
      <RampPanel flag={flag} place={place} />
      <FlagHistory flag={flag} place={place} />
      <WhoDecides flag={flag} place={place} />
      <EvaluationsPanel flag={flag} place={place} />
      <AboutFlag flag={flag} place={place} />
      {narrow ? rest : null}
    </Columns>
  );
}

/** A flag that Ballast turns, in one of its environments: what it does now, what a change would do, and the kill. */
export function ManagedFlag({ flag }: { flag: FlagRecord }) {
  const { place, choose } = usePlace(flag);
  const zone = useZone();
  const narrow = useNarrow();
  const incident = useOpenIncident(flag);
  const since = sinceWords(place, { incident, now: useNow(60_000), zone });
  const [asked, forget] = useOpenedByLink("do");
  const [doing, setDoing] = useState(false);
  const where = { flag: flag.name, environment: place?.environment ?? "" };
  const close = (): void => { setDoing(false); forget(); };
  const opened = place !== undefined && (doing || asked === "kill");
  return (
    <>
      <ViewHeader
        title={<code className={styles.title}>{flag.name}</code>}
        summary={managedSentence(flag, place, { ends: ends(flag, zone), since, short: narrow })}
        actions={
          <>
            {place === undefined ? null : (
              <Choice
                label="Environment"
                value={place.environment}
                options={flag.targetings.map(
                  (one) =>
                    [
                      one.environment,
                      `${one.environment} ${one.killed ? "killed" : one.state === "off" ? "off" : one.parts > 0 && one.parts < 100_000 ? inPercent(one.parts / 1_000) : "on"}`,
                    ] as const,
                )}
                onChange={choose}
              />
            )}
            {place === undefined || narrow ? null : <RevertMenu place={place} flag={flag.name} />}
            {place === undefined || narrow ? null : (
              <CommandButton needs="flag.kill" danger={!place.killed} onClick={() => setDoing(true)}>
                {place.killed ? "Release" : "Kill"}
              </CommandButton>
            )}
          </>
        }
      />
      {place === undefined ? (
        <Panel>
          <EmptyState title="It is open nowhere yet">
            Applications get their own default. Open it with <code>ballast flag set</code>.
          </EmptyState>
        </Panel>
      ) : (
        <Place flag={flag} place={place} />
      )}
      {opened && place.killed ? <ReleaseKillDialog place={where} kills={place.kills} onClose={close} /> : null}
      {opened && !place.killed ? <KillDialog place={where} incident={incident} onClose={close} /> : null}
    </>
  );
}
