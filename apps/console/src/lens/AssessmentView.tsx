import { useGetIdentity } from "ra-core";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { CommandButton } from "../data/CommandButton.tsx";
import { nodesOf } from "../data/fields.ts";
import { ownId } from "../data/globalId.ts";
import { HistoryPanel } from "../data/HistoryPanel.tsx";
import { useLogRefresh } from "../data/logRefresh.ts";
import { useMay } from "../data/may.ts";
import { NoSuchRecord, ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { SmallButton } from "../data/SmallButton.tsx";
import { GroupRows, type Column } from "../marks/GroupRows.tsx";
import { Columns, Facts, Panel, ViewHeader } from "../marks/Panel.tsx";
import { State } from "../marks/State.tsx";
import { EmptyState } from "../marks/States.tsx";
import { KeyboardHints, Quiet } from "../marks/Text.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import { ProgressBar } from "./Assessments.tsx";
import styles from "./Lens.module.css";
import { AnswerDialog, MilestoneDialog, RisksDialog, TakeBackDialog } from "./LensDialogs.tsx";
import { assessmentDocument, lensEvents } from "./lensDocuments.ts";
import type { Asked, AssessmentRecord } from "./lensDocuments.ts";
import { about, assessmentSentence, progressWords, riskWords, standings, uncarried } from "./lensWords.ts";

type Wanted = { readonly what: "answer" | "takeBack"; readonly questionId: string } | { readonly what: "milestone" | "risks" };

/** What is answered to a lens, by pillars: the form, its progress, its milestones, and what has changed since one of them. */
export function AssessmentView() {
  const { id = "" } = useParams();
  const [since, setSince] = useState<string | null>(null);
  const read = useRead(assessmentDocument, { id, since }, { keep: true });
  useLogRefresh(lensEvents, ["read", assessmentDocument.name]);
  return (
    <ReadArea read={read} where="The assessment">
      {({ assessment }) =>
        (assessment === null ? <NoSuchRecord what="assessment" /> : <Shown assessment={assessment} since={since} compare={setSince} />)}
    </ReadArea>
  );
}

interface ShownProps {
  assessment: AssessmentRecord;
  since: string | null;
  compare: (since: string) => void;
}

function Shown({ assessment, since, compare }: ShownProps) {
  const [wanted, setWanted] = useState<Wanted | null>(null);
  const { identity } = useGetIdentity();
  const writesReviews = useMay("review.write");
  const { owner } = assessment;
  const isOwner = owner !== null && identity !== undefined && (identity.id === owner.id || identity.id === ownId(owner.id));
  const writes = writesReviews || isOwner;
  const close = (): void => setWanted(null);
  const asked = wanted !== null && "questionId" in wanted
    ? assessment.pillars.flatMap(({ questions }) => questions).find(({ question }) => question.id === wanted.questionId)
    : undefined;
  const left = uncarried(assessment).length;
  return (
    <>
      <ViewHeader
        title={`${assessment.lens.name}: ${about(assessment)}`}
        summary={assessmentSentence(assessment)}
        actions={
          writes ? (
            <>
              <CommandButton needs="forum.own" onClick={() => setWanted({ what: "milestone" })}>Set a milestone</CommandButton>
              {left === 0 ? null : (
                <CommandButton needs="risk.write" first onClick={() => setWanted({ what: "risks" })}>
                  {`Make ${String(left)} of them risks`}
                </CommandButton>
              )}
            </>
          ) : undefined
        }
      />
      <Columns side={<Side assessment={assessment} since={since} compare={compare} />}>
        {assessment.pillars.map((pillar) => (
          <Pillar key={pillar.id} pillar={pillar} writes={writes} want={(what, questionId) => setWanted({ what, questionId })} />
        ))}
        <HistoryPanel events={nodesOf(assessment.history)} total={assessment.history.totalCount} />
      </Columns>
      {wanted?.what === "answer" && asked !== undefined ? <AnswerDialog assessment={assessment} asked={asked} onClose={close} /> : null}
      {wanted?.what === "takeBack" && asked !== undefined ? <TakeBackDialog assessment={assessment} asked={asked} onClose={close} /> : null}
      {wanted?.what === "milestone" ? <MilestoneDialog assessment={assessment} onClose={close} /> : null}
      {wanted?.what === "risks" ? <RisksDialog assessment={assessment} onClose={close} /> : null}
    </>
  );
}

interface PillarProps {
  pillar: AssessmentRecord["pillars"][number];
  writes: boolean;
  want: (what: "answer" | "takeBack", questionId: string) => void;
}

const verbOf = (standing: Asked["standing"]): string => (standing === "unanswered" ? "Answer…" : "Change…");

function answerWords({ standing, choiceIds, question, note, notApplicable }: Asked): string {
  if (standing === "unanswered") return "";
  const made = question.choices.filter(({ id }) => choiceIds.includes(id)).map(({ title }) => title).join(", ");
  return [notApplicable ?? (made === "" ? "nothing of it" : made), note].filter((part) => part !== "").join(" · ");
}

function Pillar({ pillar: { name, progress, questions }, writes, want }: PillarProps) {
  const columns: readonly Column<Asked>[] = [
    {
      key: "question", label: "Question", narrow: "title", grow: true,
      render: (row) => <>{row.question.title}{answerWords(row) === "" ? null : <Quiet> · {answerWords(row)}</Quiet>}</>,
    },
    {
      key: "risk", label: "Risk", narrow: "meta",
      render: ({ risk }) =>
        (risk === null ? <Quiet>–</Quiet> : <Link to={`/risks/${encodeURIComponent(risk.id)}`}>{risk.reference}</Link>),
    },
    {
      key: "standing", label: "Stands", narrow: "state",
      render: ({ standing }) => <State tone={standings[standing].tone}>{standings[standing].words}</State>,
    },
    ...(writes
      ? [{
          key: "does", label: <span className="unseen">What to do</span>, narrow: "meta" as const,
          render: ({ question, standing }: Asked) => (
            <>
              <SmallButton needs="forum.own" label={`${verbOf(standing)} “${question.title}”`} onClick={() => want("answer", question.id)}>
                {verbOf(standing)}
              </SmallButton>
              {standing === "unanswered" ? null : (
                <SmallButton needs="forum.own" label={`Take back… “${question.title}”`} onClick={() => want("takeBack", question.id)}>
                  Take back…
                </SmallButton>
              )}
            </>
          ),
        }]
      : []),
  ];
  return (
    <Panel
      title={name}
      meta={<><ProgressBar progress={progress} />{riskWords(progress) === "" ? "" : `, ${riskWords(progress)}`}</>}
      foot={writes ? <KeyboardHints hints={[["J K", "to move"], ["A", "to answer"]]} /> : undefined}
    >
      {questions.length === 0 ? <EmptyState title="It asks nothing" /> : (
        <GroupRows
          label={name}
          rows={questions}
          columns={columns}
          keyOf={({ question }) => question.id}
          onKey={({ question }, event) => {
            if (!writes || event.key.toLowerCase() !== "a") return false;
            want("answer", question.id);
            return true;
          }}
        />
      )}
    </Panel>
  );
}

function Side({ assessment, since, compare }: ShownProps) {
  const { lens, service, forum, owner, milestones, changes, progress } = assessment;
  const against = milestones.find(({ id }) => id === since) ?? milestones.at(-1);
  return (
    <>
      <Panel title="About it" padded>
        <Facts
          facts={[
            ["Lens", <Link key="lens" to={`/lenses/${encodeURIComponent(lens.id)}`}>{lens.name}</Link>],
            ["Service", service === null ? null : <Link to={`/services/${service.slug}`}>{service.name}</Link>],
            ["Series", forum === null ? null : <Link to={`/forums/${encodeURIComponent(forum.id)}`}>{forum.title}</Link>],
            ["Owner", owner?.name],
            ["Answered", progressWords(progress)],
            ["Begun", <RelativeTime key="at" at={assessment.begunAt} />],
          ]}
        />
      </Panel>
      <Panel title="Milestones" padded>
        {milestones.length === 0 ? <Quiet>None yet: set one, and the next time is compared with it.</Quiet> : (
          <ul className={styles.list}>
            {milestones.toReversed().map(({ id, name, at, progress: then }) => (
              <li key={id}>
                <span>
                  <b>{name}</b> <span className={styles.note}><RelativeTime at={at} />, {progressWords(then)}</span>
                </span>
                <SmallButton needs="read" label={`Compare with ${name}`} onClick={() => compare(id)}>Compare</SmallButton>
              </li>
            ))}
          </ul>
        )}
      </Panel>
      {against === undefined ? null : (
        <Panel title={`Since ${against.name}`} padded>
          {changes.length === 0 ? <Quiet>Nothing has changed.</Quiet> : (
            <ul className={styles.list}>
              {changes.map(({ questionId, title, before, after }) => (
                <li key={questionId}>
                  <span>{title}</span>
                  <span className={styles.note}>
                    {before === null ? "not asked" : standings[before].words} → {after === null ? "not asked" : standings[after].words}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </Panel>
      )}
    </>
  );
}
