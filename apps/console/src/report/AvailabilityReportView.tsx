import { availability } from "@ballast/schema/words";
import { ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { count } from "../data/words.ts";
import { toCsv } from "../lists/csv.ts";
import type { Option } from "../lists/filters.ts";
import { FigureStrip } from "../marks/Figures.tsx";
import type { Column } from "../marks/GroupRows.tsx";
import { GroupRows } from "../marks/GroupRows.tsx";
import { Columns, Panel } from "../marks/Panel.tsx";
import { EmptyState } from "../marks/States.tsx";
import { HowCounted } from "./HowCounted.tsx";
import { MonthsPanel } from "./MonthsPanel.tsx";
import { availabilityReportDocument } from "./reportDocuments.ts";
import type { Availability, AvailabilityFigures } from "./reportDocuments.ts";
import { ReportFrame } from "./ReportFrame.tsx";
import { downtimeHref, endlessHref } from "./reportLinks.ts";
import type { Question } from "./reportQuestion.ts";
import styles from "./Report.module.css";
import { availabilitySentence, minutes } from "./reportWords.ts";

/** A component with its figures. */
type Line = Availability & { name: string };

/** Components, those hurt longest first. */
export function componentLines({ components }: Pick<AvailabilityFigures, "components">): readonly Line[] {
  return Object.entries(components)
    .map(([name, own]) => ({ name, ...own }))
    .toSorted((a, b) => b.downtimeMinutes - a.downtimeMinutes || a.name.localeCompare(b.name));
}

function columnsFor(longest: number): readonly Column<Line>[] {
  return [
    { key: "name", label: "Component", narrow: "title", render: ({ name }) => name },
    {
      key: "picture",
      label: "Downtime",
      narrow: "hide",
      grow: true,
      render: ({ downtimeMinutes }) => (
        <span className={styles.meter} aria-hidden>
          {downtimeMinutes === 0 ? null : <span style={{ width: `${(100 * downtimeMinutes) / longest}%` }} />}
        </span>
      ),
    },
    {
      key: "downtime",
      label: "Together",
      right: true,
      render: ({ downtimeMinutes }) => (
        <span className={styles.figure}>
          {minutes(downtimeMinutes)}
          <span className={styles.narrowLabel}> of downtime</span>
        </span>
      ),
    },
    {
      key: "incidents",
      label: "Incidents",
      right: true,
      render: ({ incidents }) => (
        <span className={styles.figure}>
          {count(incidents)}
          <span className={styles.narrowLabel}>{incidents === 1 ? " incident" : " incidents"}</span>
        </span>
      ),
    },
    {
      key: "share",
      label: "Without one",
      right: true,
      narrow: "state",
      render: ({ availabilityPercent }) => <strong>{availability(availabilityPercent)}</strong>,
    },
  ];
}

function csvOf(figures: AvailabilityFigures): string {
  const rows: readonly Line[] = [{ name: "*any*", ...figures.any }, ...componentLines(figures)];
  return toCsv(
    [
      ["component", (row) => row.name],
      ["incidents", (row) => row.incidents],
      ["downtimeMinutes", (row) => row.downtimeMinutes],
      ["availabilityPercent", (row) => row.availabilityPercent],
    ],
    rows,
  );
}

function Body({
  figures, question, during, window,
}: {
  figures: AvailabilityFigures;
  question: Question;
  during: string;
  window: { from: string; to: string };
}) {
  const { any, records, windowMinutes } = figures;
  const lines = componentLines(figures);
  const longest = Math.max(1, ...lines.map(({ downtimeMinutes }) => downtimeMinutes));
  const behind = downtimeHref(question, { during });
  return (
    <>
      <FigureStrip
        figures={[
          { value: availability(any.availabilityPercent), label: "of the time without a declared incident at these levels", to: behind },
          { value: minutes(any.downtimeMinutes), label: "with one, overlaps counted once", to: behind },
          { value: count(any.incidents), label: "incidents", to: behind },
          { value: minutes(windowMinutes), label: "looked at" },
          ...(records.withoutEnd.length === 0
            ? []
            : [{ value: count(records.withoutEnd.length), label: "without a known end, not counted", to: endlessHref(question) }]),
        ]}
      />
      <Columns>
        <MonthsPanel question={question} window={window} />
        <Panel title="By component" meta="hurt longest first">
          {lines.length === 0 ? (
            <EmptyState title="No incident names a component">The figures above count every incident of the service.</EmptyState>
          ) : (
            <GroupRows
              label="Components"
              rows={lines}
              columns={columnsFor(longest)}
              keyOf={({ name }) => name}
              hrefOf={({ name }) => downtimeHref(question, { during, component: name })}
            />
          )}
        </Panel>
        <HowCounted>
          <p>
            This is no measurement of the service: it is the share of the time in which no incident at these levels was declared. Where
            nobody declared one, nothing is known to have been wrong.
          </p>
          <p>
            A component’s downtime is the time covered by the incidents that name it, at the levels chosen, cut to the window; where two
            overlap, the time counts once. The figures above take all incidents together, those that name no component included. An incident
            counts where it has a length inside the window.
          </p>
          <p>An incident that is open counts up to now. One of another system’s history without a known end counts as no downtime.</p>
        </HowCounted>
      </Columns>
    </>
  );
}

/** Time without a declared incident at these levels, by component. */
export function AvailabilityReportView({
  question, window, during, services,
}: {
  question: Question;
  window: { from: string; to: string } | null;
  during: string;
  services: readonly Option[];
}) {
  const read = useRead(
    availabilityReportDocument,
    window === null ? null : { service: question.service, impact: question.impact, ...window },
    { keep: true },
  );
  const figures = read.data?.availabilityReport;
  return (
    <ReportFrame
      kind="availability"
      question={question}
      services={services}
      {...(figures === undefined
        ? {}
        : { summary: availabilitySentence(figures, question), files: { csv: csvOf(figures), json: figures } })}
    >
      <ReadArea read={read} where="The report">
        {({ availabilityReport }) => (
          <Body figures={availabilityReport} question={question} during={during} window={window ?? { from: "", to: "" }} />
        )}
      </ReadArea>
    </ReportFrame>
  );
}
