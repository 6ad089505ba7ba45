import { measuredPercent } from "@ballast/schema/words";
import { own } from "@ballast/schema/own";
import { ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { count, counted, hours } from "../data/words.ts";
import { toCsv } from "../lists/csv.ts";
import type { Option } from "../lists/filters.ts";
import type { Period } from "../lists/period.ts";
import { FigureStrip } from "../marks/Figures.tsx";
import { Columns, Panel } from "../marks/Panel.tsx";
import { BarsPanel } from "./BarsPanel.tsx";
import type { Bar } from "./bars.ts";
import { FailedPanel } from "./FailedPanel.tsx";
import { HowCounted } from "./HowCounted.tsx";
import { deliveryReportDocument } from "./reportDocuments.ts";
import type { DeliveryFigures, Summary } from "./reportDocuments.ts";
import { ReportFrame } from "./ReportFrame.tsx";
import { deliveredHref } from "./reportLinks.ts";
import { weekDays, within } from "./reportQuestion.ts";
import type { Question } from "./reportQuestion.ts";
import { attributionSentence, benchmarkSentence, deliverySentence, rateOf, weekly } from "./reportWords.ts";
import { SummaryTable } from "./SummaryTable.tsx";
import type { SummaryRow } from "./SummaryTable.tsx";

const none: Summary = { n: 0, mean: null, medianLinear: null, p90NearestRank: null, p90Linear: null, min: null, max: null };

/** A bar a week; what failed is marked. */
export function weekBars({ perIsoWeek, records }: Pick<DeliveryFigures, "perIsoWeek" | "records">): readonly Bar[] {
  const failed = new Set(records.failed.map((each) => ("deploy" in each ? each.deploy : each.version)));
  return Object.entries(perIsoWeek).map(([week, number]) => ({
    key: week,
    ...weekDays(week),
    words: `week ${Number(week.slice(6))} of ${week.slice(0, 4)}`,
    count: number,
    marked: (own(records.perIsoWeek, week) ?? []).filter((id) => failed.has(id)).length,
  }));
}

function rowsOf(figures: DeliveryFigures, question: Question): readonly SummaryRow[] {
  const byDeploys = figures.basis === "deploys";
  return [
    {
      key: "lead", label: byDeploys ? "From commit to everyone" : "From commit to release", summary: figures.leadTimeHours,
      to: deliveredHref(question),
    },
    {
      key: "back", label: byDeploys ? "From failure to recovery" : "Until taken back",
      summary: figures.recoveryTimeHours ?? figures.timeToRestoreHours ?? none, to: deliveredHref(question, { outcome: "failed" }),
    },
  ];
}

function csvOf({ perIsoWeek }: DeliveryFigures, basis: string): string {
  return toCsv([["isoWeek", ([week]: readonly [string, number]) => week], [basis, ([, own]) => own]], Object.entries(perIsoWeek));
}

function Figures({ figures, question }: { figures: DeliveryFigures; question: Question }) {
  const byDeploys = figures.basis === "deploys";
  const all = deliveredHref(question);
  const weeks = figures.weeks ?? Object.keys(figures.perIsoWeek).length;
  return (
    <FigureStrip
      figures={[
        { value: count(figures.releases ?? figures.deploys), label: byDeploys ? "deploys to production" : "releases", to: all },
        {
          value: weekly(figures.perWeekMean ?? (figures.deploys ?? 0) / Math.max(1, weeks)),
          label: `a week, over ${counted(weeks, "week")}`, to: all,
        },
        { value: hours(figures.leadTimeHours.medianLinear), label: "half the commits were out within", to: all },
        {
          value: count(figures.failed), label: byDeploys ? "failed" : "taken back in part",
          to: deliveredHref(question, { outcome: "failed" }),
        },
        {
          value: rateOf(
            figures.failed,
            figures.releases ?? figures.deploys ?? 0,
            figures.revertRatePercent ?? figures.changeFailRatePercent,
          ),
          label: byDeploys ? "change failure rate" : "revert rate",
          to: deliveredHref(question, { outcome: "failed" }),
        },
        ...(byDeploys
          ? [{
              value: rateOf(figures.rework ?? 0, figures.deploys ?? 0, figures.reworkRatePercent), label: "were rework",
              to: deliveredHref(question, { outcome: "rework" }),
            }]
          : []),
      ]}
    />
  );
}

const lackingWords = ({ withoutCommits }: DeliveryFigures): string =>
  withoutCommits === null || withoutCommits === 0
    ? ""
    : ` Of ${counted(withoutCommits, "deploy")} no commits are known, as the release is not or lists none: import the releases, and their lead times count.`;

function Definitions({ figures, question }: { figures: DeliveryFigures; question: Question }) {
  const { clamped } = figures.leadTimeHours;
  const byDeploys = figures.basis === "deploys";
  const beside = benchmarkSentence(figures);
  const early =
    clamped === 0 ? "" : ` ${counted(clamped, "commit")} had a time before: ${clamped === 1 ? "it counts" : "they count"} as none.`;
  return byDeploys ? (
    <HowCounted>
      <p>
        A deploy counts in the week (ISO, UTC) in which the first customer was served by it; rollbacks are no deploys. Only environments of
        the kind production count.
      </p>
      <p>
        The lead time of a commit is from its writing to the moment everyone has it, each commit once; merges and a lane’s first deploy are
        left out.{early}
        {lackingWords(figures)}
      </p>
      <p>
        A deploy failed if it was rolled back, or if an incident names it as its cause or suspects it.
        {attributionSentence(question)} It is recovered from when the last of
        those incidents is mitigated, or, without any, when the rollback is done.
      </p>
      <p>
        A deploy is rework if an incident names it as what mitigated it, or if it came while a failed deploy of its lane was not recovered
        from. What follows a rollback does not count: nobody can tell whether it was planned.
      </p>
      {beside === null ? null : <p>{beside} ({figures.benchmark?.source}). What others reach says little about one service.</p>}
    </HowCounted>
  ) : (
    <HowCounted>
      <p>
        Every release counts in the week (ISO, UTC) in which it was released, weeks without one included. The lead time of a commit is from
        its writing to the first release that contains it; merges and the first release of the service are left out.{early}
      </p>
      <p>
        A release was taken back in part when a strictly later one says of one of its commits “This reverts commit …”. That is a revert
        rate, not the change failure rate of DORA: reverts are what a repository tells. The time until then is from the release to the
        earliest of those later ones.
      </p>
      <p>
        Counted in all the words that people have for it (several commits in one message, “Reverts owner/repo#12”), something was taken back
        of {counted(figures.takenBack ?? 0, "release")}: at least {measuredPercent(figures.takenBackPercent)}, as nobody has to write it
        down.
      </p>
    </HowCounted>
  );
}

function Body({ figures, question, window }: { figures: DeliveryFigures; question: Question; window: Period | null }) {
  const byDeploys = figures.basis === "deploys";
  return (
    <>
      <Figures figures={figures} question={question} />
      <Columns>
        <BarsPanel
          title={byDeploys ? "Deploys a week" : "Releases a week"}
          each="week"
          bars={weekBars(figures)}
          marked={{ words: byDeploys ? "failed" : "taken back in part", color: "var(--bad)" }}
          rest={{ words: "the others", color: "var(--accent)" }}
          what={byDeploys ? "deploys" : "releases"}
          hrefOf={(bar) => deliveredHref(question, { days: within(bar, window) })}
        />
        <Panel title="How long it took">
          <SummaryTable label="How long it took" what="Way" rows={rowsOf(figures, question)} say={hours} />
        </Panel>
        <FailedPanel figures={figures} question={question} />
        <Definitions figures={figures} question={question} />
      </Columns>
    </>
  );
}

/** What the API is asked; releases have no incidents put down to them. */
const askedOf = ({ service, basis, within }: Question, window: { from: string; to: string }) => ({
  service, basis, ...(basis === "deploys" && within !== undefined ? { within } : {}), ...window,
});

/** How often, how fast and how safely a service is delivered. */
export function DeliveryReportView({
  question, window, limits, services,
}: {
  question: Question;
  window: { from: string; to: string } | null;
  limits: Period | null;
  services: readonly Option[];
}) {
  const read = useRead(deliveryReportDocument, window === null ? null : askedOf(question, window), { keep: true });
  const figures = read.data?.deliveryReport;
  return (
    <ReportFrame
      kind="delivery"
      question={question}
      services={services}
      {...(figures === undefined
        ? {}
        : { summary: deliverySentence(figures, question), files: { csv: csvOf(figures, question.basis), json: figures } })}
    >
      <ReadArea read={read} where="The report">
        {({ deliveryReport }) => <Body figures={deliveryReport} question={question} window={limits} />}
      </ReadArea>
    </ReportFrame>
  );
}
