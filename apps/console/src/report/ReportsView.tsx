import { Navigate, useLocation, useParams, useSearchParams } from "react-router";
import { NotFound } from "../app/NotFound.tsx";
import { ReadArea } from "../data/ReadArea.tsx";
import { nodesOf } from "../data/fields.ts";
import { useRead } from "../data/read.ts";
import type { Option } from "../lists/filters.ts";
import { parsePeriod } from "../lists/period.ts";
import { useNow } from "../marks/now.ts";
import { ViewHeader, Panel } from "../marks/Panel.tsx";
import { EmptyState } from "../marks/States.tsx";
import { serviceOptionsDocument } from "../choices/serviceOptions.ts";
import { AllDeliveriesView } from "./AllDeliveriesView.tsx";
import { AllServicesView } from "./AllServicesView.tsx";
import { AvailabilityReportView } from "./AvailabilityReportView.tsx";
import { DeliveryReportView } from "./DeliveryReportView.tsx";
import { IncidentReportView } from "./IncidentReportView.tsx";
import { firstRecordsDocument } from "./reportDocuments.ts";
import { ReportFrame } from "./ReportFrame.tsx";
import { nothingSentence } from "./reportWords.ts";
import { questionOf, reportKinds, wholeWindow } from "./reportQuestion.ts";
import type { Question, ReportKind } from "./reportQuestion.ts";

const everyOne = { first: 500 };

function Report({ kind, question, services }: { kind: ReportKind; question: Question; services: readonly Option[] }) {
  const now = useNow(600_000);
  const limits = parsePeriod(question.window, now);
  const read = useRead(firstRecordsDocument, question.service === "" ? null : { service: question.service });
  if (question.service === "" && kind === "delivery")
    return <AllDeliveriesView question={question} window={limits} now={now} services={services} />;
  if (question.service === "") return <AllServicesView kind={kind} question={question} window={limits} now={now} services={services} />;
  if (kind === "incidents") return <IncidentReportView question={question} window={limits} now={now} services={services} />;
  return (
    <ReadArea read={read} where="The report">
      {({ incidents, releases, deploys }) => {
        const incident = nodesOf(incidents)[0];
        const first =
          kind === "availability"
            ? (incident?.startedAt ?? incident?.declaredAt)
            : question.basis === "releases"
              ? nodesOf(releases)[0]?.releasedAt
              : nodesOf(deploys)[0]?.requestedAt;
        const window = wholeWindow(limits, { first, now });
        if (window === null)
          return (
            <ReportFrame kind={kind} question={question} services={services} summary={nothingSentence(kind, question)}>
              <NothingYet kind={kind} />
            </ReportFrame>
          );
        if (kind === "availability")
          return (
            <AvailabilityReportView
              question={question}
              window={window}
              during={question.window ?? `${window.from.slice(0, 10)}..`}
              services={services}
            />
          );
        return <DeliveryReportView question={question} window={window} limits={limits} services={services} />;
      }}
    </ReadArea>
  );
}

function NothingYet({ kind }: { kind: ReportKind }) {
  return (
    <Panel>
      <EmptyState title="Nothing to report yet">
        {kind === "availability" ? "No incident of this service is known." : "Nothing of this service was released or deployed yet."} Choose
        another service, or bring your history from the terminal:{" "}
        <code>{kind === "availability" ? "ballast import incidents FILE" : "ballast import git REPO"}</code>.
      </EmptyState>
    </Panel>
  );
}

/** The reports: all services of the last quarter, the worst first, and each service's own history. The question stands in the URL. */
export function ReportsView() {
  const { kind = "" } = useParams();
  const { search } = useLocation();
  const [parameters] = useSearchParams();
  const read = useRead(serviceOptionsDocument, everyOne);
  const known = reportKinds.find(([each]) => each === kind)?.[0];
  if (kind === "") return <Navigate to={{ pathname: "/reports/incidents", search }} replace />;
  if (known === undefined) return <NotFound />;
  return (
    <ReadArea read={read} where="The reports">
      {(found) => {
        const services = nodesOf(found.services).map(({ slug }) => [slug, slug] as const);
        const [first] = services;
        if (first === undefined) {
          return (
            <>
              <ViewHeader
                title="Reports"
                summary="Incidents, availability and delivery of each service, from the first day of its history."
              />
              <Panel>
                <EmptyState title="There is no service yet">
                  Register one, or bring its history from the terminal: <code>ballast import incidents FILE --service NAME --register</code>
                  .
                </EmptyState>
              </Panel>
            </>
          );
        }
        return <Report kind={known} question={questionOf(parameters, "")} services={services} />;
      }}
    </ReadArea>
  );
}
