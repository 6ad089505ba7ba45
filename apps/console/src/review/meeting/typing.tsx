import type { ReactNode } from "react";
import { useState } from "react";
import type { FactorEffect, LinkType } from "@ballast/schema/graphql";
import { asProblem, clientError } from "../../api/errors.ts";
import { usePeople } from "../../choices/peopleChoices.ts";
import { useCommand } from "../../data/command.ts";
import { sinceStart } from "../../marks/time.ts";
import { dayWords } from "../../promises/Due.tsx";
import { registerAction } from "../../promises/actionDocuments.ts";
import { linkMoments, writeReviewLine } from "../reviewDocuments.ts";
import type { KeyMoment, ReviewRecord, Section } from "../reviewDocuments.ts";
import { effectOf, effects, factorWordOf, sections } from "../reviewWords.ts";
import { readTyped } from "../typed.ts";
import { TypedLine } from "./TypedLine.tsx";
import styles from "./Meeting.module.css";

/** What is being typed: a line of a part, an action, a change, or a link. */
export type Typeable = Section | "shortTerm" | "longTerm" | "link";

/** The one field that is open, and how another one is opened. */
export interface Typing {
  readonly what: Typeable | null;
  readonly field: ReactNode;
  readonly begin: (what: Typeable) => void;
  readonly close: () => void;
}

interface FieldProps {
  review: ReviewRecord;
  moment: KeyMoment | null;
  close: () => void;
}

const from = ({ incident }: ReviewRecord, moment: KeyMoment | null): string | null =>
  moment === null || incident.startedAt === null ? null : `from ${sinceStart(Date.parse(moment.at) - Date.parse(incident.startedAt))}`;
const there = (words: readonly (string | null)[]): readonly string[] => words.filter((one) => one !== null);

/** An action or a long-term change: `@` a person, a day in words, and the selected moment is what it came of. */
function ActionField({ review, moment, close, kind }: FieldProps & { kind: "shortTerm" | "longTerm" }) {
  const people = usePeople();
  const give = useCommand(registerAction);
  const read = (text: string) => readTyped(text, people, new Date().toISOString().slice(0, 10));
  return (
    <TypedLine
      letter={kind === "shortTerm" ? "A" : "C"}
      label={kind === "shortTerm" ? "What is to be done now" : "What is to be changed for good"}
      placeholder={kind === "shortTerm" ? "What is to be done now?" : "What is to be changed for good?"}
      close={close}
      said={(text) => {
        const { owner, dueOn } = read(text);
        return there([owner === null ? "@who" : owner.name, dueOn === null ? "by when" : dayWords(dueOn), from(review, moment)]);
      }}
      save={async (text) => {
        const { title, owner, dueOn } = read(text);
        await give({
          title, kind, sourceId: review.id, links: [],
          ...(moment === null ? {} : { text: `Of ${review.incident.reference}, ${from(review, moment) ?? "at"}: ${moment.title}` }),
          ...(owner === null ? {} : { ownerId: owner.id }), ...(dueOn === null ? {} : { dueOn }),
        });
      }}
    />
  );
}

const decided = /^decided:?\s+/iu;

function LineField({ review, moment, close, section }: FieldProps & { section: Section }) {
  const give = useCommand(writeReviewLine);
  const sectionOf = (text: string): Section => (section === "note" && decided.test(text) ? "decision" : section);
  return (
    <TypedLine
      letter={section === "note" ? "N" : "+"}
      label={sections[section].title}
      placeholder={section === "note" ? "Note; begin with “Decided” for a decision" : sections[section].prompt}
      close={close}
      said={(text) => there([sectionOf(text) === "decision" ? "a decision" : null, from(review, moment)])}
      save={async (text) => {
        const into = sectionOf(text);
        await give({
          reviewId: review.id, section: into, text: into === "decision" ? text.replace(decided, "") : text,
          ...(moment === null ? {} : { moment: { entryId: moment.id, at: moment.at } }),
        });
      }}
    />
  );
}

/** A factor takes a word and what it did beside its text: `#shared state` at the end is the word. */
function FactorField({ review, moment, close }: FieldProps) {
  const [effect, setEffect] = useState<FactorEffect>("contributed");
  const give = useCommand(writeReviewLine);
  const read = (text: string) => {
    const [said = "", ...word] = text.split("#");
    return { said: said.trim(), word: factorWordOf(word.join(" ")) };
  };
  return (
    <div className={styles.withChoice}>
      <TypedLine
        letter="+"
        label="What contributed"
        placeholder="What contributed? End with its word: #configuration"
        close={close}
        said={(text) => there([read(text).word === null ? "#word" : `#${read(text).word ?? ""}`, from(review, moment)])}
        save={async (text) => {
          const { said, word } = read(text);
          if (word === null || said === "")
            throw clientError("NO_FACTOR", "The line needs a word for it.", "End it with one, as #configuration, to see it come back.");
          await give({
            reviewId: review.id, section: "factor", text: said, factor: { word, effect },
            ...(moment === null ? {} : { moment: { entryId: moment.id, at: moment.at } }),
          });
        }}
      />
      <select aria-label="What it did" value={effect} onChange={(event) => setEffect(effectOf(event.target.value) ?? effect)}>
        {Object.entries(effects).map(([value, { words }]) => <option key={value} value={value}>{words}</option>)}
      </select>
    </div>
  );
}

const linkTypes: readonly (readonly [LinkType, string])[] = [
  ["caused", "caused"], ["contributed", "contributed to"], ["revealed", "revealed"], ["mitigated", "mitigated"],
  ["ruledOut", "did not cause"],
];
const linkTypeOf = (said: string): LinkType => linkTypes.find(([type]) => type === said)?.[0] ?? "caused";

/** Says how the selected moment stands to another one: an arrow on the timeline. */
function LinkField({ review, moment, close, moments }: FieldProps & { moments: readonly KeyMoment[] }) {
  const [type, setType] = useState<LinkType>("caused");
  const [to, setTo] = useState("");
  const [error, setError] = useState<string | null>(null);
  const give = useCommand(linkMoments);
  if (moment === null) return <p className={styles.linking}>Select a moment first: the link begins at it.</p>;
  return (
    <form
      className={styles.linking}
      onSubmit={(event) => {
        event.preventDefault();
        if (to === "") return;
        give({ incidentId: review.incident.id, type, kind: "entry", recordId: to, fromEntryId: moment.id, confidence: "likely" }).then(
          close,
          (thrown: unknown) => setError(asProblem(thrown).message),
        );
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        event.preventDefault();
        close();
      }}
    >
      <kbd>L</kbd> <b>{moment.title}</b>{" "}
      <select autoFocus aria-label="How it stands to it" value={type} onChange={(event) => setType(linkTypeOf(event.target.value))}>
        {linkTypes.map(([value, words]) => <option key={value} value={value}>{words}</option>)}
      </select>{" "}
      <select aria-label="To which moment" value={to} onChange={(event) => setTo(event.target.value)}>
        <option value="">which moment?</option>
        {moments.filter(({ id }) => id !== moment.id).map(({ id, title }) => <option key={id} value={id}>{title}</option>)}
      </select>{" "}
      <button type="submit" disabled={to === ""}>Link them</button>
      {error === null ? null : <span role="alert">{error}</span>}
    </form>
  );
}

/** What is typed now. */
export function useTyping(
  review: ReviewRecord,
  { moment, moments }: { readonly moment: KeyMoment | null; readonly moments: readonly KeyMoment[] },
): Typing {
  const [what, begin] = useState<Typeable | null>(null);
  const close = (): void => begin(null);
  const props = { review, moment, close };
  const field = what === null ? null
    : what === "shortTerm" || what === "longTerm" ? <ActionField {...props} kind={what} />
    : what === "link" ? <LinkField {...props} moments={moments} />
    : what === "factor" ? <FactorField {...props} />
    : <LineField key={what} {...props} section={what} />;
  return { what, field, begin, close };
}
