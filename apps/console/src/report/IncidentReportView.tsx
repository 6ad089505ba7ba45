import { own } from "@ballast/schema/own";
import type { Option } from "../lists/filters.ts";
import { useRead } from "../data/read.ts";
import { ReadArea } from "../data/ReadArea.tsx";
import { count } from "../data/words.ts";
import { toCsv } from "../lists/csv.ts";
import type { Period } from "../lists/period.ts";
import { FigureStrip } from "../marks/Figures.tsx";
import { Columns, Panel } from "../marks/Panel.tsx";
import { EmptyState } from "../marks/States.tsx";
import { impactOf } from "../response/incidentWords.ts";
import { stacked } from "../response/incidentWords.ts";
import { BarsPanel } from "./BarsPanel.tsx";
import type { Bar } from "./bars.ts";
import { HowCounted } from "./HowCounted.tsx";
import { incidentReportDocument } from "./reportDocuments.ts";
import type { IncidentFigures } from "./reportDocuments.ts";
import { ReportFrame } from "./ReportFrame.tsx";
import { gravest, incidentHref, incidentsHref, repairs } from "./reportLinks.ts";
import { monthDays, within } from "./reportQuestion.ts";
import type { Question } from "./reportQuestion.ts";
import { incidentReportSentence, minutes } from "./reportWords.ts";
import { summaryColumns, SummaryTable } from "./SummaryTable.tsx";
import type { SummaryRow } from "./SummaryTable.tsx";

const monthWords = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });
const levels = stacked;

/** Months from the first to the last, and all of the report's window, those without an incident included: each stands in its place. */
function everyMonth(counted: readonly string[], span: { from: string; to: string } | undefined): readonly string[] {
  const months = [
    ...counted,
    ...(span === undefined ? [] : [span.from.slice(0, 7), new Date(Date.parse(span.to) - 1).toISOString().slice(0, 7)]),
  ].toSorted();
  const [first, last] = [months[0], months.at(-1)];
  if (first === undefined || last === undefined) return [];
  const index = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
  return Array.from({ length: index(last) - index(first) + 1 }, (_, at) => {
    const own = index(first) + at;
    return `${Math.floor(own / 12)}-${String((own % 12) + 1).padStart(2, "0")}`;
  });
}

/** A bar a month; the grave ones are marked. */
export function monthBars(
  { perMonth, records }: { perMonth: IncidentFigures["perMonth"]; records: Pick<IncidentFigures["records"], "byImpact" | "perMonth"> },
  span?: { from: string; to: string },
): readonly Bar[] {
  const grave = new Set(gravest.flatMap((level) => records.byImpact[level] ?? []));
  return everyMonth(Object.keys(perMonth), span).map((month) => ({
    key: month,
    ...monthDays(month),
    words: monthWords.format(Date.parse(`${month}-01T00:00:00Z`)),
    count: own(perMonth, month) ?? 0,
    marked: (own(records.perMonth, month) ?? []).filter((id) => grave.has(id)).length,
  }));
}

/** Percentiles over all, over those that took any time, and by level. */
export function timeRows(
  { timeToResolveMinutes: { all, nonzero, byImpact }, records }: IncidentFigures,
  question: Question,
): readonly SummaryRow[] {
  const longest = (fits: (impact: string) => boolean): string | undefined => {
    const id = records.timeToResolveMinutes.findLast(({ impact }) => fits(impact))?.id;
    return id === undefined ? undefined : incidentHref(id);
  };
  return [
    {
      key: "all", label: "All", summary: all, to: incidentsHref(question, { impact: repairs, lasted: "known", longestFirst: true }),
      longest: longest(() => true),
    },
    {
      key: "nonzero", label: "Longer than nothing", summary: nonzero,
      to: incidentsHref(question, { impact: repairs, lasted: "some", longestFirst: true }), longest: longest(() => true),
    },
    ...levels.flatMap((level) => {
      const own = byImpact[level];
      return own === undefined || own.n === 0
        ? []
        : [
            {
              key: level, label: impactOf(level).words, summary: own,
              to: incidentsHref(question, { impact: level, lasted: "known", longestFirst: true }),
              longest: longest((impact) => impact === level),
            },
          ];
    }),
  ];
}

function Figures({ figures, question }: { figures: IncidentFigures; question: Question }) {
  const { byImpact, incidents, records } = figures;
  return (
    <FigureStrip
      figures={[
        { value: count(incidents), label: "incidents", to: incidentsHref(question) },
        ...levels.flatMap((level) =>
          (byImpact[level] ?? 0) === 0
            ? []
            : [
                {
                  value: count(byImpact[level]), label: level === "none" ? "without impact" : impactOf(level).words.toLowerCase(),
                  to: incidentsHref(question, { impact: level }),
                },
              ],
        ),
        ...(records.unmeasured.length === 0
          ? []
          : [
              {
                value: count(records.unmeasured.length), label: "no known time to resolve",
                to: incidentsHref(question, { impact: repairs, lasted: "unknown" }),
              },
            ]),
      ]}
    />
  );
}

function csvOf(rows: readonly SummaryRow[]): string {
  return toCsv(
    [
      ["level", ({ key }: SummaryRow) => key],
      ["n", ({ summary }) => summary.n],
      ...summaryColumns.map(([key]) => [`${key}Minutes`, ({ summary }: SummaryRow) => summary[key]] as const),
    ],
    rows,
  );
}

/** Incidents of a service: how many, when, and how long until they were resolved. */
export function IncidentReportView({
  question, window, now, services,
}: {
  question: Question;
  window: Period | null;
  now: number;
  services: readonly Option[];
}) {
  const read = useRead(incidentReportDocument, { service: question.service, from: window?.from, to: window?.to }, { keep: true });
  const figures = read.data?.incidentReport;
  const rows = figures === undefined ? [] : timeRows(figures, question);
  const frame = { kind: "incidents", question, services } as const;
  return (
    <ReportFrame
      {...frame}
      {...(figures === undefined ? {} : { summary: incidentReportSentence(figures, question), files: { csv: csvOf(rows), json: figures } })}
    >
      <ReadArea read={read} where="The report">
        {({ incidentReport }) =>
          incidentReport.incidents === 0 ? (
            <Panel>
              <EmptyState title="No incidents to report">
                None of this service began then. Another time, or another service, may have some; <code>ballast import incidents</code>{" "}
                brings your history.
              </EmptyState>
            </Panel>
          ) : (
            <>
              <Figures figures={incidentReport} question={question} />
              <Columns>
                <BarsPanel
                  title="Incidents a month"
                  each="month"
                  bars={monthBars(
                    incidentReport,
                    window?.from === undefined ? undefined : { from: window.from, to: window.to ?? new Date(now).toISOString() },
                  )}
                  marked={{ words: "critical or major", color: "var(--bad)" }}
                  rest={{ words: "milder", color: "var(--line-strong)" }}
                  what="incidents"
                  hrefOf={(bar) => incidentsHref(question, { started: within(bar, window) })}
                />
                <Panel title="Time to resolve" meta="by public impact">
                  <SummaryTable label="Time to resolve" what="Impact" rows={rows} say={minutes} />
                </Panel>
                <HowCounted>
                  <p>
                    An incident begins at its earliest update, or where it says so itself, and is resolved at its last update that says
                    Resolved; what is written afterwards, a postmortem for instance, does not make it longer. It counts in the month (UTC)
                    in which it began, maintenance included.
                  </p>
                  <p>
                    The time to resolve is what lies between; maintenance has none, and what is not resolved or was resolved before it began
                    has none either. “Longer than nothing” leaves out those that were entered when they were over. The median and the 90th
                    percentile lie between neighbours where they must; “nearest rank” is the time of an incident that there was.
                  </p>
                  <p>Drills and incidents that were declined, merged or cancelled count nowhere.</p>
                </HowCounted>
              </Columns>
            </>
          )
        }
      </ReadArea>
    </ReportFrame>
  );
}
