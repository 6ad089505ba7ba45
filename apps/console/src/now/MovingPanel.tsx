import { duration, inPercent } from "@ballast/schema/words";
import { ActorName } from "../data/ActorName.tsx";
import { StepBar } from "../marks/Bars.tsx";
import type { Column } from "../marks/GroupRows.tsx";
import { GroupRows } from "../marks/GroupRows.tsx";
import { useNow } from "../marks/now.ts";
import { Panel } from "../marks/Panel.tsx";
import { State, Tag } from "../marks/State.tsx";
import { Quiet, Version } from "../marks/Text.tsx";
import type { DeployLine } from "../rollout/rolloutDocuments.ts";
import { barSteps, stateOf } from "../rollout/deployStates.ts";

/** Where a moving deploy stands, in a few words: `25 %, clock stopped`, `5 %, 9 min left`. */
export function standing(deploy: Pick<DeployLine, "state" | "percent" | "steps" | "currentStep" | "kind">, now: number): string {
  const reach = deploy.percent === null ? "" : inPercent(deploy.percent);
  if (deploy.state === "held" || deploy.state === "paused") return `${reach}, clock stopped`;
  const step = deploy.steps[deploy.currentStep ?? -1];
  if (deploy.state === "baking" && step !== undefined && step.startedAt !== null) {
    const left = step.bakeMs * (step.extended ? 2 : 1) - (now - Date.parse(step.startedAt));
    return left > 0 ? `${reach}, ${duration(Math.ceil(left / 1_000) * 1_000)} left` : `${reach}, judged now`;
  }
  return reach;
}

/** `1 moving, 1 held, 1 waiting`. */
export function movingWords(deploys: readonly Pick<DeployLine, "state">[]): string {
  const counts = { moving: 0, paused: 0, held: 0, waiting: 0 };
  for (const { state } of deploys) counts[state === "held" || state === "paused" || state === "waiting" ? state : "moving"] += 1;
  return Object.entries(counts).filter(([, n]) => n > 0).map(([word, n]) => `${n} ${word}`).join(", ");
}

function columnsAt(now: number): readonly Column<DeployLine>[] {
  return [
    {
      key: "service",
      label: "Service",
      narrow: "title",
      render: ({ service, environment }) => (
        <>
          <strong>{service.slug}</strong>
          {environment === "production" ? null : <Quiet> {environment}</Quiet>}
        </>
      ),
    },
    {
      key: "release",
      label: "Release",
      render: ({ version, kind }) => (
        <>
          {kind === "rollback" ? <Tag tone="planned">back to</Tag> : null} <Version>{version}</Version>
        </>
      ),
    },
    {
      key: "steps",
      label: "Steps",
      width: 170,
      narrow: "hide",
      render: (deploy) => (deploy.steps.length === 0 ? <Quiet>–</Quiet> : <StepBar label="Steps" steps={barSteps(deploy, now)} />),
    },
    {
      key: "state",
      label: "State",
      narrow: "state",
      render: (deploy) => <State tone={stateOf(deploy).tone}>{stateOf(deploy).words}</State>,
    },
    { key: "by", label: "By", render: ({ requestedBy }) => <ActorName actor={requestedBy} /> },
    {
      key: "standing",
      label: <span className="unseen">Where it stands</span>,
      grow: true,
      render: (deploy) => (
        <span title={deploy.sentence}>
          <Quiet>{standing(deploy, now)}</Quiet>
        </span>
      ),
    },
  ];
}

/** Deploys and rollbacks under way. */
export function MovingPanel({ deploys }: { deploys: readonly DeployLine[] }) {
  const now = useNow(1_000);
  if (deploys.length === 0) return null;
  return (
    <Panel title="Moving" meta={movingWords(deploys)}>
      <GroupRows
        label="Moving"
        rows={deploys}
        columns={columnsAt(now)}
        keyOf={({ id }) => id}
        hrefOf={({ id }) => `/deploys/${encodeURIComponent(id)}`}
      />
    </Panel>
  );
}
