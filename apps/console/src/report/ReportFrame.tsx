import { own } from "@ballast/schema/own";
import Button from "@mui/material/Button";
import type { ReactNode } from "react";
import { NavLink, useSearchParams } from "react-router";
import { attributionOptions } from "../choices/attribution.ts";
import { withParameter } from "../lists/filters.ts";
import type { FilterSpec, Option } from "../lists/filters.ts";
import { download } from "../lists/csv.ts";
import { Pill } from "../lists/Pills.tsx";
import { FilterBar } from "../marks/FilterPill.tsx";
import { ViewHeader, Panel } from "../marks/Panel.tsx";
import { downtimeLevels } from "../response/incidentWords.ts";
import { reportKinds } from "./reportQuestion.ts";
import type { Question, ReportKind } from "./reportQuestion.ts";
import styles from "./Report.module.css";

function filtersFor(kind: ReportKind, { basis, service }: Question, services: readonly Option[]): readonly FilterSpec[] {
  return [
    { kind: "choice", name: "service", words: "Service", options: services },
    { kind: "period", everything: true, name: "window", words: kind === "incidents" ? "Began" : "Window" },
    ...(kind === "availability" ? [{ kind: "many", name: "impact", words: "Downtime at", options: downtimeLevels } as const] : []),
    ...(kind === "delivery"
      ? [
          {
            kind: "choice",
            name: "basis",
            words: "Counted by",
            options: [
              ["releases", "releases"],
              ["deploys", "deploys to production"],
            ],
          } as const,
        ]
      : []),
    ...(kind === "delivery" && basis === "deploys" && service !== ""
      ? [{ kind: "choice", name: "within", words: "Incidents that name none, put down to one", options: attributionOptions } as const]
      : []),
  ];
}

/** What stands around a report. */
export interface ReportFrameProps {
  kind: ReportKind;
  question: Question;
  services: readonly Option[];
  /** The sentence made from the figures, once they are there. */
  summary?: string;
  /** What can be taken along: the table as CSV, the whole report as JSON. */
  files?: { csv: string; json: unknown };
  children: ReactNode;
}

/** Downloads of a report, named by what it is about. */
function Downloads({ kind, question, files }: { kind: ReportKind; question: Question; files: NonNullable<ReportFrameProps["files"]> }) {
  const name = `${kind}-${question.service || "all-services"}${question.window === undefined ? "" : `-${question.window.replaceAll("..", "-to-")}`}`;
  return (
    <>
      <Button onClick={() => download(`${name}.csv`, files.csv)}>Export CSV</Button>
      <Button onClick={() => download(`${name}.json`, `${JSON.stringify(files.json, null, 2)}\n`, "application/json")}>Export JSON</Button>
    </>
  );
}

/** What may be left unsaid: a report of all services, and of incidents that are put down to nothing. */
const clearable: ReadonlySet<string> = new Set(["service", "within"]);

/** Title, sentence, the three reports as tabs, and the question as pills. The question goes along from one report to the next. */
export function ReportFrame({ kind, question, services, summary, files, children }: ReportFrameProps) {
  const [parameters, setParameters] = useSearchParams();
  const set =
    (name: string) =>
    (value: string | null): void =>
      setParameters((before) => withParameter(before, name, value), { replace: true });
  const values: Readonly<Record<string, string | undefined>> = {
    ...question, service: question.service === "" ? undefined : question.service, window: question.window ?? "all",
    impact: question.impact.join(","), within: question.within === undefined ? undefined : String(question.within),
  };
  return (
    <>
      <ViewHeader
        title="Reports"
        summary={summary?.replaceAll(/(\d) (d|h|m|s|%)(?![a-z])/gu, "$1\u00a0$2")}
        actions={files === undefined ? undefined : <Downloads kind={kind} question={question} files={files} />}
      />
      <div className={styles.question}>
        <Panel>
          <nav className={styles.tabs} aria-label="Reports">
            {reportKinds.map(([each, words]) => (
              <NavLink key={each} to={{ pathname: `/reports/${each}`, search: parameters.toString() }} className={styles.tab}>
                {words}
              </NavLink>
            ))}
          </nav>
          <FilterBar>
            {filtersFor(kind, question, services).map((spec) => (
              <Pill key={spec.name} spec={spec} value={own(values, spec.name)} set={set(spec.name)} fixed={!clearable.has(spec.name)} />
            ))}
          </FilterBar>
        </Panel>
      </div>
      {children}
    </>
  );
}
