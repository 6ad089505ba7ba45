import { share } from "@ballast/schema/words";
import { useState } from "react";
import { Link } from "react-router";
import { CommandButton } from "../data/CommandButton.tsx";
import { nodesOf } from "../data/fields.ts";
import { HistoryPanel } from "../data/HistoryPanel.tsx";
import { useRead } from "../data/read.ts";
import { count, counted } from "../data/words.ts";
import { GroupRows } from "../marks/GroupRows.tsx";
import { Facts, Panel } from "../marks/Panel.tsx";
import { Person } from "../marks/Person.tsx";
import { SkeletonRows } from "../marks/Skeletons.tsx";
import { State } from "../marks/State.tsx";
import { EmptyState } from "../marks/States.tsx";
import { Quiet, Version } from "../marks/Text.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import { stateOf } from "../rollout/deployStates.ts";
import type { Open } from "./ServiceDialog.tsx";
import { serviceHistoryDocument, serviceRecentDocument } from "./serviceDocuments.ts";
import type { ServiceRecord } from "./serviceDocuments.ts";
import styles from "./Service.module.css";

/** Who is called for it. */
export function Called({ service, open }: { service: ServiceRecord; open: (open: Open) => void }) {
  const rows = [["responders", "Responders", service.responders], ["commander", "Commanders", service.commanders]] as const;
  return (
    <Panel title="Who is called" padded>
      <div className={styles.called}>
        {rows.map(([purpose, words, rotation]) => (
          <div key={purpose} className={styles.calledRow}>
            <span>
              {rotation === null ? <Quiet>Nobody</Quiet> : <Person name={rotation.onNow?.name} />}
              <small>
                {words}
                {rotation === null ? (
                  ""
                ) : (
                  <>
                    , <Link to={`/on-call/${encodeURIComponent(rotation.id)}`}>{rotation.name}</Link>
                  </>
                )}
              </small>
            </span>
            <CommandButton needs="service.write" size="small" onClick={() => open({ what: purpose })}>
              {rotation === null ? "Assign" : "Change"}
            </CommandButton>
          </div>
        ))}
        <div className={styles.calledRow}>
          <span>
            {service.escalation === null ? "On call, then next, then everyone" : (
              <Link to={`/escalation-policies/${encodeURIComponent(service.escalation.id)}`}>{service.escalation.name}</Link>
            )}
            <small>In which order{service.namesEscalation ? "" : ", as everywhere"}</small>
          </span>
          <CommandButton needs="service.write" size="small" onClick={() => open({ what: "escalation" })}>Change order</CommandButton>
        </div>
        <div className={styles.calledRow}>
          <span>
            {service.supportHours === null ? "At any hour, as the severity says" : service.supportHours.sentence}
            <small>Support hours</small>
          </span>
          <CommandButton needs="service.write" size="small" onClick={() => open({ what: "supportHours" })}>
            {service.supportHours === null ? "Set hours" : "Change hours"}
          </CommandButton>
        </div>
      </div>
    </Panel>
  );
}

/** Its newest releases and deploys. */
export function Recent({ slug }: { slug: string }) {
  const { data } = useRead(serviceRecentDocument, { service: slug });
  if (data === undefined) return <Panel title="Releases"><SkeletonRows rows={4} /></Panel>;
  return (
    <>
      <Panel title="Releases" meta={<Link to={`/releases?service=${slug}`}>all {count(data.releases.totalCount)}</Link>}>
        {data.releases.totalCount === 0 ? (
          <EmptyState title="No release yet">
            CI records them with <code>ballast release {slug} VERSION</code>.
          </EmptyState>
        ) : (
          <GroupRows
            label="Newest releases"
            rows={nodesOf(data.releases)}
            keyOf={({ id }) => id}
            hrefOf={({ id }) => `/releases/${encodeURIComponent(id)}`}
            columns={[
              { key: "version", label: "Release", narrow: "title", render: ({ version }) => <Version>{version}</Version> },
              { key: "what", label: "What it changes", grow: true, render: ({ headline }) => headline ?? "–" },
              { key: "commits", label: "Commits", right: true, narrow: "hide", render: ({ commitCount }) => count(commitCount) },
              { key: "at", label: "Released", narrow: "state", render: ({ releasedAt }) => <RelativeTime at={releasedAt} /> },
            ]}
          />
        )}
      </Panel>
      {data.deploys.totalCount === 0 ? null : (
        <Panel title="Deploys" meta={<Link to={`/deploys?service=${slug}`}>all {count(data.deploys.totalCount)}</Link>}>
          <GroupRows
            label="Newest deploys"
            rows={nodesOf(data.deploys)}
            keyOf={({ id }) => id}
            hrefOf={({ id }) => `/deploys/${encodeURIComponent(id)}`}
            columns={[
              {
                key: "version",
                label: "Release",
                narrow: "title",
                render: ({ version, kind }) => (
                  <>
                    {kind === "rollback" ? "back to " : ""}
                    <Version>{version}</Version>
                  </>
                ),
              },
              { key: "to", label: "To", render: ({ environment }) => environment },
              {
                key: "what",
                label: "What became of it",
                grow: true,
                narrow: "hide",
                render: ({ sentence }) => <span title={sentence}>{sentence}</span>,
              },
              { key: "at", label: "Asked for", render: ({ requestedAt }) => <RelativeTime at={requestedAt} /> },
              {
                key: "state",
                label: "State",
                narrow: "state",
                render: (deploy) => <State tone={stateOf(deploy).tone}>{stateOf(deploy).words}</State>,
              },
            ]}
          />
        </Panel>
      )}
    </>
  );
}

/** What happened to it. */
export function History({ id }: { id: string }) {
  const [first, setFirst] = useState(60);
  const { data } = useRead(serviceHistoryDocument, { id, first }, { keep: true });
  const history = data?.service?.history;
  return history === undefined ? null : <HistoryPanel events={nodesOf(history)} total={history.totalCount} more={() => setFirst(500)} />;
}

/** Where it is described, and when it pages. */
export function About({ service, open }: { service: ServiceRecord; open: (open: Open) => void }) {
  const { thresholds, repositoryUrl, runbookUrl, slug, lastRelease, releaseCount } = service;
  return (
    <Panel title="About" padded>
      <div className={styles.called}>
        <Facts
          facts={[
            ["Address", <Version key="s">{slug}</Version>],
            [
              "Runbook",
              runbookUrl === null ? null : (
                <a key="r" href={runbookUrl}>
                  {runbookUrl.replace(/^https?:\/\//u, "")}
                </a>
              ),
            ],
            [
              "Code",
              repositoryUrl === null ? null : (
                <a key="c" href={repositoryUrl}>
                  {repositoryUrl.replace(/^https?:\/\//u, "")}
                </a>
              ),
            ],
            [
              "Releases",
              releaseCount === 0 ? (
                "none yet"
              ) : (
                <span key="r">
                  {count(releaseCount)}, the last <RelativeTime at={lastRelease?.releasedAt} />
                </span>
              ),
            ],
            [
              "Pages above",
              `${share(thresholds.pageErrorsPer100k)} errors, or ${counted(thresholds.pageCustomers, "customer")} who saw errors`,
            ],
          ]}
        />
        <div className={styles.buttons}>
          <CommandButton needs="service.write" size="small" onClick={() => open({ what: "thresholds" })}>
            Change the thresholds
          </CommandButton>
        </div>
      </div>
    </Panel>
  );
}
