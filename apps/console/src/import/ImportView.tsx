import { duration } from "@ballast/schema/words";
import Button from "@mui/material/Button";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { useCommand } from "../data/command.ts";
import { useDraft, useDraftState } from "../data/draft.ts";
import { CommandButton } from "../data/CommandButton.tsx";
import { useLogRefresh } from "../data/logRefresh.ts";
import { NoSuchRecord, ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { count, counted } from "../data/words.ts";
import { PercentBar } from "../marks/Bars.tsx";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { FigureStrip } from "../marks/Figures.tsx";
import type { Column } from "../marks/GroupRows.tsx";
import { GroupRows } from "../marks/GroupRows.tsx";
import { Columns, Facts, ViewHeader, Panel } from "../marks/Panel.tsx";
import { Person } from "../marks/Person.tsx";
import { State } from "../marks/State.tsx";
import { EmptyState } from "../marks/States.tsx";
import { Counter, RelativeTime } from "../marks/Time.tsx";
import { ReasonField } from "../data/ReasonField.tsx";
import { cancelImport, importDocument, importEvents } from "./importDocuments.ts";
import type { ImportRecord } from "./importDocuments.ts";
import styles from "./Import.module.css";
import { byReason, importSentence, importTitle, percentRead, recordsHref, recordsRead, stateOf } from "./importWords.ts";

const columns: readonly Column<{ line: number; reason: string }>[] = [
  { key: "line", label: "Line", narrow: "title", width: 90, render: ({ line }) => <>Line {count(line)}</> },
  { key: "reason", label: "Why", grow: true, render: ({ reason }) => <span title={reason}>{reason}</span> },
];

function CancelDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const draft = useDraft("import.cancel", id);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(cancelImport, draft);
  return (
    <ConfirmCommand
      draft={draft}
      open
      danger
      onClose={onClose}
      title="Stop this import?"
      confirm="Stop the import"
      preview={<p>What it brought stays. Importing the same source again goes on from there and doubles nothing.</p>}
      act={async () => void (await give({ importId: id, reason }))}
    >
      <ReasonField value={reason} set={setReason} />
    </ConfirmCommand>
  );
}

function Skipped({ run }: { run: ImportRecord }) {
  const reasons = byReason(run.skipped);
  return (
    <Panel
      title="Left out"
      meta={
        run.skippedCount > run.skipped.length
          ? `the first ${count(run.skipped.length)} of ${count(run.skippedCount)}`
          : counted(run.skippedCount, "record")
      }
    >
      {run.skipped.length === 0 ? (
        <EmptyState title={run.state === "running" ? "Nothing was left out so far" : "Nothing was left out"}>
          Every record that was read could be used.
        </EmptyState>
      ) : (
        <>
          {reasons.length < 2 || reasons.length > 6 ? null : (
            <div style={{ padding: "12px 16px" }}>
              <Facts facts={reasons.map(({ reason, lines }) => [counted(lines.length, "record"), reason])} />
            </div>
          )}
          <GroupRows
            label="Records that could not be used"
            rows={run.skipped}
            columns={columns}
            keyOf={({ line, reason }) => `${line} ${reason}`}
          />
        </>
      )}
    </Panel>
  );
}

/** How far it is; moves as the log tells. */
function Progress({ run, seen }: { run: ImportRecord; seen: number }) {
  const of = run.expectedRecords === null ? "" : ` of ${count(run.expectedRecords)}`;
  return (
    <div role="status" aria-live="off" className={styles.progress}>
      <PercentBar wide label="Records read" value={percentRead(run)} />
      <span>{count(seen)}{of} records, for <Counter at={run.startedAt} /></span>
    </div>
  );
}

function Record({ run }: { run: ImportRecord }) {
  const [stopping, setStopping] = useState(false);
  const { href, words } = recordsHref(run);
  const running = run.state === "running";
  const seen = recordsRead(run);
  return (
    <>
      <ViewHeader
        title={importTitle(run)}
        summary={importSentence(run)}
        actions={
          <>
            {running ? (
              <CommandButton needs="import.run" danger onClick={() => setStopping(true)}>
                Stop the import
              </CommandButton>
            ) : null}
            <Button component={Link} to={href}>
              {words}
            </Button>
          </>
        }
      />
      <FigureStrip
        figures={[
          { value: count(run.imported), label: "new", to: href },
          { value: count(run.updated), label: "changed at their source" },
          { value: count(run.unchanged), label: "known already" },
          { value: count(run.skippedCount), label: "left out" },
        ]}
      />
      {running ? <Progress run={run} seen={seen} /> : null}
      <Columns
        side={
          <Panel title="The import" padded>
            <Facts
              facts={[
                [
                  "State",
                  <State key="s" tone={stateOf(run).tone}>
                    {stateOf(run).words}
                  </State>,
                ],
                ["From", run.sourceName],
                [
                  "Service",
                  run.service === null ? null : (
                    <Link key="l" to={`/services/${run.service.slug}`}>
                      {run.service.slug}
                    </Link>
                  ),
                ],
                ["By", <Person key="p" name={run.by.name} />],
                ["Began", <RelativeTime key="t" at={run.startedAt} />],
                ["Took", run.endedAt === null ? null : duration(Date.parse(run.endedAt) - Date.parse(run.startedAt))],
                ...(run.cancelReason === null ? [] : [["Stopped", run.cancelReason] as const]),
              ]}
            />
          </Panel>
        }
      >
        <Skipped run={run} />
      </Columns>
      {stopping ? <CancelDialog id={run.id} onClose={() => setStopping(false)} /> : null}
    </>
  );
}

/** One import: what it brought, and what it left out and why. */
export function ImportView() {
  const { id = "" } = useParams();
  const read = useRead(importDocument, { id });
  useLogRefresh(importEvents, ["read", "Import"]);
  return (
    <ReadArea read={read} where="The import">
      {({ import: run }) => (run === null ? <NoSuchRecord what="import" /> : <Record run={run} />)}
    </ReadArea>
  );
}
