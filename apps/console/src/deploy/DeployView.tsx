import { useEffect, useState } from "react";
import { useParams } from "react-router";
import { CommandButton } from "../data/CommandButton.tsx";
import { CommitList } from "../data/CommitList.tsx";
import { HistoryPanel } from "../data/HistoryPanel.tsx";
import { useLogRefresh } from "../data/logRefresh.ts";
import { NoSuchRecord, ReadArea } from "../data/ReadArea.tsx";
import { nodesOf } from "../data/fields.ts";
import { useLiveRead, useRead } from "../data/read.ts";
import { WarningList } from "../data/WarningList.tsx";
import { Columns, ViewHeader, Panel } from "../marks/Panel.tsx";
import { State } from "../marks/State.tsx";
import { AboutPanel } from "./AboutPanel.tsx";
import { ChartPanel } from "./ChartPanel.tsx";
import { deployChangedDocument, deployDocument, deployHistoryDocument } from "./deployDocuments.ts";
import type { DeployRecord } from "./deployDocuments.ts";
import styles from "./DeployView.module.css";
import { isMoving, titleOf } from "../rollout/deployStates.ts";
import { EffectPanel } from "./EffectPanel.tsx";
import { ReleaseHoldDialog } from "../rollout/ReleaseHoldDialog.tsx";
import { RollbackDialog } from "../rollout/RollbackDialog.tsx";
import type { RollbackAsk } from "../rollout/RollbackDialog.tsx";
import { RollbackPanel } from "./RollbackPanel.tsx";
import { SteerDialog } from "./SteerDialog.tsx";
import { StepCards } from "./StepCards.tsx";
import { waysToSteer } from "./steering.ts";
import type { Steering } from "./steering.ts";
import { SteerMenu } from "./SteerMenu.tsx";
import { VerdictsPanel } from "./VerdictsPanel.tsx";

/** What changes the record without being an event of the deploy itself. */
const linked = ["IncidentDeclared", "LinkAdded", "LinkRemoved", "HoldReleased", "LaneHeld", "ReleaseServedEveryone"];

/** Going back is offered while it moves, or while it is what is live; of a rollback that moves, to another release. */
function canGoBack(deploy: DeployRecord): boolean {
  if (deploy.kind === "observed") return false;
  return isMoving(deploy) || deploy.lane.live?.version === deploy.version;
}

/** What the button says. */
function wayBack(deploy: DeployRecord): string {
  if (!isMoving(deploy)) return "Roll back";
  if (deploy.kind === "rollback") return "Go back to another release";
  return deploy.fromVersion === null ? "Roll back" : `Roll back to ${deploy.fromVersion}`;
}

function History({ id, revision }: { id: string; revision: number }) {
  const [first, setFirst] = useState(60);
  const { data, refetch } = useRead(deployHistoryDocument, { id, first }, { keep: true });
  useEffect(() => void refetch(), [refetch, revision]);
  const history = data?.deploy?.history;
  return history === undefined ? null : <HistoryPanel events={nodesOf(history)} total={history.totalCount} more={() => setFirst(500)} />;
}

interface Dialogs {
  steer: (steering: Steering) => void;
  rollBack: () => void;
}

function Actions({ deploy, dialogs }: { deploy: DeployRecord; dialogs: Dialogs }) {
  const ways = waysToSteer(deploy);
  const shown = ways.slice(0, 2);
  return (
    <>
      {shown.map((way) => (
        <CommandButton key={way.steer} needs="deploy.run" danger={way.danger} onClick={() => dialogs.steer(way)}>
          {way.button}
        </CommandButton>
      ))}
      {canGoBack(deploy) ? (
        <CommandButton needs="deploy.rollback" danger onClick={dialogs.rollBack}>
          {wayBack(deploy)}
        </CommandButton>
      ) : null}
      {ways.length > shown.length ? <SteerMenu ways={ways.slice(2)} choose={dialogs.steer} /> : null}
    </>
  );
}

function Record({ deploy }: { deploy: DeployRecord }) {
  const [steering, setSteering] = useState<Steering | null>(null);
  const [back, setBack] = useState<RollbackAsk | null>(null);
  const [releasing, setReleasing] = useState(false);
  const lane = { service: deploy.service.slug, environment: deploy.environment };
  const dialogs: Dialogs = { steer: setSteering, rollBack: () => setBack(lane) };
  return (
    <>
      <ViewHeader title={titleOf(deploy)} summary={deploy.sentence} actions={<Actions deploy={deploy} dialogs={dialogs} />} />
      <StepCards deploy={deploy} />
      <Columns
        side={
          <>
            {deploy.effect === null ? null : <EffectPanel effect={deploy.effect} />}
            {canGoBack(deploy) ? <RollbackPanel {...lane} revision={deploy.revision} open={dialogs.rollBack} /> : null}
            <AboutPanel deploy={deploy} />
            <Panel title="Commits" meta={deploy.fromVersion === null ? undefined : `since ${deploy.fromVersion}`}>
              <CommitList commits={deploy.commits} first={8} />
            </Panel>
          </>
        }
      >
        {deploy.lane.hold === null ? null : (
          <Panel padded>
            <div className={styles.hold}>
              <span>
                <State tone="attention">Held</State> Deploys to {lane.service} {lane.environment} wait until someone releases the hold:{" "}
                {deploy.lane.hold.reason}
              </span>
              <CommandButton needs="hold.release" size="small" onClick={() => setReleasing(true)}>
                Release the hold
              </CommandButton>
            </div>
          </Panel>
        )}
        {deploy.warnings.length + deploy.failures.length === 0 ? null : (
          <Panel title="To know" padded>
            <WarningList warnings={[...deploy.failures, ...deploy.warnings]} />
          </Panel>
        )}
        {deploy.steps.length === 0 ? null : <ChartPanel deploy={deploy} />}
        {deploy.kind === "deploy" ? <VerdictsPanel deploy={deploy} /> : null}
        <History id={deploy.id} revision={deploy.revision} />
      </Columns>
      {steering === null ? null : <SteerDialog deploy={deploy} steering={steering} onClose={() => setSteering(null)} />}
      {releasing ? (
        <ReleaseHoldDialog
          {...lane}
          faultyVersion={deploy.lane.hold?.faultyVersion ?? deploy.version}
          onClose={() => setReleasing(false)}
        />
      ) : null}
      {back === null ? null : <RollbackDialog ask={back} onClose={() => setBack(null)} />}
    </>
  );
}

/** A deploy or rollback: steps, numbers, verdicts, what going back would do, and its history, live. */
export function DeployView() {
  const { id = "" } = useParams();
  const read = useLiveRead(
    deployDocument,
    { id },
    { subscription: deployChangedDocument, patch: (_, { deployChanged }) => ({ deploy: deployChanged }) },
  );
  useLogRefresh(linked, ["read", deployDocument.name]);
  return (
    <ReadArea read={read} where="The deploy">
      {({ deploy }) => (deploy === null ? <NoSuchRecord what="deploy" /> : <Record key={deploy.id} deploy={deploy} />)}
    </ReadArea>
  );
}
