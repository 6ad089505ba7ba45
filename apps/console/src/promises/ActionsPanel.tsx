import { useState } from "react";
import { nodesOf } from "../data/fields.ts";
import { useLogRefresh } from "../data/logRefresh.ts";
import { useRead } from "../data/read.ts";
import { SmallButton } from "../data/SmallButton.tsx";
import { GroupRows } from "../marks/GroupRows.tsx";
import { Panel } from "../marks/Panel.tsx";
import { Person } from "../marks/Person.tsx";
import { State } from "../marks/State.tsx";
import { EmptyState } from "../marks/States.tsx";
import { Quiet } from "../marks/Text.tsx";
import { actionEvents, actionsAboutDocument, stateOf } from "./actionDocuments.ts";
import type { ActionLine } from "./actionDocuments.ts";
import { AddActionDialog, type Cause } from "./AddActionDialog.tsx";
import { Due } from "./Due.tsx";
import styles from "./promises.module.css";

/** What is to be done after an incident, or about a risk. */
export function ActionsPanel({ about }: { about: Cause }) {
  const [adding, setAdding] = useState(false);
  const { data } = useRead(actionsAboutDocument, { filter: { about: about.id } }, { keep: true });
  useLogRefresh(actionEvents, ["read", actionsAboutDocument.name]);
  const rows = nodesOf(data?.actions);
  const open = rows.filter(({ state }) => state === "proposed" || state === "open").length;
  return (
    <Panel title="Actions" meta={rows.length === 0 ? undefined : `${String(open)} of ${String(rows.length)} to be done`}>
      {rows.length === 0 ? <EmptyState title="Nobody has to do anything about it yet" /> : <ActionRows rows={rows} />}
      <div className={styles.padded}>
        <SmallButton needs="action.write" onClick={() => setAdding(true)}>
          Add action…
        </SmallButton>
      </div>
      {adding ? <AddActionDialog cause={about} onClose={() => setAdding(false)} /> : null}
    </Panel>
  );
}

const ActionRows = ({ rows }: { rows: readonly ActionLine[] }) => (
  <GroupRows
    label="Actions"
    rows={rows}
    keyOf={({ id }) => id}
    hrefOf={({ id }) => `/actions/${encodeURIComponent(id)}`}
    columns={[
      { key: "title", label: "Action", narrow: "title", grow: true, render: ({ reference, title }) => <><b>{reference}</b> {title}</> },
      { key: "owner", label: "Owner", narrow: "hide", render: (row) => <Owner row={row} /> },
      { key: "due", label: "Due", render: (row) => <Due promised={row} /> },
      {
        key: "state", label: "State", narrow: "state",
        render(row) {
          const { words, tone } = stateOf(row);
          return <State tone={tone}>{words}</State>;
        },
      },
    ]}
  />
);

/** Who does it; one whom another system names and who is not here, by that name. */
export function Owner({ row: { owner, ownerName } }: { row: Pick<ActionLine, "owner" | "ownerName"> }) {
  if (owner !== null) return <Person name={owner.name} />;
  return <Quiet>{ownerName ?? "nobody yet"}</Quiet>;
}
