import { useState } from "react";
import { useNavigate } from "react-router";
import { CommandButton } from "../data/CommandButton.tsx";
import { ReadArea } from "../data/ReadArea.tsx";
import { useLiveRead } from "../data/read.ts";
import { Columns, ViewHeader } from "../marks/Panel.tsx";
import { RollbackDialog } from "../rollout/RollbackDialog.tsx";
import type { RollbackAsk } from "../rollout/RollbackDialog.tsx";
import { RecordReleaseDialog } from "../rollout/RecordReleaseDialog.tsx";
import { useServiceOptions } from "../choices/serviceOptions.ts";
import { IncidentCard } from "./IncidentCard.tsx";
import { LanesPanel } from "./LanesPanel.tsx";
import { MovingPanel } from "./MovingPanel.tsx";
import { nowChangedDocument, nowDocument } from "./nowDocument.ts";
import type { Now } from "./nowDocument.ts";
import { useThen } from "../shell/moment.ts";
import { RunningImport } from "./RunningImport.tsx";
import { UnansweredPanel } from "./UnansweredPanel.tsx";
import { HappenedPanel, InboxPanel, OnCallPanel } from "./SidePanels.tsx";

const nothing = {};

function Page({ now }: { now: Now }) {
  const [back, setBack] = useState<RollbackAsk | null>(null);
  const [recording, setRecording] = useState(false);
  const services = useServiceOptions();
  const navigate = useNavigate();
  const then = useThen();
  return (
    <>
      <ViewHeader
        title={then === null ? "Now" : `As it stood on ${then}`}
        summary={now.sentence}
        actions={
          <>
            <CommandButton needs="release.record" onClick={() => setRecording(true)}>
              Record a release
            </CommandButton>
            <CommandButton needs="incident.declare" danger onClick={() => void navigate("/incidents?declare=1")}>
              Declare an incident
            </CommandButton>
          </>
        }
      />
      <Columns side={<><OnCallPanel rotations={now.onCall} /><HappenedPanel events={now.justHappened} /></>}>
        <UnansweredPanel pages={now.unanswered} />
        <InboxPanel pages={now.inbox} />
        {now.incidents.map((incident) => <IncidentCard key={incident.id} incident={incident} rollBack={setBack} />)}
        <MovingPanel deploys={now.moving} />
        <LanesPanel lanes={now.lanes} />
        {then === null ? <RunningImport /> : null}
      </Columns>
      {back === null ? null : <RollbackDialog ask={back} onClose={() => setBack(null)} />}
      {recording ? <RecordReleaseDialog services={services.map(([slug]) => slug)} service="" onClose={() => setRecording(false)} /> : null}
    </>
  );
}

/**
 * The first view: what is wrong, what moves, what is live, who is on call, what just happened. Health is asked for again, it makes no
 * events.
 */
export function NowView() {
  const read = useLiveRead(nowDocument, nothing, {
    subscription: nowChangedDocument, patch: (_, { nowChanged }) => ({ now: nowChanged }), options: { everyMs: 5_000 },
  });
  return (
    <ReadArea read={read} where="What matters now">
      {({ now }) => <Page now={now} />}
    </ReadArea>
  );
}
