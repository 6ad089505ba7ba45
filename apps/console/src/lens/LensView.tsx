import MenuItem from "@mui/material/MenuItem";
import { useState } from "react";
import { useParams } from "react-router";
import { CommandButton } from "../data/CommandButton.tsx";
import { nodesOf } from "../data/fields.ts";
import { HistoryPanel } from "../data/HistoryPanel.tsx";
import { useLogRefresh } from "../data/logRefresh.ts";
import { NoSuchRecord, ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { counted } from "../data/words.ts";
import { MenuButton } from "../lists/MenuButton.tsx";
import { Columns, Facts, Panel, ViewHeader } from "../marks/Panel.tsx";
import { EmptyState } from "../marks/States.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import { AssessmentRows } from "./Assessments.tsx";
import styles from "./Lens.module.css";
import { BeginDialog, RetireDialog } from "./LensDialogs.tsx";
import { lensDocument, lensEvents } from "./lensDocuments.ts";
import type { AssessmentLine, ForumChoice, LensRecord } from "./lensDocuments.ts";

/** One lens: what it asks, and what was answered to it. */
export function LensView() {
  const { id = "" } = useParams();
  const read = useRead(lensDocument, { id });
  useLogRefresh(lensEvents, ["read", lensDocument.name]);
  return (
    <ReadArea read={read} where="The lens">
      {({ lens, assessments, forums }) =>
        (lens === null ? <NoSuchRecord what="lens" /> : <Shown lens={lens} assessments={assessments} forums={forums} />)}
    </ReadArea>
  );
}

interface ShownProps {
  lens: LensRecord;
  assessments: readonly AssessmentLine[];
  forums: readonly ForumChoice[];
}

function Shown({ lens, assessments, forums }: ShownProps) {
  const [doing, setDoing] = useState<"begin" | "retire" | null>(null);
  const close = (): void => setDoing(null);
  const { pillars, state } = lens;
  return (
    <>
      <ViewHeader
        title={lens.name}
        summary={
          [
            `It asks ${counted(lens.questionCount, "question")} in ${counted(pillars.length, "pillar")}.`,
            state === "retired" ? "It is not answered any more." : "",
          ].join(" ").trim()
        }
        actions={
          state === "retired" ? undefined : (
            <>
              <CommandButton needs="review.write" first onClick={() => setDoing("begin")}>Answer it</CommandButton>
              <MenuButton words="More">
                {(closeMenu) => (
                  <MenuItem
                    onClick={() => {
                      closeMenu();
                      setDoing("retire");
                    }}
                  >
                    Retire it…
                  </MenuItem>
                )}
              </MenuButton>
            </>
          )
        }
      />
      <Columns
        side={
          <Panel title="About it" padded>
            <Facts
              facts={[
                ["Version", lens.release ?? String(lens.version)],
                ["Imported", <span key="at"><RelativeTime at={lens.importedAt} /> by {lens.importedBy.name}</span>],
                ["What it is for", lens.description],
              ]}
            />
          </Panel>
        }
      >
        <Panel title="What is answered">
          {assessments.length === 0 ? <EmptyState title="Nobody has answered it yet" /> : <AssessmentRows rows={assessments} />}
        </Panel>
        <Panel title="What it asks">
          {pillars.map(({ id, name, questions }) => (
            <section key={id} className={styles.pillar}>
              <b>{name}</b>
              <ol>{questions.map((question) => <li key={question.id}>{question.title}</li>)}</ol>
            </section>
          ))}
        </Panel>
        <HistoryPanel events={nodesOf(lens.history)} total={lens.history.totalCount} />
      </Columns>
      {doing === "begin" ? <BeginDialog lens={lens} forums={forums} onClose={close} /> : null}
      {doing === "retire" ? <RetireDialog lens={lens} onClose={close} /> : null}
    </>
  );
}
