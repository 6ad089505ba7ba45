import Button from "@mui/material/Button";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useGetIdentity } from "ra-core";
import { useState } from "react";
import type { FactorEffect } from "@ballast/schema/graphql";
import { useCommand } from "../data/command.ts";
import { ownId } from "../data/globalId.ts";
import { useMay } from "../data/may.ts";
import { withoutSent } from "../data/sentText.ts";
import { Panel } from "../marks/Panel.tsx";
import { ProblemLine } from "../marks/States.tsx";
import { Quiet } from "../marks/Text.tsx";
import { sinceStart } from "../marks/time.ts";
import { useAsOf } from "../shell/useAsOf.ts";
import { FactorFields } from "./FactorFields.tsx";
import { LineRow } from "./LineRow.tsx";
import { writeReviewLine } from "./reviewDocuments.ts";
import type { KeyMoment, ReviewRecord, Section } from "./reviewDocuments.ts";
import { byAgreement, factorWordOf, sections } from "./reviewWords.ts";
import styles from "./Review.module.css";

/** Whether lines may be written: it is open, and nobody looks back. */
export const isOpen = ({ state }: Pick<ReviewRecord, "state">): boolean => state === "preparing" || state === "meeting";

/** One more line; sent with Enter, one at a time. */
function NewLine({ review, section, moments }: { review: ReviewRecord; section: Section; moments: readonly KeyMoment[] }) {
  const [text, setText] = useState("");
  const [word, setWord] = useState("");
  const [effect, setEffect] = useState<FactorEffect>("contributed");
  const [momentId, setMoment] = useState("");
  const [error, setError] = useState<unknown>(null);
  const write = useCommand(writeReviewLine);
  const factor = factorWordOf(word);
  const moment = moments.find(({ id }) => id === momentId) ?? null;
  const ready = text.trim() !== "" && (section !== "factor" || factor !== null) && (section !== "differently" || moment !== null);
  const send = (): void => {
    setError(null);
    write({
      reviewId: review.id, section, text: text.trim(),
      ...(section === "factor" && factor !== null ? { factor: { word: factor, effect } } : {}),
      ...(moment === null ? {} : { moment: { entryId: moment.id, at: moment.at } }),
    }).then(() => {
      setText(withoutSent(text));
      setWord(withoutSent(word));
    }, setError);
  };
  return (
    <form
      className={styles.writing}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) send();
      }}
    >
      <TextField
        className={styles.grow}
        label={sections[section].prompt}
        value={text}
        onChange={(event) => setText(event.target.value)}
        slotProps={{ htmlInput: { maxLength: 1_000 } }}
      />
      {section === "factor" ? <FactorFields word={word} effect={effect} setWord={setWord} setEffect={setEffect} /> : null}
      {section === "differently" ? (
        <TextField select label="Which moment" value={momentId} onChange={(event) => setMoment(event.target.value)}>
          {moments.map(({ id, title, at }) => (
            <MenuItem key={id} value={id}>
              {review.incident.startedAt === null ? "" : `${sinceStart(Date.parse(at) - Date.parse(review.incident.startedAt))} `}{title}
            </MenuItem>
          ))}
        </TextField>
      ) : null}
      <Button type="submit" disabled={!ready}>Write it down</Button>
      <ProblemLine error={error} />
    </form>
  );
}

/** One part of the review: its lines, and room for another. */
export function SectionPanel({ review, section, moments = [] }: {
  review: ReviewRecord; section: Section; moments?: readonly KeyMoment[];
}) {
  const { identity } = useGetIdentity();
  const { asOf } = useAsOf();
  const open = isOpen(review) && asOf === null;
  const mayWrite = useMay("review.write");
  const own = review.lines.filter((line) => line.section === section);
  const lines = section === "factor" ? byAgreement(own) : own;
  const { title, prompt } = sections[section];
  if (!open && lines.length === 0) return null;
  return (
    <Panel title={title} meta={section === "factor" && lines.length > 1 ? `${String(lines.length)}, most agreed first` : undefined}>
      {lines.length === 0 ? (
        mayWrite ? null : <p className={styles.prompt}><Quiet>{prompt}</Quiet></p>
      ) : (
        <ul className={styles.lines}>
          {lines.map((line) => (
            <LineRow
              key={line.id}
              reviewId={review.id}
              incidentId={review.incident.id}
              line={line}
              startedAt={review.incident.startedAt}
              isMe={(id) => identity !== undefined && (identity.id === id || identity.id === ownId(id))}
              open={open}
            />
          ))}
        </ul>
      )}
      {open && mayWrite ? <NewLine review={review} section={section} moments={moments} /> : null}
    </Panel>
  );
}
