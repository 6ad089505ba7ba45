import Button from "@mui/material/Button";
import { minutesFigure } from "@ballast/schema/badMinutes";
import { availability } from "@ballast/schema/words";
import { Fragment, useState } from "react";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { call } from "../api/graphqlClient.ts";
import { nodesOf } from "../data/fields.ts";
import { useLogRefresh } from "../data/logRefresh.ts";
import { ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { download } from "../lists/csv.ts";
import { usePdf } from "../lists/usePdf.ts";
import { Choice } from "../marks/Choice.tsx";
import { Panel, ViewHeader } from "../marks/Panel.tsx";
import { State } from "../marks/State.tsx";
import { EmptyState, ProblemLine } from "../marks/States.tsx";
import { useZone } from "../marks/zone.ts";
import { BudgetChart } from "./BudgetChart.tsx";
import { ExpectedPanel } from "./ExpectedPanel.tsx";
import { DecisionsPanel, PromisesPanels } from "./ItemsPanel.tsx";
import type { Items } from "./ItemsPanel.tsx";
import { programDocument, programEvents, reportDocument, reportPdfDocument, shownFirst } from "./programDocuments.ts";
import type { Board, BoardObjective } from "./programDocuments.ts";
import { ReportPanel } from "./ReportPanel.tsx";
import styles from "./Program.module.css";
import { becauseWords, colourWords, leftWords, mostPressing, overdueWords, periodWords, titleOf } from "./programWords.ts";

type Shown = Readonly<Record<keyof typeof shownFirst, number>>;

function Figure({ value, note, children, to }: { value: ReactNode; note?: ReactNode; children: ReactNode; to: string }) {
  return (
    <Link className={styles.figure} to={to}>
      <b>{value}{note === undefined ? null : <small>{note}</small>}</b>
      {children}
    </Link>
  );
}

function Figures({ board, shown }: { board: Board; shown: BoardObjective | undefined }) {
  const zone = useZone();
  const { program: { at, overdue }, riskRegister: { total, factorMinutes, budget } } = board;
  const { count, twice, oldest } = overdueWords(overdue);
  const objective = shown === undefined ? "/objectives" : `/objectives/${encodeURIComponent(shown.objective.id)}`;
  return (
    <div className={styles.figures}>
      {shown === undefined ? (
        <Figure value="–" to={objective}>availability: no objective is defined</Figure>
      ) : (
        <>
          <Figure value={availability(shown.objective.standing.availabilityPercent)} to={objective}>
            availability, {periodWords(shown.objective)}, target {shown.objective.targetPercent} %
            <em className={styles.lately}>
              {shown.lately.map(({ days, availabilityPercent }) => `${String(days)} d ${availability(availabilityPercent)}`).join(" · ")}
            </em>
          </Figure>
          <Figure value={`${minutesFigure(shown.objective.standing.leftMinutes)} min`} to={objective}>
            {leftWords(shown.objective, Date.parse(at), zone)}
          </Figure>
        </>
      )}
      <Figure value={`${minutesFigure(total + factorMinutes)} min`} to="/risks">
        expected a year from open risks, budget {minutesFigure(budget)}
      </Figure>
      <Figure value={count} note={twice === 0 ? undefined : `${String(twice)} slipped twice`} to="/program/overdue">
        overdue{count === 0 ? "" : `, oldest by ${String(oldest)} ${oldest === 1 ? "day" : "days"}`}
      </Figure>
    </div>
  );
}

function Summary({ program }: { program: Board["program"] }) {
  const { words, tone } = colourWords[program.colour];
  return (
    <>
      <State tone={tone}>{words}</State> {becauseWords(program)}.
      {program.position === null ? null : ` As of position ${Number(program.position).toLocaleString("en-GB")}; `}
      what changed since Monday:{" "}
      <span className={styles.since}>
      {program.changed.length === 0 ? "nothing" : program.changed.map(({ words: said, view }, place) => (
        <Fragment key={said}>{place === 0 ? "" : ", "}<Link to={view}>{said}</Link></Fragment>
      ))}
      </span>.
    </>
  );
}

function Triggers({ triggers }: { triggers: Board["program"]["triggers"] }) {
  return (
    <Panel title="Triggers" meta="as they are written; the worst that fires wins">
      <ul className={styles.triggers}>
        {triggers.map(({ colour, rule, because }) => (
          <li key={rule}>
            <State tone={because === null ? "idle" : colourWords[colour].tone}>{colourWords[colour].words}</State>
            <span>{rule}{because === null ? null : <small>{because}</small>}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** A list, and how more of it is asked for. */
const listOf = (list: Pick<Items, "items" | "total">, name: keyof Shown, show: ((more: Partial<Shown>) => void) | undefined): Items => (
  { ...list, showMore: show === undefined ? undefined : (more) => show({ [name]: list.items.length + more }) }
);

/** `show` asks for more of its lists; undefined while it is read again. */
function Body({ board, show }: { board: Board; show: ((more: Partial<Shown>) => void) | undefined }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const { program, riskRegister, risks } = board;
  const { objectives } = program;
  const shown = objectives.find(({ objective: { id } }) => id === chosen) ?? mostPressing(objectives);
  return (
    <div className={styles.stack}>
      {objectives.length < 2 || shown === undefined ? null : (
        <Choice
          label="Objective"
          value={shown.objective.id}
          options={objectives.map(({ objective: { id, name } }) => [id, name] as const)}
          onChange={setChosen}
        />
      )}
      <Figures board={board} shown={shown} />
      <div className={styles.pair}>
        <Panel
          title={shown === undefined ? "Budget burn-down" : `Budget burn-down, ${shown.objective.name}`}
          meta="minutes left · incidents as steps, releases as ticks"
        >
          {shown === undefined ? (
            <EmptyState title="No objective is defined" action={<Link to="/objectives">Objectives</Link>}>
              There is no budget to burn.
            </EmptyState>
          ) : (
            <BudgetChart shown={shown} />
          )}
        </Panel>
        <ExpectedPanel register={riskRegister} risks={nodesOf(risks)} />
      </div>
      <DecisionsPanel list={listOf({ items: program.decisions, total: program.decisionCount }, "decisions", show)} />
      <PromisesPanels
        slipped={listOf({ items: program.slipped, total: program.slippedCount }, "promises", show)}
        blocked={listOf({ items: program.blocked, total: program.blockedCount }, "promises", show)}
      />
      <Triggers triggers={program.triggers} />
      <ReportPanel />
    </div>
  );
}

/** This week's report: a page of its own, which prints on one sheet, or that sheet as PDF. */
function ReportButton({ at }: { at: string }) {
  const [problem, setProblem] = useState<unknown>(null);
  const pdf = usePdf();
  const savePage = (): void => {
    call(reportDocument, {}).then(
      ({ leadershipReport }) => download(`leadership-${leadershipReport.at.slice(0, 10)}.html`, leadershipReport.text, "text/html"),
      setProblem,
    );
  };
  const savePdf = (): void => pdf.save(call(reportPdfDocument, {}).then(({ leadershipReportPdf }) => leadershipReportPdf));
  const made = `Made from the log as it was on Monday; the board is of ${at.slice(0, 10)}`;
  return (
    <>
      {problem === null ? null : <ProblemLine error={problem} />}
      <Button onClick={savePage} title={made}>This week's report</Button>
      <Button onClick={savePdf} disabled={pdf.making} title={made}>{pdf.making ? "Making the PDF…" : "As PDF"}</Button>
    </>
  );
}

/** The program on one page: how it stands and why, the budget, what risks are expected to cost, and what needs a decision. */
export function ProgramView() {
  const [shown, setShown] = useState<Shown>(shownFirst);
  const read = useRead(programDocument, shown, { keep: true });
  const show = read.isPlaceholderData ? undefined : (more: Partial<Shown>): void => setShown({ ...shown, ...more });
  useLogRefresh(programEvents, ["read", programDocument.name]);
  return (
    <ReadArea read={read} where="The program">
      {(board) => (
        <>
          <ViewHeader
            title={titleOf(board.program.at)}
            summary={<Summary program={board.program} />}
            actions={<ReportButton at={board.program.at} />}
          />
          <Body board={board} show={show} />
        </>
      )}
    </ReadArea>
  );
}
