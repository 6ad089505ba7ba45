import Button from "@mui/material/Button";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { agingFacts, factKinds, factWords } from "@ballast/schema/readiness";
import type { FactKind } from "@ballast/schema/readiness";
import { useCommand } from "../data/command.ts";
import { useDraftOf, useDraftState } from "../data/draft.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import styles from "./Readiness.module.css";
import { publishChecks } from "./readinessDocuments.ts";
import type { CheckSet } from "./readinessDocuments.ts";

/** A check as it is being typed; an empty fact: somebody states it. */
interface Typed {
  readonly checkId: string;
  readonly name: string;
  readonly asks: string;
  readonly fact: FactKind | "";
  readonly days: string;
}

const ages = ({ fact }: Typed): boolean => fact === "" || agingFacts.includes(fact);
const isWhole = (typed: Typed): boolean =>
  typed.name.trim() !== "" && (typed.fact !== "" || typed.days !== "") && /^\d{0,4}$/u.test(typed.days);

function Row({ typed, set, remove }: { typed: Typed; set: (typed: Typed) => void; remove: () => void }) {
  return (
    <div className={styles.editorRow}>
      <TextField label="Check" required value={typed.name} onChange={(event) => set({ ...typed, name: event.target.value })} />
      <TextField label="Asks" value={typed.asks} onChange={(event) => set({ ...typed, asks: event.target.value })} />
      <TextField
        select
        label="Rests on"
        value={typed.fact}
        onChange={(event) => set({ ...typed, fact: event.target.value as Typed["fact"] })}
        slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
      >
        <MenuItem value="">somebody states it</MenuItem>
        {factKinds.map((fact) => <MenuItem key={fact} value={fact}>{factWords[fact]}</MenuItem>)}
      </TextField>
      <TextField
        label="Days"
        disabled={!ages(typed)}
        value={ages(typed) ? typed.days : ""}
        onChange={(event) => set({ ...typed, days: event.target.value })}
      />
      <Button onClick={remove} aria-label={`Take ${typed.name} out`}>Take out</Button>
    </div>
  );
}

/** Publishes the next version of a set of checks. */
export function ChecksDialog({ set, onClose }: { set: CheckSet; onClose: () => void }) {
  const draft = useDraftOf(set, "checks.publish", set.id);
  const [rows, setRows] = useDraftState<readonly Typed[]>(draft, "rows", () => set.checks.map(({ checkId, name, asks, fact, days }) => ({
    checkId, name, asks, fact: fact ?? "", days: days === null ? "" : String(days),
  })));
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(publishChecks, draft);
  const act = async (): Promise<void> =>
    void (await give(
      {
        name: set.name, reason: reason.trim(),
        checks: rows.map((typed) => ({
          name: typed.name.trim(), asks: typed.asks, ...(typed.checkId === "" ? {} : { checkId: typed.checkId }),
          ...(typed.fact === "" ? {} : { fact: typed.fact }), ...(ages(typed) && typed.days !== "" ? { days: Number(typed.days) } : {}),
        })),
      },
    ));
  const change = (at: number, typed: Typed | null): void =>
    setRows(rows.flatMap((row, place) => (place === at ? (typed === null ? [] : [typed]) : [row])));
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`Change ${set.name}`}
      confirm={`Publish version ${String(set.version + 1)}`}
      ready={rows.length > 0 && rows.every(isWhole) && reason.trim() !== ""}
      preview={
        <p>Every service is held to it at once. What held before stays known, and past months are shown by the checks of their time.</p>
      }
      act={act}
    >
      <div className={styles.editor}>
        {rows.map((typed, at) => (
          <Row key={`${typed.checkId}/${String(at)}`} typed={typed} set={(next) => change(at, next)} remove={() => change(at, null)} />
        ))}
        <Button onClick={() => setRows([...rows, { checkId: "", name: "", asks: "", fact: "", days: "180" }])}>Add a check</Button>
      </div>
      <TextField label="Why" required value={reason} onChange={(event) => setReason(event.target.value)} />
    </ConfirmCommand>
  );
}
