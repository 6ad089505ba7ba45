import { share } from "@ballast/schema/words";
import { counted, latency } from "../data/words.ts";
import { PercentBar } from "../marks/Bars.tsx";
import type { Column } from "../marks/GroupRows.tsx";
import { GroupRows } from "../marks/GroupRows.tsx";
import { Panel } from "../marks/Panel.tsx";
import { State, Tag } from "../marks/State.tsx";
import { EmptyState } from "../marks/States.tsx";
import { Version } from "../marks/Text.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import { healthOf } from "../rollout/healthStates.ts";
import { useThen } from "../shell/moment.ts";
import type { NowLane } from "./nowDocument.ts";
import { reachesOf } from "./reaches.ts";
import type { Reach } from "./reaches.ts";

const columns: readonly Column<Reach>[] = [
  { key: "service", label: "Service", narrow: "title", render: ({ service }) => <strong>{service}</strong> },
  {
    key: "release",
    label: "Release",
    render: ({ version, hold }) => (
      <>
        <Version>{version}</Version>
        {hold === null ? null : (
          <span title={hold.reason}>
            {" "}
            <Tag tone="attention">held</Tag>
          </span>
        )}
      </>
    ),
  },
  { key: "since", label: "Since", narrow: "hide", render: ({ since }) => <RelativeTime at={since} /> },
  {
    key: "reaches",
    label: "Reaches",
    render: ({ percent, version, customers }) => (
      <span title={customers.length === 0 ? undefined : `and ${customers.join(", ")}`}>
        <PercentBar value={percent} label={`Share of customers on ${version}`} />
      </span>
    ),
  },
  { key: "errors", label: "Errors", right: true, narrow: "hide", render: ({ health }) => share(health?.errorsPer100k) },
  { key: "p95", label: "p95", right: true, narrow: "hide", render: ({ health }) => latency(health?.p95Ms) },
  {
    key: "health",
    label: "Health",
    narrow: "state",
    render: ({ health }) => <State tone={healthOf(health).tone}>{healthOf(health).words}</State>,
  },
];

/** What is live where customers are, for how many of them, and how it is. */
export function LanesPanel({ lanes }: { lanes: readonly NowLane[] }) {
  const then = useThen();
  const reaches = reachesOf(lanes);
  const shown = new Set(reaches.map(({ service }) => service)).size;
  const all = new Set(lanes.map(({ service }) => service.slug)).size;
  return (
    <Panel
      title={then === null ? "What is live" : "What was live"}
      meta={shown === all ? `production · ${counted(shown, "service")}` : `production · ${shown} of ${counted(all, "service")}`}
    >
      {reaches.length === 0 ? (
        <EmptyState title={then === null ? "Nothing is live yet" : "Nothing was live yet"}>
          What reaches customers stands here as soon as something is deployed.
        </EmptyState>
      ) : (
        <GroupRows
          label="What is live"
          rows={reaches}
          columns={columns}
          keyOf={({ key }) => key}
          hrefOf={({ service }) => `/services/${service}`}
        />
      )}
    </Panel>
  );
}
