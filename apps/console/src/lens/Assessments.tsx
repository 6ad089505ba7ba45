import { GroupRows, type Column } from "../marks/GroupRows.tsx";
import { Person } from "../marks/Person.tsx";
import { State } from "../marks/State.tsx";
import { Quiet } from "../marks/Text.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import styles from "./Lens.module.css";
import type { AssessmentLine, Progress } from "./lensDocuments.ts";
import { about, riskWords } from "./lensWords.ts";

/** How much of a lens is answered, as a bar in the colour of its worst answer. */
export function ProgressBar({ progress }: { progress: Progress }) {
  const { answered, questions, high, medium } = progress;
  const share = questions === 0 ? 0 : Math.round((100 * answered) / questions);
  return (
    <>
      <span className={styles.track} aria-hidden>
        <span
          className={styles.fill}
          data-tone={high > 0 ? "bad" : medium > 0 ? "attention" : "good"}
          style={{ width: `${String(share)}%` }}
        />
      </span>
      {answered} of {questions}
    </>
  );
}

const columns: readonly Column<AssessmentLine>[] = [
  { key: "about", label: "About", narrow: "title", grow: true, render: (row) => <>{about(row)} <Quiet>{row.lens.name}</Quiet></> },
  {
    key: "owner", label: "Owner", narrow: "hide",
    render: ({ owner }) => (owner === null ? <Quiet>nobody</Quiet> : <Person name={owner.name} />),
  },
  { key: "progress", label: "Answered", narrow: "meta", render: ({ progress }) => <ProgressBar progress={progress} /> },
  {
    key: "milestone", label: "Last milestone", narrow: "hide",
    render({ milestones }) {
      const last = milestones.at(-1);
      return last === undefined ? <Quiet>none</Quiet> : <>{last.name} <Quiet><RelativeTime at={last.at} /></Quiet></>;
    },
  },
  {
    key: "risks", label: "Risks", narrow: "state",
    render({ progress }) {
      const words = riskWords(progress);
      const { answered, high } = progress;
      if (words === "") return <State tone={answered === 0 ? "idle" : "good"}>{answered === 0 ? "Not begun" : "None"}</State>;
      return <State tone={high > 0 ? "bad" : "attention"}>{words}</State>;
    },
  },
];

/** What is answered to lenses. */
export const AssessmentRows = ({ rows }: { rows: readonly AssessmentLine[] }) => (
  <GroupRows
    label="What is answered"
    rows={rows}
    columns={columns}
    keyOf={({ id }) => id}
    hrefOf={({ id }) => `/assessments/${encodeURIComponent(id)}`}
  />
);
