import type { DeliveryBasis } from "@ballast/schema/graphql";
import { useSearchParams } from "react-router";
import { ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { count, counted, hours } from "../data/words.ts";
import { toCsv } from "../lists/csv.ts";
import type { Option } from "../lists/filters.ts";
import type { Period } from "../lists/period.ts";
import type { Column } from "../marks/GroupRows.tsx";
import { GroupRows } from "../marks/GroupRows.tsx";
import { Panel } from "../marks/Panel.tsx";
import { serviceDeliveriesDocument } from "./reportDocuments.ts";
import type { DeliveryLine } from "./reportDocuments.ts";
import { ReportFrame } from "./ReportFrame.tsx";
import type { Question } from "./reportQuestion.ts";
import styles from "./Report.module.css";
import { rateOf } from "./reportWords.ts";

const all = ({ report }: DeliveryLine): number => report.releases ?? report.deploys ?? 0;
const percent = ({ report }: DeliveryLine): number | null => report.revertRatePercent ?? report.changeFailRatePercent;

/** All services in a sentence. */
export function allDeliveriesSentence(lines: readonly DeliveryLine[], basis: DeliveryBasis): string {
  const what = basis === "deploys" ? "deployed" : "released";
  const delivered = lines.filter((line) => all(line) > 0);
  const [worst] = delivered;
  if (worst === undefined) return `Nothing was ${what} in this time.`;
  const failed =
    worst.report.failed === 0
      ? "none failed"
      : `${worst.service.slug} worst, ${worst.report.failed} of ${counted(all(worst), basis === "deploys" ? "deploy" : "release")} ${basis === "deploys" ? "failed" : "taken back in part"}`;
  return `${delivered.length} of ${counted(lines.length, "service")} ${delivered.length === 1 ? "was" : "were"} ${what}: ${failed}. Each stands for itself: services are not blended, as DORA advises.`;
}

function columnsFor(basis: DeliveryBasis): readonly Column<DeliveryLine>[] {
  return [
    { key: "service", label: "Service", narrow: "title", grow: true, render: ({ service }) => <strong>{service.name}</strong> },
    {
      key: "count",
      label: basis === "deploys" ? "Deploys" : "Releases",
      right: true,
      render: (line) => (
        <span className={styles.figure}>
          {count(all(line))}
          <span className={styles.narrowLabel}> {basis}</span>
        </span>
      ),
    },
    {
      key: "lead",
      label: "Half the commits out within",
      right: true,
      narrow: "hide",
      render: ({ report }) => hours(report.leadTimeHours.medianLinear),
    },
    {
      key: "failed",
      label: basis === "deploys" ? "Failed" : "Taken back",
      right: true,
      render: ({ report }) => (
        <span className={styles.figure}>
          {count(report.failed)}
          <span className={styles.narrowLabel}> failed</span>
        </span>
      ),
    },
    {
      key: "rate",
      label: basis === "deploys" ? "Change failure rate" : "Revert rate",
      right: true,
      narrow: "state",
      render: (line) => <strong>{all(line) === 0 ? "–" : rateOf(line.report.failed, all(line), percent(line))}</strong>,
    },
  ];
}

function csvOf(lines: readonly DeliveryLine[]): string {
  return toCsv<DeliveryLine>(
    [
      ["service", ({ service }) => service.slug],
      ["count", all],
      ["failed", ({ report }) => report.failed],
      ["ratePercent", percent],
      ["medianLeadTimeHours", ({ report }) => report.leadTimeHours.medianLinear],
    ],
    lines,
  );
}

/** How every service is delivered, beside the others, the worst first; each opens its own report. */
export function AllDeliveriesView({
  question, window, now, services,
}: {
  question: Question;
  window: Period | null;
  now: number;
  services: readonly Option[];
}) {
  const [parameters] = useSearchParams();
  const read = useRead(
    serviceDeliveriesDocument,
    { from: window?.from ?? "1990-01-01T00:00:00.000Z", to: window?.to ?? new Date(now).toISOString(), basis: question.basis },
    { keep: true },
  );
  const lines = read.data?.serviceDeliveries ?? [];
  const hrefOf = ({ service }: DeliveryLine): string => {
    const own = new URLSearchParams(parameters);
    own.set("service", service.slug);
    return `/reports/delivery?${own.toString()}`;
  };
  return (
    <ReportFrame
      kind="delivery"
      question={question}
      services={services}
      {...(read.data === undefined
        ? {}
        : { summary: allDeliveriesSentence(lines, question.basis), files: { csv: csvOf(lines), json: lines } })}
    >
      <ReadArea read={read} where="The report">
        {({ serviceDeliveries }) => (
          <Panel title="All services" meta="the worst first">
            <GroupRows
              label="All services"
              rows={serviceDeliveries}
              columns={columnsFor(question.basis)}
              keyOf={({ service }) => service.slug}
              hrefOf={hrefOf}
            />
          </Panel>
        )}
      </ReadArea>
    </ReportFrame>
  );
}
