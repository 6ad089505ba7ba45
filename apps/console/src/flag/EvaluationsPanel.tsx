import { own } from "@ballast/schema/own";
import { useMemo } from "react";
import { useSearchParams } from "react-router";
import { ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { count } from "../data/words.ts";
import { Choice } from "../marks/Choice.tsx";
import type { Column } from "../marks/GroupRows.tsx";
import { GroupRows } from "../marks/GroupRows.tsx";
import { useNow } from "../marks/now.ts";
import { Panel } from "../marks/Panel.tsx";
import { EmptyState } from "../marks/States.tsx";
import { exact } from "../marks/time.ts";
import { useZone } from "../marks/zone.ts";
import { filled } from "./askedPath.ts";
import type { Counted } from "./askedPath.ts";
import styles from "./Flag.module.css";
import { flagEvaluationsDocument } from "./flagDocuments.ts";
import type { FlagRecord, TargetingRecord } from "./flagDocuments.ts";
import { variantWord } from "./places.ts";

const HOUR_MS = 3_600_000;
const spans = { "24h": 24, "7d": 168, "30d": 720 } as const;
type Span = keyof typeof spans;

interface Given {
  readonly variant: string | null;
  readonly source: string;
  readonly count: number;
}

const sources: Readonly<Record<string, string>> = { served: "served here", telemetry: "told by applications" };

const columnsFor = (flag: FlagRecord): readonly Column<Given>[] => [
  {
    key: "variant",
    label: "Gave",
    narrow: "title",
    grow: true,
    render: ({ variant }) => (variant === null ? "the caller’s own default" : variantWord(flag, variant)),
  },
  { key: "source", label: "Counted", render: ({ source }) => own(sources, source) ?? source },
  { key: "count", label: "Times", right: true, narrow: "state", render: (row) => count(row.count) },
];

function Bars({ counted }: { counted: readonly Counted[] }) {
  const zone = useZone();
  const most = Math.max(1, ...counted.map((one) => one.count));
  return (
    <ol className={styles.bars} aria-label={`Evaluations over time, ${count(most)} at most`}>
      {counted.map(({ from, count: times }) => (
        <li
          key={from}
          title={`From ${exact(Date.parse(from), zone)}: ${count(times)}`}
          style={{ height: `${String((times / most) * 100)}%` }}
        />
      ))}
    </ol>
  );
}

/**
 * How often it was asked for and what it gave, as far as that was served here or told: applications that evaluate by themselves may not.
 */
export function EvaluationsPanel({ flag, place }: { flag: FlagRecord; place: TargetingRecord }) {
  const [parameters, setParameters] = useSearchParams();
  const asked = parameters.get("asked");
  const span: Span = asked === "7d" || asked === "30d" ? asked : "24h";
  const now = useNow(60_000);
  const from = new Date(now - (now % HOUR_MS) - (spans[span] - 1) * HOUR_MS).toISOString();
  const variables = useMemo(
    () => ({ key: flag.name, environment: place.environment, from, byDay: span !== "24h" }),
    [flag.name, place.environment, from, span],
  );
  const read = useRead(flagEvaluationsDocument, variables, { keep: true });
  const choose = (next: Span): void =>
    setParameters((before) => {
      const after = new URLSearchParams(before);
      after.set("asked", next);
      return after;
    }, { replace: true });
  return (
    <Panel
      title="Asked for"
      meta={
        <Choice
          label="Since when"
          value={span}
          options={[["24h", "24 hours"], ["7d", "7 days"], ["30d", "30 days"]]}
          onChange={choose}
        />
      }
      foot="Counted by the hour where it is served here or told by telemetry; applications that evaluate by themselves are not seen."
    >
      <ReadArea read={read} where="Its evaluations">
        {({ flag: found }) => {
          const evaluations = found?.targeting?.evaluations;
          if (evaluations === undefined || evaluations.count === 0)
            return (
              <EmptyState title="Not asked for in this time">
                {place.countedSince === null ? "No evaluation was ever counted in this environment." : "Others of this environment were."}
              </EmptyState>
            );
          return (
            <>
              <Bars
                counted={filled(evaluations.spans, { from: Date.parse(from), to: now, step: span === "24h" ? HOUR_MS : 24 * HOUR_MS })}
              />
              <GroupRows
                label="Evaluations by variant"
                rows={evaluations.variants}
                columns={columnsFor(flag)}
                keyOf={({ variant, source }) => `${source} ${variant ?? ""}`}
              />
            </>
          );
        }}
      </ReadArea>
    </Panel>
  );
}
