import Button from "@mui/material/Button";
import { availability } from "@ballast/schema/words";
import { Link } from "react-router";
import { ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { count, counted } from "../data/words.ts";
import { download } from "../lists/csv.ts";
import type { Column } from "../marks/GroupRows.tsx";
import { GroupRows } from "../marks/GroupRows.tsx";
import { Panel } from "../marks/Panel.tsx";
import { Quiet } from "../marks/Text.tsx";
import { availabilityByMonthDocument } from "./monthDocuments.ts";
import type { MonthAvailability, ServiceMonths } from "./monthDocuments.ts";
import { daysOf, missingWords, monthsCsv, monthWords } from "./monthWords.ts";
import { downtimeHref } from "./reportLinks.ts";
import type { Question } from "./reportQuestion.ts";
import styles from "./Report.module.css";
import { minutes } from "./reportWords.ts";

interface Window {
  from: string;
  to: string;
}

const isObserved = ({ availabilityPercent }: MonthAvailability): boolean => availabilityPercent !== null;

function columnsFor(longest: number): readonly Column<MonthAvailability>[] {
  const known =
    (render: (month: MonthAvailability) => React.ReactNode, otherwise: React.ReactNode = "–") =>
    (month: MonthAvailability) =>
      isObserved(month) ? render(month) : otherwise;
  return [
    {
      key: "month",
      label: "Month",
      narrow: "title",
      render: ({ month, running }) => (
        <>
          {monthWords(month)}
          {running ? <Quiet> so far</Quiet> : null}
        </>
      ),
    },
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
      render: known(({ downtimeMinutes }) => (
        <span className={styles.figure}>
          {minutes(downtimeMinutes)}
          <span className={styles.narrowLabel}> of downtime</span>
        </span>
      )),
    },
    {
      key: "incidents",
      label: "Incidents",
      right: true,
      render: known(({ incidents }) => (
        <span className={styles.figure}>
          {count(incidents)}
          <span className={styles.narrowLabel}>{incidents === 1 ? " incident" : " incidents"}</span>
        </span>
      )),
    },
    {
      key: "share",
      label: "Without one",
      right: true,
      narrow: "state",
      render: known(({ availabilityPercent }) => <strong>{availability(availabilityPercent)}</strong>, <Quiet>not observed</Quiet>),
    },
  ];
}

/** A service's months under each other, each with the incidents behind it. */
function OneService({ line, question, window }: { line: ServiceMonths; question: Question; window: Window }) {
  const longest = Math.max(1, ...line.months.map(({ downtimeMinutes }) => downtimeMinutes));
  return (
    <GroupRows
      label="Months"
      rows={line.months}
      columns={columnsFor(longest)}
      keyOf={({ month }) => month}
      hrefOf={(month) => downtimeHref(question, { during: daysOf(month, window) })}
    />
  );
}

function Share({ month, line, question, window }: { month: MonthAvailability; line: ServiceMonths; question: Question; window: Window }) {
  if (!isObserved(month)) return <Quiet>not observed</Quiet>;
  const what = `${line.service.name}, ${monthWords(month.month)}: ${minutes(month.downtimeMinutes)} of downtime, ${counted(month.incidents, "incident")}`;
  return (
    <Link
      to={downtimeHref({ ...question, service: line.service.slug }, { during: daysOf(month, window) })}
      title={what}
      data-down={month.downtimeMinutes > 0 || undefined}
    >
      {availability(month.availabilityPercent)}
    </Link>
  );
}

/** Services under each other, months beside each other. */
function AllServices({ lines, question, window }: { lines: readonly ServiceMonths[]; question: Question; window: Window }) {
  return (
    <div className={styles.matrix} tabIndex={0} role="region" aria-label="Availability by service and month">
      <table>
        <thead>
          <tr>
            <th scope="col">Service</th>
            {(lines[0]?.months ?? []).map(({ month, running }) => (
              <th key={month} scope="col">
                {monthWords(month, true)}
                {running ? <Quiet> so far</Quiet> : null}
              </th>
            ))}
            <th scope="col">Together</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.service.slug}>
              <th scope="row">{line.service.name}</th>
              {line.months.map((month) => (
                <td key={month.month}>
                  <Share {...{ month, line, question, window }} />
                </td>
              ))}
              <td>
                <strong>
                  <Link
                    to={downtimeHref(
                      { ...question, service: line.service.slug },
                      { during: question.window ?? `${window.from.slice(0, 10)}..` },
                    )}
                  >
                    {availability(line.total.availabilityPercent)}
                  </Link>
                </strong>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Availability by calendar month (UTC), of one service or of all; every number opens the incidents behind it. */
export function MonthsPanel({ question, window }: { question: Question; window: Window }) {
  const read = useRead(
    availabilityByMonthDocument,
    { service: question.service === "" ? null : question.service, impact: question.impact, ...window },
    { keep: true },
  );
  const lines = read.data?.availabilityByMonth ?? [];
  const missing = missingWords(lines, window.from);
  const name = `availability-by-month-${question.service || "all-services"}.csv`;
  return (
    <Panel
      title="By month"
      meta={
        <>
          calendar months, UTC{" "}
          <Button size="small" disabled={lines.length === 0} onClick={() => download(name, monthsCsv(lines))}>
            Export the months
          </Button>
        </>
      }
    >
      <ReadArea read={read} where="The months">
        {({ availabilityByMonth: [first, ...others] }) =>
          first === undefined ? null : (
            <>
              {question.service === "" ? (
                <AllServices lines={[first, ...others]} {...{ question, window }} />
              ) : (
                <OneService line={first} {...{ question, window }} />
              )}
              {missing === null ? null : (
                <p className={styles.missing}>
                  <Quiet>{missing}</Quiet>
                </p>
              )}
            </>
          )
        }
      </ReadArea>
    </Panel>
  );
}
