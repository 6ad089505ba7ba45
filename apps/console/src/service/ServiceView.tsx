import { useEffect, useEffectEvent, useState } from "react";
import { Link, useParams } from "react-router";
import { CommandButton } from "../data/CommandButton.tsx";
import { ownId } from "../data/globalId.ts";
import { useLogRefresh } from "../data/logRefresh.ts";
import { NoSuchRecord, ReadArea } from "../data/ReadArea.tsx";
import { useOpenedByLink } from "../data/openedByLink.ts";
import { useActOnNow } from "../shell/actOnNow.tsx";
import { useRead } from "../data/read.ts";
import { Columns, ViewHeader, Panel } from "../marks/Panel.tsx";
import { EmptyState } from "../marks/States.tsx";
import { EnvironmentPanel } from "./EnvironmentPanel.tsx";
import { ServiceDialog, type Open } from "./ServiceDialog.tsx";
import { About, Called, History, Recent } from "./ServicePanels.tsx";
import { serviceDocument } from "./serviceDocuments.ts";
import type { Environment, ServiceRecord } from "./serviceDocuments.ts";
import { serviceSentence } from "./serviceSentence.ts";
import styles from "./Service.module.css";

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
      {open === null ? null : <ServiceDialog service={service} open={open} onClose={() => setOpen(null)} />}
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
      "EscalationAssigned", "SupportHoursSet",
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
