import { duration, inPercent, share } from "@ballast/schema/words";
import Button from "@mui/material/Button";
import { Link } from "react-router";
import { CommandButton } from "../data/CommandButton.tsx";
import { count, latency } from "../data/words.ts";
import { PercentBar, StepBar } from "../marks/Bars.tsx";
import { useNow } from "../marks/now.ts";
import { Facts, Panel } from "../marks/Panel.tsx";
import { State, Tag } from "../marks/State.tsx";
import { Quiet, Version } from "../marks/Text.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import { barSteps, stateOf, stepReach } from "../rollout/deployStates.ts";
import { healthOf } from "../rollout/healthStates.ts";
import type { Environment } from "./serviceDocuments.ts";
import styles from "./Service.module.css";

/** What can be done to an environment from its card. */
export interface EnvironmentActs {
  deploy: () => void;
  rollBack: () => void;
  release: () => void;
  plan: () => void;
  change: () => void;
  remove: () => void;
}

function Serving({ environment }: { environment: Environment }) {
  const { lane } = environment;
  if (lane === null || (lane.live === null && lane.canary === null)) return <p><Quiet>Nothing is live here yet.</Quiet></p>;
  const canaryPercent = lane.canary === null ? 0 : (lane.canaryPercent ?? 0);
  const rows = [
    ...(lane.live === null ? [] : [{ ...lane.live, percent: 100 - canaryPercent, since: lane.liveSince }]),
    ...(lane.canary === null ? [] : [{ ...lane.canary, percent: canaryPercent, since: null }]),
  ];
  return (
    <ul className={styles.serving}>
      {rows.map(({ id, version, percent, since }) => {
        const health = lane.health.find((each) => each.version === version);
        const { tone, words } = healthOf(health);
        return (
          <li key={id}>
            <Link to={`/releases/${encodeURIComponent(id)}`}><Version>{version}</Version></Link>
            <PercentBar value={percent} label={`${version} reaches`} />
            <Quiet>{share(health?.errorsPer100k)} errors, p95 {latency(health?.p95Ms)}</Quiet>
            <RelativeTime at={since} />
            <State tone={tone}>{words}</State>
          </li>
        );
      })}
    </ul>
  );
}

function Plan({ environment }: { environment: Environment }) {
  const { steps, soakMs } = environment.plan;
  return (
    <ol className={styles.plan} aria-label="Deploy plan">
      {steps.map((step, index) => (
        <li
          key={index}
          title={`at least ${count(step.analysis.minSamples)} requests, errors at most ${share(step.analysis.maxErrorsPer100k)}${step.analysis.maxP95Ms === null ? "" : `, p95 at most ${latency(step.analysis.maxP95Ms)} (the plan's own limit)`}, ${step.analysis.judgesLatency ? `p95 at most ${latency(step.analysis.minSlowerMs)} and ${step.analysis.minSlowerPercent} % above the stable release` : "latency not compared"}`}
        >
          <strong>{stepReach(step, steps[index - 1]?.percent ?? 0)}</strong>
          <span>{duration(step.bakeMs)}</span>
        </li>
      ))}
      <li><strong>soak</strong><span>{duration(soakMs)}</span></li>
    </ol>
  );
}

/** An environment: what is live there and how it is, what moves, by which plan, where deploys go. */
export function EnvironmentPanel({ environment, acts }: { environment: Environment; acts: EnvironmentActs }) {
  const now = useNow(2_000);
  const { lane, target, deployable } = environment;
  const running = lane?.runningDeploy ?? null;
  const where =
    target.kind === "observed"
      ? "observed: another system deploys"
      : `Ballast's fleet${target.trafficPerSecond === undefined ? "" : `, ${count(target.trafficPerSecond)} requests a second of sample traffic from ${count(target.customers ?? 500)} customers`}`;
  return (
    <Panel
      title={
        <>
          {environment.name} {environment.name === environment.kind ? null : <Tag>{environment.kind}</Tag>}
        </>
      }
      meta={
        lane?.lastKnownGood === null || lane === null ? undefined : (
          <>
            a rollback goes to <Version>{lane.lastKnownGood.version}</Version>
          </>
        )
      }
      padded
    >
      <div className={styles.environment}>
        {lane === null || lane === undefined || lane.hold === null ? null : (
          <div className={styles.hold}>
            <span><State tone="attention">Held</State> {lane.hold.reason} <RelativeTime at={lane.hold.since} /></span>
            <CommandButton needs="hold.release" size="small" onClick={acts.release}>Release the hold</CommandButton>
          </div>
        )}
        <Serving environment={environment} />
        {running === null ? null : (
          <Link className={styles.running} to={`/deploys/${encodeURIComponent(running.id)}`}>
            <State tone={stateOf(running).tone}>{stateOf(running).words}</State> <Version>{running.version}</Version>{" "}
            {running.steps.length === 0 ? null : <StepBar label="Steps" steps={barSteps(running, now)} />}{" "}
            <Quiet>{running.percent === null ? "" : inPercent(running.percent)}</Quiet>
          </Link>
        )}
        <Facts
          facts={[
            ["Plan", deployable ? <Plan key="p" environment={environment} /> : "the other system's own"],
            ["Deploys go to", where],
          ]}
        />
        <div className={styles.buttons}>
          {deployable ? (
            <CommandButton needs="deploy.run" size="small" onClick={acts.deploy}>
              Deploy a release
            </CommandButton>
          ) : null}
          {deployable && (lane?.live ?? null) !== null ? (
            <CommandButton needs="deploy.rollback" danger size="small" onClick={acts.rollBack}>
              Roll back
            </CommandButton>
          ) : null}
          <span className={styles.spring} />
          {deployable ? <CommandButton needs="service.write" size="small" onClick={acts.plan}>Change the plan</CommandButton> : null}
          <CommandButton needs="service.write" size="small" onClick={acts.change}>Change</CommandButton>
          <Button size="small" variant="text" onClick={acts.remove}>Remove</Button>
        </div>
      </div>
    </Panel>
  );
}
