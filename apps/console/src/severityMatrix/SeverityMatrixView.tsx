import { useState } from "react";
import { CommandButton } from "../data/CommandButton.tsx";
import { nodesOf } from "../data/fields.ts";
import { HistoryPanel } from "../data/HistoryPanel.tsx";
import { useLogRefresh } from "../data/logRefresh.ts";
import { ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { Panel, ViewHeader } from "../marks/Panel.tsx";
import { SkeletonRows } from "../marks/Skeletons.tsx";
import { State } from "../marks/State.tsx";
import { EmptyState } from "../marks/States.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import { severityTone, severityWords } from "../response/incidentWords.ts";
import { severityMatrixDocument, severityMatrixEvents } from "./severityMatrixDocuments.ts";
import { WriteMatrixDialog } from "./WriteMatrixDialog.tsx";
import styles from "./SeverityMatrix.module.css";

const nothing = {};

/** By what severities are proposed, and its versions. */
export function SeverityMatrixView() {
  const read = useRead(severityMatrixDocument, nothing);
  useLogRefresh(severityMatrixEvents, ["read", severityMatrixDocument.name]);
  const [writing, write] = useState(false);
  const matrix = read.data?.severityMatrix ?? null;
  return (
    <>
      <ViewHeader
        title="Severity matrix"
        summary={matrix === null
          ? "It proposes how severe an incident is, in words that everybody has agreed on; a person decides."
          : <>Version {matrix.version}, written <RelativeTime at={matrix.writtenAt} />. It proposes; a person decides.</>}
        actions={(
          <CommandButton first needs="incidentType.write" onClick={() => write(true)}>
            {matrix === null ? "Write it" : "Write the next version"}
          </CommandButton>
        )}
      />
      <ReadArea read={read} where="The severity matrix" skeleton={<SkeletonRows />}>
        {({ severityMatrix: one }) => one === null ? (
          <Panel>
            <EmptyState title="Nobody has written it yet">
              Agree once on what each severity looks like: who is hit, what becomes of data, whether there is a way round it.
            </EmptyState>
          </Panel>
        ) : (
          <div className={styles.stack}>
            {one.rows.map(({ effect, cells }) => (
              <Panel key={effect} title={effect}>
                <ul className={styles.cells}>
                  {cells.map(({ severity, says }) => (
                    <li key={severity}><State tone={severityTone(severity)}>{severityWords(severity)}</State> <span>{says}</span></li>
                  ))}
                </ul>
              </Panel>
            ))}
            <HistoryPanel events={nodesOf(one.history)} total={one.history.totalCount} />
          </div>
        )}
      </ReadArea>
      {writing ? <WriteMatrixDialog shown={matrix} onClose={() => write(false)} /> : null}
    </>
  );
}
