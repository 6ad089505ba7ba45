import { share } from "@ballast/schema/words";
import { useEffect, useEffectEvent, useState } from "react";
import type { ReactNode } from "react";
import { Link, useParams } from "react-router";
import { CommandButton } from "../data/CommandButton.tsx";
import { nodesOf } from "../data/fields.ts";
import { ownId } from "../data/globalId.ts";
import { HistoryPanel } from "../data/HistoryPanel.tsx";
import { useLogRefresh } from "../data/logRefresh.ts";
import { NoSuchRecord, ReadArea } from "../data/ReadArea.tsx";
import { useOpenedByLink } from "../data/openedByLink.ts";
import { useActOnNow } from "../shell/actOnNow.tsx";
import { useRead } from "../data/read.ts";
import { count, counted } from "../data/words.ts";
import { GroupRows } from "../marks/GroupRows.tsx";
import { Columns, Facts, ViewHeader, Panel } from "../marks/Panel.tsx";
import { Person } from "../marks/Person.tsx";
import { SkeletonRows } from "../marks/Skeletons.tsx";
import { State } from "../marks/State.tsx";
import { EmptyState } from "../marks/States.tsx";
import { Quiet, Version } from "../marks/Text.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import { stateOf } from "../rollout/deployStates.ts";
import { ReleaseHoldDialog } from "../rollout/ReleaseHoldDialog.tsx";
import { RequestDeployDialog } from "../rollout/RequestDeployDialog.tsx";
import { RollbackDialog } from "../rollout/RollbackDialog.tsx";
import { DescribeServiceDialog } from "./DescribeDialogs.tsx";
import { EnvironmentDialog, RemoveEnvironmentDialog } from "./EnvironmentDialogs.tsx";
import { EnvironmentPanel } from "./EnvironmentPanel.tsx";
import { PlanDialog } from "./PlanDialog.tsx";
import { AssignRotationDialog, ThresholdsDialog } from "./ResponseDialogs.tsx";
import { serviceDocument, serviceHistoryDocument, serviceRecentDocument } from "./serviceDocuments.ts";
import type { Environment, ServiceRecord } from "./serviceDocuments.ts";
import { serviceSentence } from "./serviceSentence.ts";
import styles from "./Service.module.css";

/** Which dialog of the page is open. */
type Open =
  | { what: "describe" | "thresholds" | "responders" | "commander" | "add" }
  | { what: "deploy" | "rollBack" | "release" | "plan" | "change" | "remove"; environment: Environment; version?: string };

function Dialog({ service, open, onClose }: { service: ServiceRecord; open: Open; onClose: () => void }): ReactNode {
  const lane = "environment" in open ? { service: service.slug, environment: open.environment.name } : null;
  switch (open.what) {
    case "describe": return <DescribeServiceDialog service={service} onClose={onClose} />;
    case "thresholds": return <ThresholdsDialog service={service} onClose={onClose} />;
    case "responders":
    case "commander":
      return <AssignRotationDialog service={service} purpose={open.what} onClose={onClose} />;
    case "add":
      return <EnvironmentDialog service={service} environment={null} onClose={onClose} />;
    case "change":
      return <EnvironmentDialog service={service} environment={open.environment} onClose={onClose} />;
    case "remove":
      return <RemoveEnvironmentDialog service={service} environment={open.environment} onClose={onClose} />;
    case "plan":
      return <PlanDialog service={service} environment={open.environment} onClose={onClose} />;
    case "deploy":
      return lane === null ? null : (
        <RequestDeployDialog
          ask={{ ...lane, environments: [lane.environment], ...(open.version === undefined ? {} : { version: open.version }) }}
          onClose={onClose}
        />
      );
    case "rollBack":
      return lane === null ? null : <RollbackDialog ask={lane} onClose={onClose} />;
    case "release":
      return lane === null ? null : (
        <ReleaseHoldDialog {...lane} faultyVersion={open.environment.lane?.hold?.faultyVersion ?? ""} onClose={onClose} />
      );
  }
}

function Called({ service, open }: { service: ServiceRecord; open: (open: Open) => void }) {
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
      </div>
    </Panel>
  );
}

function Recent({ slug }: { slug: string }) {
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

function History({ id }: { id: string }) {
  const [first, setFirst] = useState(60);
  const { data } = useRead(serviceHistoryDocument, { id, first }, { keep: true });
  const history = data?.service?.history;
  return history === undefined ? null : <HistoryPanel events={nodesOf(history)} total={history.totalCount} more={() => setFirst(500)} />;
}

function About({ service, open }: { service: ServiceRecord; open: (open: Open) => void }) {
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

const order = { production: 0, staging: 1, development: 2 };

/** Where customers are comes first. */
function inOrder(environments: readonly Environment[]): readonly Environment[] {
  return environments.toSorted((a, b) => order[a.kind] - order[b.kind]);
}

/** Opens what the link that led here asks for: `?do=deploy~production~v4`, `?do=rollBack~production`. */
function useAsked({ environments }: ServiceRecord, open: (open: Open) => void): void {
  const [asked, forget] = useOpenedByLink("do");
  const begin = useActOnNow();
  const act = useEffectEvent(() => {
    const [what, name, version] = asked?.split("~") ?? [];
    const environment = environments.find((each) => each.name === name);
    forget();
    if (environment !== undefined && (what === "deploy" || what === "rollBack"))
      begin(() => open({ what, environment, ...(version === undefined ? {} : { version }) }));
  });
  useEffect(() => {
    if (asked !== null) act();
  }, [asked]);
}

function Record({ service }: { service: ServiceRecord }) {
  const [open, setOpen] = useState<Open | null>(null);
  const { slug, openIncidents, environments } = service;
  useAsked(service, setOpen);
  const deployable =
    environments.find((each) => each.deployable && each.kind === "production") ?? environments.find((each) => each.deployable);
  return (
    <>
      <ViewHeader
        title={service.name}
        summary={<>{serviceSentence(service)} {service.description}</>}
        actions={
          <>
            <CommandButton needs="service.write" onClick={() => setOpen({ what: "describe" })}>
              Describe
            </CommandButton>
            <CommandButton needs="service.write" onClick={() => setOpen({ what: "add" })}>
              Add an environment
            </CommandButton>
            {deployable === undefined ? null : (
              <CommandButton needs="deploy.run" first onClick={() => setOpen({ what: "deploy", environment: deployable })}>
                Deploy to {deployable.name}
              </CommandButton>
            )}
          </>
        }
      />
      <Columns
        side={
          <>
            {openIncidents.length === 0 ? null : (
              <Panel title="Open incidents" urgent padded>
                <div className={styles.called}>
                  {openIncidents.map(({ id, reference, title }) => (
                    <Link key={id} to={`/incidents/${encodeURIComponent(id)}`}>
                      {reference} · {title}
                    </Link>
                  ))}
                </div>
              </Panel>
            )}
            <Called service={service} open={setOpen} />
            <About service={service} open={setOpen} />
          </>
        }
      >
        {environments.length === 0 ? (
          <Panel>
            <EmptyState
              title="No environment yet"
              action={
                <CommandButton needs="service.write" onClick={() => setOpen({ what: "add" })}>
                  Add an environment
                </CommandButton>
              }
            >
              An environment says where deploys go and by which steps.
            </EmptyState>
          </Panel>
        ) : null}
        {inOrder(environments).map((environment) => {
          const act = (what: "deploy" | "rollBack" | "release" | "plan" | "change" | "remove") => () => setOpen({ what, environment });
          return (
            <EnvironmentPanel
              key={environment.name}
              environment={environment}
              acts={{
                deploy: act("deploy"), rollBack: act("rollBack"), release: act("release"), plan: act("plan"), change: act("change"),
                remove: act("remove"),
              }}
            />
          );
        })}
        <Recent slug={slug} />
        <History id={service.id} />
      </Columns>
      {open === null ? null : <Dialog service={service} open={open} onClose={() => setOpen(null)} />}
    </>
  );
}

/** A service: what is live where, how it gets there, who is called, and its history. */
export function ServiceView() {
  const { id = "" } = useParams();
  const byId = ownId(id) !== null;
  const read = useRead(serviceDocument, { slug: byId ? null : id, id: byId ? id : null }, { everyMs: 10_000 });
  useLogRefresh(
    [
      "ServiceDescribed", "EnvironmentDefined", "EnvironmentRemoved", "DeployPlanSet", "ThresholdsSet", "RotationAssigned",
      "ReleaseRecorded", "ExposureShifted", "LaneLocked", "LaneUnlocked", "LaneHeld", "HoldReleased", "IncidentDeclared",
      "IncidentStateChanged",
    ],
    ["read", serviceDocument.name],
  );
  return (
    <ReadArea read={read} where="The service">
      {({ service }) => (service === null ? <NoSuchRecord what="service" /> : <Record key={service.id} service={service} />)}
    </ReadArea>
  );
}
