import Button from "@mui/material/Button";
import type { TableProblem, TableResult } from "@ballast/schema/tables";
import { count, counted } from "../data/words.ts";
import { download, toCsv } from "../lists/csv.ts";
import { FigureStrip } from "../marks/Figures.tsx";
import type { Column } from "../marks/GroupRows.tsx";
import { GroupRows } from "../marks/GroupRows.tsx";
import { Panel } from "../marks/Panel.tsx";
import { State } from "../marks/State.tsx";
import { Quiet } from "../marks/Text.tsx";
import type { TableKind } from "./tableKinds.ts";
import { unusable } from "./tableWords.ts";

/** So many rows are drawn; all are in the file that can be saved. */
const SHOWN = 200;

const columns: readonly Column<TableProblem>[] = [
  { key: "line", label: "Line", narrow: "title", width: 90, render: ({ line }) => <>Line {count(line)}</> },
  {
    key: "column", label: "Column", narrow: "state",
    render: ({ column }) => (column === null ? <Quiet>the row</Quiet> : <code>{column}</code>),
  },
  { key: "reason", label: "Why", render: ({ reason }) => reason },
  {
    key: "remedy", label: "What to do", grow: true,
    render: ({ remedy }) => (remedy === undefined ? <Quiet>–</Quiet> : <span title={remedy}>{remedy}</span>),
  },
];

function Problems({ problems, file }: { problems: readonly TableProblem[]; file: string }) {
  const save = (): void =>
    download(`${file.replace(/\.\w+$/u, "")}-problems.csv`, toCsv<TableProblem>([
      ["line", ({ line }) => line], [
        "column", ({ column }) => column,
      ], ["reason", ({ reason }) => reason], ["remedy", ({ remedy }) => remedy],
    ], problems));
  return (
    <Panel
      title="Cannot be used"
      meta={problems.length > SHOWN ? `the first ${count(SHOWN)} of ${count(problems.length)}` : counted(problems.length, "problem")}
      foot={<><span>The other rows are not held up by them.</span><Button size="small" onClick={save}>Save them as CSV</Button></>}
    >
      <GroupRows
        label="What cannot be used"
        rows={problems.slice(0, SHOWN).map((problem, place) => ({ ...problem, place }))}
        columns={columns}
        keyOf={({ place }) => String(place)}
      />
    </Panel>
  );
}

interface Named {
  readonly key: string;
  readonly name: string;
  readonly made: boolean;
}

function Names({ made, changed, done }: Pick<TableResult, "made" | "changed"> & { done: boolean }) {
  const all = [
    ...made.map((name, place): Named => ({ key: `m${String(place)}`, name, made: true })),
    ...changed.map((name, place): Named => ({ key: `c${String(place)}`, name, made: false })),
  ];
  if (all.length === 0) return null;
  return (
    <Panel
      title={done ? "What was recorded" : "What would be recorded"}
      meta={all.length > SHOWN ? `the first ${count(SHOWN)} of ${count(all.length)}` : undefined}
    >
      <GroupRows<Named>
        label="What is recorded"
        rows={all.slice(0, SHOWN)}
        keyOf={({ key }) => key}
        columns={[
          { key: "name", label: "Row", narrow: "title", grow: true, render: ({ name }) => name },
          {
            key: "what", label: "What", narrow: "state",
            render: (row) => <State tone={row.made ? "good" : "info"}>{row.made ? "New" : "Changed"}</State>,
          },
        ]}
      />
    </Panel>
  );
}

/** What a file makes, changes and leaves alone, and what of it cannot be used. */
export function TableOutcome({ kind, result, done, file }: { kind: TableKind; result: TableResult; done: boolean; file: string }) {
  const { made, changed, unchanged, problems, ignored } = result;
  return (
    <>
      <FigureStrip
        figures={[
          { value: count(made.length), label: done ? "made" : "would be made" },
          { value: count(changed.length), label: done ? "changed" : "would be changed" },
          { value: count(unchanged.length), label: "left alone" },
          { value: count(unusable(result)), label: "cannot be used" },
        ]}
      />
      {problems.length === 0 ? null : <Problems problems={problems} file={file} />}
      <Names made={made} changed={changed} done={done} />
      {ignored.length === 0 ? null : (
        <Panel padded title="Plays no part">
          <p>Columns that no {kind.one} has: {ignored.join(", ")}.</p>
        </Panel>
      )}
    </>
  );
}
