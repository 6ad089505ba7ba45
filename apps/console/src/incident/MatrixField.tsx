import Button from "@mui/material/Button";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { proposalWords, proposedSeverity } from "@ballast/schema/severityMatrix";
import { useState } from "react";
import { useRead } from "../data/read.ts";
import { offeredMatrixDocument } from "./typeDocuments.ts";
import styles from "./Incident.module.css";

const nothing = {};
const shrunk = { select: { displayEmpty: true }, inputLabel: { shrink: true } } as const;

/** What the written matrix proposes for what somebody says of it; a person uses it, or does not. Nothing is shown where there is none. */
export function MatrixField({ severity, use }: { severity: number | null; use: (severity: number, words: string) => void }) {
  const { data } = useRead(offeredMatrixDocument, nothing, { now: true });
  const [picked, pick] = useState<readonly (number | null)[]>([]);
  const matrix = data?.severityMatrix ?? null;
  if (matrix === null) return null;
  const proposal = proposedSeverity(matrix.rows, picked);
  return (
    <details className={styles.more}>
      <summary>How severe? What the matrix proposes</summary>
      <div className={styles.moreFields}>
        {matrix.rows.map(({ effect, cells }, row) => (
          <TextField
            key={effect} select label={effect} value={picked[row] ?? ""} slotProps={shrunk}
            onChange={({ target: { value } }) => {
              const place = value === "" ? null : Number(value);
              pick(matrix.rows.map((_, index) => (index === row ? place : (picked[index] ?? null))));
            }}
          >
            <MenuItem value="">Not known</MenuItem>
            {cells.map(({ says }, place) => <MenuItem key={says} value={place}>{says}</MenuItem>)}
          </TextField>
        ))}
        {proposal === null ? null : (
          <p role="status" className={styles.proposal}>
            <span>It proposes <strong>severity {proposal.severity}</strong>: {proposal.effect}: {proposal.says}.</span>
            {proposal.severity === severity ? <span>That is chosen.</span> : (
              <Button size="small" onClick={() => use(proposal.severity, proposalWords(proposal, matrix.version))}>
                Use severity {proposal.severity}
              </Button>
            )}
          </p>
        )}
      </div>
    </details>
  );
}
