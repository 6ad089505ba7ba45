import { duration, inPercent, measuredPercent } from "@ballast/schema/words";
import { Link } from "react-router";
import { ActorName } from "../data/ActorName.tsx";
import { Facts, Panel } from "../marks/Panel.tsx";
import { State } from "../marks/State.tsx";
import { Version } from "../marks/Text.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import type { DeployRecord } from "./deployDocuments.ts";
import { stateOf } from "../rollout/deployStates.ts";
import styles from "./DeployView.module.css";

function Related({ deploy }: { deploy: DeployRecord }) {
  const { incidents, rollback, preempts } = deploy;
  if (incidents.length === 0 && rollback === null && preempts === null) return null;
  return (
    <div className={styles.links}>
      {incidents.map((incident) => (
        <Link key={incident.id} to={`/incidents/${encodeURIComponent(incident.id)}`}>
          {incident.reference} · {incident.title}
        </Link>
      ))}
      {rollback === null ? null : (
        <Link to={`/deploys/${encodeURIComponent(rollback.id)}`}>
          Its rollback, {stateOf({ state: rollback.state, heldBy: null }).words.toLowerCase()}
        </Link>
      )}
      {preempts === null ? null : <Link to={`/deploys/${encodeURIComponent(preempts.id)}`}>Ended the deploy of {preempts.version}</Link>}
    </div>
  );
}

function Reached({ deploy }: { deploy: DeployRecord }) {
  if (deploy.percent === null) return null;
  const measured = deploy.measuredPercent === null ? "" : `, ${measuredPercent(deploy.measuredPercent)} of requests`;
  return `${inPercent(deploy.percent)} of customers${measured}`;
}

/** Who asked for it, why, and what it is linked to. */
export function AboutPanel({ deploy }: { deploy: DeployRecord }) {
  const { tone, words } = stateOf(deploy);
  return (
    <Panel title="About" meta={<State tone={tone}>{words}</State>} padded>
      <div className={styles.panelBody}>
        <Facts
          facts={[
            [
              "Service",
              <Link key="s" to={`/services/${deploy.service.slug}`}>
                {deploy.service.name}
              </Link>,
            ],
            [
              "Release",
              deploy.release === null ? (
                <Version key="v">{deploy.version}</Version>
              ) : (
                <Link key="v" to={`/releases/${encodeURIComponent(deploy.release.id)}`}>
                  <Version>{deploy.version}</Version>
                </Link>
              ),
            ],
            [
              "Before",
              deploy.from === null ? (
                deploy.fromVersion
              ) : (
                <Link key="f" to={`/releases/${encodeURIComponent(deploy.from.id)}`}>
                  <Version>{deploy.from.version}</Version>
                </Link>
              ),
            ],
            ["By", <ActorName key="p" actor={deploy.requestedBy} automatic={deploy.automatic} />],
            ...(deploy.direct ? [["Way", "directly, without the workflow engine"] as const] : []),
            ["Asked for", <RelativeTime key="t" at={deploy.requestedAt} />],
            ["Took", deploy.durationMs === null ? null : duration(deploy.durationMs)],
            ...(deploy.kind === "rollback" ? [] : [["Reaches", <Reached key="r" deploy={deploy} />] as const]),
            ...(deploy.reason === "" ? [] : [["Why", deploy.reason] as const]),
            ...(deploy.observedFrom === null
              ? []
              : [
                  [
                    "Observed",
                    deploy.url === null ? (
                      deploy.observedFrom
                    ) : (
                      <a key="o" href={deploy.url}>
                        {deploy.observedFrom}
                      </a>
                    ),
                  ] as const,
                ]),
            ...(deploy.deadlineAt === null || deploy.endedAt !== null
              ? []
              : [["Deadline", <RelativeTime key="d" at={deploy.deadlineAt} />] as const]),
          ]}
        />
        <Related deploy={deploy} />
      </div>
    </Panel>
  );
}
