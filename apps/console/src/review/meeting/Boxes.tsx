import type { ReactNode } from "react";
import { useMay } from "../../data/may.ts";
import { Shape, State } from "../../marks/State.tsx";
import { dayWords } from "../../promises/Due.tsx";
import { stateOf } from "../../promises/actionDocuments.ts";
import type { ReviewRecord, Section } from "../reviewDocuments.ts";
import { byAgreement, effects, factorTitle, lackingOf, recurrenceWords, sections } from "../reviewWords.ts";
import { leftOver } from "../undoneTasks.ts";
import { UndoneTasks } from "../UndoneTasks.tsx";
import type { Typeable, Typing } from "./typing.tsx";
import styles from "./Meeting.module.css";

interface BoxProps {
  title: string;
  meta: string;
  /** The agenda has come to it. */
  current: boolean;
  children: ReactNode;
}

function Box({ title, meta, current, children }: BoxProps) {
  return (
    <section className={styles.box} data-current={current || undefined} aria-label={title} aria-current={current || undefined}>
      <header className={styles.head}><h2>{title}</h2><span>{meta}</span></header>
      {children}
    </section>
  );
}

/** As long as nobody has written in a box it asks one thing, and answers nothing by itself. */
function Prompt({ section, typing }: { section: Section; typing: Typing }) {
  const mayWrite = useMay("review.write");
  if (typing.what === section) return null;
  return mayWrite ? (
    <button type="button" className={styles.prompt} onClick={() => typing.begin(section)}>{sections[section].prompt}</button>
  ) : (
    <p className={styles.prompt}>{sections[section].prompt}</p>
  );
}

function Contributed({ review, typing, current }: { review: ReviewRecord; typing: Typing; current: boolean }) {
  const lines = byAgreement(review.lines.filter(({ section }) => section === "factor"));
  return (
    <Box title="What contributed" meta={lines.length === 0 ? "" : `${String(lines.length)}, most agreed first`} current={current}>
      <ol className={styles.rows}>
        {lines.map(({ id, text, factor, recurrence, agreed }, index) => (
          <li key={id} title={agreed.length === 0 ? undefined : `${agreed.map(({ name }) => name).join(", ")} agree`}>
            <span className={styles.number}>{index + 1}</span>
            <span className={styles.grow}>
              {text}
              {recurrenceWords(recurrence) === null ? null : (
                <small>{factorTitle(factor?.word ?? "")}: {recurrenceWords(recurrence)}</small>
              )}
            </span>
            {factor === null ? null : <State tone={effects[factor.effect].tone}>{effects[factor.effect].words}</State>}
          </li>
        ))}
      </ol>
      {typing.what === "factor" ? typing.field : <Prompt section="factor" typing={typing} />}
    </Box>
  );
}

const learned = { wentWell: "good", learning: "attention", surprise: "planned" } as const;
const isLearned = (what: Typeable): what is keyof typeof learned => what in learned;

function Learned({ review, typing, current }: { review: ReviewRecord; typing: Typing; current: boolean }) {
  const lines = review.lines.flatMap((line) =>
    isLearned(line.section) ? [{ ...line, tone: learned[line.section], words: sections[line.section].title }] : []);
  return (
    <Box title="What we learned" meta="and what went well" current={current}>
      <ul className={styles.rows}>
        {lines.map(({ id, text, author, tone, words }) => (
          <li key={id}>
            <Shape tone={tone} label={words} size={11} />
            <span className={styles.grow}>{text}</span>
            <span className={styles.who}>{author?.name ?? ""}</span>
          </li>
        ))}
      </ul>
      {typing.what !== null && isLearned(typing.what) ? typing.field : (
        <div className={styles.prompts}>
          <Prompt section="wentWell" typing={typing} />
          <Prompt section="learning" typing={typing} />
        </div>
      )}
    </Box>
  );
}

/** Who does it until when, and whether that was done. */
function toldOf(action: ReviewRecord["actions"][number]): string {
  const { owner, dueOn, state, risk } = action;
  const due = dueOn === null ? undefined : dayWords(dueOn);
  const words = [owner?.name, due, state === "open" ? undefined : stateOf(action).words.toLowerCase(), risk?.reference];
  return words.filter((one) => one !== undefined).join(" · ");
}

interface ActionsBoxProps {
  review: ReviewRecord;
  typing: Typing;
  kind: "shortTerm" | "longTerm";
  current: boolean;
}

function ActionsBox({ review, typing, kind, current }: ActionsBoxProps) {
  const short = kind === "shortTerm";
  const rows = review.actions.filter((action) => action.kind === kind && action.state !== "dropped");
  return (
    <Box
      title={short ? "Now" : "For good"}
      meta={short ? "short-term actions, to be done in two weeks" : "long-term changes, in the program"}
      current={current}
    >
      <ol className={styles.rows}>
        {rows.map((action, index) => {
          const lacking = lackingOf(action);
          return (
            <li key={action.id}>
              <span className={styles.number}>{short ? "A" : "C"}{index + 1}</span>
              <span className={styles.grow}>{action.title}</span>
              {lacking === null ? (
                <span className={styles.who}>{toldOf(action)}</span>
              ) : (
                <span className={styles.lacking}>
                  <Shape tone="attention" /> {action.owner === null ? "" : `${action.owner.name}, `}{lacking}
                </span>
              )}
            </li>
          );
        })}
      </ol>
      {typing.what === kind ? typing.field : null}
    </Box>
  );
}

/** What the incident left undone: whoever meets decides of each whether it becomes an action. Nothing where nothing was left. */
function UndoneBox({ review, current }: { review: ReviewRecord; current: boolean }) {
  const open = leftOver(review).filter(({ state }) => state === "open").length;
  if (leftOver(review).length === 0) return null;
  return (
    <Box title="Left undone" meta={open === 0 ? "all of it goes on" : "tasks of the incident, to be decided"} current={current}>
      <UndoneTasks review={review} act={review.state === "meeting" || review.state === "preparing"} />
    </Box>
  );
}

/** The right half: what we say about it. The blue frame is what the agenda has come to. */
export function Boxes({ review, typing }: { review: ReviewRecord; typing: Typing }) {
  const subject = review.clock?.topic === null || review.clock === null ? null : (review.agenda[review.clock.topic]?.subject ?? null);
  return (
    <section className={styles.boxes} aria-label="What we say about it">
      <Contributed review={review} typing={typing} current={subject === "factors"} />
      <Learned review={review} typing={typing} current={subject === "learnings"} />
      <UndoneBox review={review} current={subject === "actions"} />
      <ActionsBox review={review} typing={typing} kind="shortTerm" current={subject === "actions"} />
      <ActionsBox review={review} typing={typing} kind="longTerm" current={subject === "actions"} />
    </section>
  );
}
