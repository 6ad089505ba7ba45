import Button from "@mui/material/Button";
import { useNotify } from "ra-core";
import { useRef, useState, type DragEvent } from "react";
import { Link, useSearchParams } from "react-router";
import { asProblem } from "../api/errors.ts";
import { CommandButton } from "../data/CommandButton.tsx";
import { count } from "../data/words.ts";
import { download } from "../lists/csv.ts";
import { PercentBar } from "../marks/Bars.tsx";
import { Choice } from "../marks/Choice.tsx";
import { Columns, Facts, Panel, ViewHeader } from "../marks/Panel.tsx";
import { ProblemLine } from "../marks/States.tsx";
import { Quiet } from "../marks/Text.tsx";
import styles from "./Import.module.css";
import { tableClient } from "./tableClient.ts";
import { kindNamed, tableKinds, type TableKind } from "./tableKinds.ts";
import { TableOutcome } from "./TableOutcome.tsx";
import { tableSentence } from "./tableWords.ts";
import { useTableImport } from "./useTableImport.ts";

const kinds = tableKinds.map(({ key, words }) => [key, words] as const);

/** Where a file is chosen, or dropped. */
function Door({ kind, choose }: { kind: TableKind; choose: (file: File) => void }) {
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const hover = (event: DragEvent, entered: boolean): void => {
    event.preventDefault();
    setOver(entered);
  };
  return (
    <div
      className={styles.door}
      data-over={over || undefined}
      onDragOver={(event) => hover(event, true)}
      onDragLeave={(event) => hover(event, false)}
      onDrop={(event) => {
        hover(event, false);
        const [file] = event.dataTransfer.files;
        if (file !== undefined) choose(file);
      }}
    >
      <p>Drop a CSV of {kind.many} here, or</p>
      <Button variant="contained" onClick={() => input.current?.click()}>Choose a file</Button>
      <input
        ref={input}
        hidden
        type="file"
        aria-label={`A CSV of ${kind.many}`}
        accept=".csv,text/csv,text/plain"
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          target.value = "";
          if (file !== undefined) choose(file);
        }}
      />
      <Quiet>It is looked at first: nothing is recorded before you say so.</Quiet>
    </div>
  );
}

/** What is there already, as a file. */
function Export({ kind }: { kind: TableKind }) {
  const [busy, setBusy] = useState(false);
  const notify = useNotify();
  const { lines } = kind;
  if (lines === null) return null;
  const run = (): void => {
    setBusy(true);
    lines(tableClient(AbortSignal.timeout(300_000)))
      .then((written) => download(`${kind.many}.csv`, written.map((line) => `${line}\r\n`).join("")))
      .catch((error: unknown) => notify(`The export stopped: ${asProblem(error).message}`, { type: "error" }))
      .finally(() => setBusy(false));
  };
  return <Button disabled={busy} onClick={run}>{busy ? "Exporting" : `Export ${kind.many} as CSV`}</Button>;
}

const staysWords = "What was imported stays. Import the same file again: it goes on from there, and doubles nothing.";

function Kind({ kind }: { kind: TableKind }) {
  const { standing, choose, carryOut, stop, begin } = useTableImport(kind);
  const file = standing.at === "nothing" ? null : standing.file;
  return (
    <>
      <ViewHeader title="Import a file" summary={tableSentence(kind, standing)} actions={<Export kind={kind} />} />
      <Columns
        side={
          <Panel title={`A file of ${kind.many}`} padded>
            <Facts
              facts={[
                ["Needs", <code key="needed">{kind.needed.join(", ")}</code>],
                ["May have", <code key="columns">{kind.columns.filter((column) => !kind.needed.includes(column)).join(", ")}</code>],
                ["Known again", kind.known],
                ["Written", "UTF-8 or UTF-16, columns apart by commas or semicolons, 50,000 rows and 16 MiB at most"],
              ]}
            />
          </Panel>
        }
      >
        {standing.at === "nothing" ? <Panel><Door kind={kind} choose={(chosen) => void choose(chosen)} /></Panel> : null}
        {standing.at === "running" ? (
          <div role="status" aria-live="off" className={styles.progress}>
            <PercentBar
              wide
              label={standing.dryRun ? "Rows looked at" : "Rows carried out"}
              value={standing.of === 0 ? 0 : Math.floor((100 * standing.done) / standing.of)}
            />
            <span>{count(standing.done)} of {count(standing.of)} rows</span>
            {standing.dryRun ? null : <Button onClick={stop}>Stop it</Button>}
          </div>
        ) : null}
        {standing.at === "failed" || standing.at === "stopped" ? (
          <Panel padded title={file?.name ?? "The file"}>
            {standing.at === "failed" ? <ProblemLine error={standing.error} /> : null}
            {standing.dryRun ? null : <p>{staysWords}</p>}
          </Panel>
        ) : null}
        {standing.at === "seen" || standing.at === "done" ? (
          <TableOutcome kind={kind} result={standing.result} done={standing.at === "done"} file={standing.file.name} />
        ) : null}
        {standing.at === "nothing" || standing.at === "running" ? null : (
          <div className={styles.actions}>
            {standing.at !== "seen" || standing.result.made.length + standing.result.changed.length === 0 ? null : (
              <CommandButton needs={kind.needs} first onClick={() => carryOut(standing.file)}>
                {`Import ${count(standing.result.made.length + standing.result.changed.length)} of ${standing.file.name}`}
              </CommandButton>
            )}
            <Button variant="outlined" color="inherit" onClick={begin}>Choose another file</Button>
            {standing.at === "done" ? <Button component={Link} to={kind.list}>{kind.words}</Button> : null}
          </div>
        )}
      </Columns>
    </>
  );
}

/** Brings a CSV in: what it would make, change and leave alone, and what of it cannot be used, before anything is recorded. */
export function ImportFileView() {
  const [asked, ask] = useSearchParams();
  const kind = kindNamed(asked.get("kind"));
  return (
    <>
      <div className={styles.kinds}>
        <Choice label="What the file holds" value={kind.key} options={kinds} onChange={(key) => ask({ kind: key }, { replace: true })} />
      </div>
      <Kind key={kind.key} kind={kind} />
    </>
  );
}
