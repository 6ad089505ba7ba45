import { Link } from "react-router";
import { useRead } from "../data/read.ts";
import { PercentBar } from "../marks/Bars.tsx";
import { Panel } from "../marks/Panel.tsx";
import { runningImportDocument } from "./nowDocument.ts";

const nothing = {};
const everyMs = 2_000;

/** The newest import while it goes on: what lists show is not yet everything. Asked again only as long as it does. */
export function RunningImport() {
  const { data } = useRead(runningImportDocument, nothing, { now: true });
  return data?.imports.edges[0]?.node.state === "running" ? <Progress /> : null;
}

function Progress() {
  const { data } = useRead(runningImportDocument, nothing, { now: true, everyMs });
  const run = data?.imports.edges[0]?.node;
  if (run === undefined) return null;
  const { id, kind, sourceName, imported, updated, unchanged, skippedCount, expectedRecords } = run;
  const read = imported + updated + unchanged + skippedCount;
  const percent = expectedRecords === null || expectedRecords === 0 ? null : Math.min(100, Math.floor((read / expectedRecords) * 100));
  const title = kind === "history" ? "A year of history comes in behind this" : "Records come in";
  return (
    <Panel title={title} meta={<Link to={`/imports/${encodeURIComponent(id)}`}>{sourceName}</Link>} padded>
      <PercentBar label={`Read of ${sourceName}`} value={percent} />
    </Panel>
  );
}
