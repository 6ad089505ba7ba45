import Button from "@mui/material/Button";
import TextField from "@mui/material/TextField";
import { sampleMatrix } from "@ballast/schema/severityMatrix";
import { useCommand } from "../data/command.ts";
import { useDraftOf, useDraftState } from "../data/draft.ts";
import { ReasonField } from "../data/ReasonField.tsx";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { writeSeverityMatrix, type SeverityMatrix } from "./severityMatrixDocuments.ts";
import styles from "./SeverityMatrix.module.css";

const severities = [1, 2, 3, 4] as const;

interface Written {
  readonly key: number;
  readonly effect: string;
  /** By severity; an empty one is left out. */
  readonly says: Readonly<Record<number, string>>;
}

const askedOf = (rows: SeverityMatrix["rows"]): readonly Written[] => rows.map(({ effect, cells }, key) => ({
  key, effect, says: Object.fromEntries(cells.map(({ severity, says }) => [severity, says])),
}));

const cellsOf = ({ says }: Written) =>
  severities.flatMap((severity) => {
    const text = (says[severity] ?? "").trim();
    return text === "" ? [] : [{ severity, says: text }];
  });

/** Writes the matrix: a row for each effect, a sentence for each severity at which it looks different. */
export function WriteMatrixDialog({ shown, onClose }: { shown: SeverityMatrix | null; onClose: () => void }) {
  const draft = useDraftOf(shown, "severityMatrix.write");
  const [rows, setRows] = useDraftState(draft, "rows", askedOf(shown?.rows ?? sampleMatrix));
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(writeSeverityMatrix, draft);
  const put = (key: number, part: Partial<Written>): void => setRows(rows.map((row) => (row.key === key ? { ...row, ...part } : row)));
  const next = rows.reduce((highest, { key }) => Math.max(highest, key), -1) + 1;
  const act = async (): Promise<void> => void (await give({
    rows: rows.map((row) => ({ effect: row.effect.trim(), cells: cellsOf(row) })), reason: reason.trim(),
  }));
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title="Write the severity matrix"
      confirm={shown === null ? "Write it" : `Write version ${String(shown.version + 1)}`}
      ready={rows.length > 0 && rows.every((row) => row.effect.trim() !== "" && cellsOf(row).length > 0)}
      preview={<p>Whoever declares or rates an incident sees what it proposes, and decides. What was rated before stays as it was.</p>}
      act={act}
    >
      {rows.map((row, index) => (
        <fieldset key={row.key} className={styles.row}>
          <legend>Effect {index + 1}</legend>
          <TextField label="Effect" required value={row.effect} onChange={(event) => put(row.key, { effect: event.target.value })} />
          {severities.map((severity) => (
            <TextField
              key={severity} size="small" label={`Severity ${String(severity)}, where it looks like this`} value={row.says[severity] ?? ""}
              onChange={(event) => put(row.key, { says: { ...row.says, [severity]: event.target.value } })}
              slotProps={{ htmlInput: { maxLength: 300 } }}
            />
          ))}
          <Button size="small" color="inherit" onClick={() => setRows(rows.filter(({ key }) => key !== row.key))}>
            Take effect {index + 1} away
          </Button>
        </fieldset>
      ))}
      {rows.length >= 10 ? null : (
        <Button color="inherit" onClick={() => setRows([...rows, { key: next, effect: "", says: {} }])}>Add an effect</Button>
      )}
      <ReasonField value={reason} set={setReason} />
    </ConfirmCommand>
  );
}
