import { availability } from "@ballast/schema/words";
import { useSearchParams } from "react-router";
import { ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { count } from "../data/words.ts";
import { toCsv } from "../lists/csv.ts";
import type { Option } from "../lists/filters.ts";
import type { Period } from "../lists/period.ts";
import type { Column } from "../marks/GroupRows.tsx";
import { GroupRows } from "../marks/GroupRows.tsx";
import { Panel } from "../marks/Panel.tsx";
import { Quiet } from "../marks/Text.tsx";
import { MonthsPanel } from "./MonthsPanel.tsx";
import { serviceReportsDocument } from "./reportDocuments.ts";
import type { ServiceLine } from "./reportDocuments.ts";
import { ReportFrame } from "./ReportFrame.tsx";
import type { Question, ReportKind } from "./reportQuestion.ts";
import styles from "./Report.module.css";
import { allServicesSentence, enough, minutes } from "./reportWords.ts";

/** Half took this or less; of a few, how long they took at most. */
function resolveWords({ n, medianLinear, max }: ServiceLine["resolveMinutes"]): string {
  if (n === 0) return "–";
  return n < enough ? `${n === 1 ? "" : "at most "}${minutes(max)}` : minutes(medianLinear);
}

function columnsFor(longest: number): readonly Column<ServiceLine>[] {
  return [
    { key: "service", label: "Service", narrow: "title", render: ({ service }) => <strong>{service.name}</strong> },
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
      key: "grave",
      label: "Critical, major",
      right: true,
      narrow: "hide",
      render: ({ critical, major }) => (critical + major === 0 ? <Quiet>none</Quiet> : `${count(critical)}, ${count(major)}`),
    },
    {
      key: "resolve",
      label: "To resolve, half",
      right: true,
      narrow: "hide",
      render: ({ resolveMinutes }) => resolveWords(resolveMinutes),
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

function csvOf(rows: readonly ServiceLine[]): string {
  return toCsv<ServiceLine>(
    [
      ["service", (row) => row.service.slug],
      ["incidents", (row) => row.incidents],
      ["critical", (row) => row.critical],
      ["major", (row) => row.major],
      ["downtimeMinutes", (row) => row.downtimeMinutes],
      ["availabilityPercent", (row) => row.availabilityPercent],
      ["medianMinutesToResolve", (row) => row.resolveMinutes.medianLinear],
    ],
    rows,
  );
}

/** Every service beside the others, the worst first; each opens its own report with the same question. */
export function AllServicesView({
  kind, question, window, now, services,
}: {
  kind: ReportKind;
  question: Question;
  window: Period | null;
  now: number;
  services: readonly Option[];
}) {
  const [parameters] = useSearchParams();
  const to = window?.to ?? new Date(now).toISOString();
  // Everything begins before anything could have been declared.
  const asked = { from: window?.from ?? "1990-01-01T00:00:00.000Z", to };
  const read = useRead(serviceReportsDocument, { ...asked, impact: question.impact }, { keep: true });
  const rows = read.data?.serviceReports ?? [];
  const longest = Math.max(1, ...rows.map(({ downtimeMinutes }) => downtimeMinutes));
  const hrefOf = ({ service }: ServiceLine): string => {
    const own = new URLSearchParams(parameters);
    own.set("service", service.slug);
    return `/reports/${kind}?${own.toString()}`;
  };
  return (
    <ReportFrame
      kind={kind}
      question={question}
      services={services}
      {...(read.data === undefined ? {} : { summary: allServicesSentence(rows, question), files: { csv: csvOf(rows), json: rows } })}
    >
      <ReadArea read={read} where="The report">
        {({ serviceReports }) => (
          <div className={styles.stacked}>
            <Panel title="All services" meta="the worst first">
              <GroupRows
                label="All services"
                rows={serviceReports}
                columns={columnsFor(longest)}
                keyOf={({ service }) => service.slug}
                hrefOf={hrefOf}
              />
            </Panel>
            {kind === "availability" && serviceReports.length > 0 ? <MonthsPanel question={question} window={asked} /> : null}
          </div>
        )}
      </ReadArea>
    </ReportFrame>
  );
}
