import Button from "@mui/material/Button";
import { useState } from "react";
import { Link } from "react-router";
import { Panel } from "../marks/Panel.tsx";
import type { Column } from "../marks/GroupRows.tsx";
import { GroupRows } from "../marks/GroupRows.tsx";
import type { Unforeseen } from "./riskDocuments.ts";
import styles from "./Risk.module.css";
import { figure, unforeseenTitle } from "./riskWords.ts";

type Line = Unforeseen["records"][number];

const columns: readonly Column<Line>[] = [
  {
    key: "incident",
    label: "Incident",
    narrow: "title",
    grow: true,
    render: ({ incident: { id, reference, title } }) => (
      <Link to={`/incidents/${encodeURIComponent(id)}`}>{reference} {title}</Link>
    ),
  },
  { key: "minutes", label: "Bad minutes", right: true, render: ({ badMinutes }) => figure(badMinutes) },
];

/** Shown until somebody asks for all. */
const FIRST = 5;

/** What the register is blind for: incidents that no risk had foreseen, the dearest first. */
export function UnforeseenPanel({ unforeseen }: { unforeseen: Unforeseen }) {
  const [all, setAll] = useState(false);
  const { records } = unforeseen;
  if (records.length === 0) return null;
  return (
    <div id="unforeseen">
      <Panel title={unforeseenTitle(unforeseen)} meta={`linked with no risk, last ${String(unforeseen.days)} days`}>
        <GroupRows
          label="Incidents that nobody had foreseen"
          rows={all ? records : records.slice(0, FIRST)}
          columns={columns}
          keyOf={({ incident }) => incident.id}
        />
        {records.length <= FIRST || all ? null : (
          <div className={styles.padded}><Button size="small" onClick={() => setAll(true)}>{`All ${String(records.length)}`}</Button></div>
        )}
      </Panel>
    </div>
  );
}
