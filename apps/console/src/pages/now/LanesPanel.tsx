import { latency, share } from "../../data/words.ts";
import { PercentBar } from "../../marks/Bars.tsx";
import { GroupRows, type Column } from "../../marks/GroupRows.tsx";
import { Panel } from "../../marks/Panel.tsx";
import { State } from "../../marks/State.tsx";
import { Quiet, Version } from "../../marks/Text.tsx";
import { RelativeTime } from "../../marks/Time.tsx";
import { healthOf } from "./happened.ts";
import type { NowLane } from "./nowDocument.ts";

/** One release that reaches somebody in one lane. */
interface Reach {
  readonly key: string;
  readonly service: string;
  readonly version: string;
  readonly since: string | null;
  readonly percent: number;
  readonly errorsPer100k: number | null;
  readonly p95Ms: number | null;
  readonly state: string | undefined;
  readonly held: boolean;
}

/** Every release that serves somebody in production: the one for everybody, and canaries beside it. */
export function reachesOf(lanes: readonly NowLane[]): readonly Reach[] {
  return lanes
    .filter(({ kind }) => kind === "production")
    .flatMap((lane) =>
      lane.exposures.map(({ release, percent, since }) => {
        const health = lane.health.find(({ version }) => version === release.version);
        const { errorsPer100k = null, p95Ms = null, state } = health ?? {};
        return { key: `${lane.id}/${release.version}`, service: lane.service.slug, version: release.version, since, percent, errorsPer100k, p95Ms, state, held: lane.hold !== null };
      }),
    );
}

const columns: readonly Column<Reach>[] = [
  { key: "service", label: "Service", narrow: "title", render: ({ service }) => <strong>{service}</strong> },
  { key: "release", label: "Release", render: ({ version }) => <Version>{version}</Version> },
  { key: "since", label: "Since", render: ({ since }) => (since === null ? <Quiet>–</Quiet> : <RelativeTime at={since} />) },
  { key: "reaches", label: "Reaches", render: ({ percent, version }) => <PercentBar value={percent} label={`Share of customers on ${version}`} /> },
  { key: "errors", label: "Errors", right: true, narrow: "hide", render: ({ errorsPer100k }) => share(errorsPer100k) },
  { key: "p95", label: "p95", right: true, narrow: "hide", render: ({ p95Ms }) => latency(p95Ms) },
  { key: "health", label: "Health", narrow: "state", render: ({ state, held }) => (held ? <State tone="attention">Held</State> : <State tone={healthOf(state).tone}>{healthOf(state).words}</State>) },
];

/** What is live in production, and how it is. */
export function LanesPanel({ lanes }: { lanes: readonly NowLane[] }) {
  const reaches = reachesOf(lanes);
  const services = new Set(reaches.map(({ service }) => service)).size;
  return (
    <Panel title="What is live" meta={`production · ${String(services)} services`}>
      <GroupRows label="What is live" rows={reaches} columns={columns} keyOf={({ key }) => key} hrefOf={({ service }) => `/services/${encodeURIComponent(service)}`} />
    </Panel>
  );
}
