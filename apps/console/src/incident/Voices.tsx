import Button from "@mui/material/Button";
import TextField from "@mui/material/TextField";
import { useState } from "react";
import { useCommand } from "../data/command.ts";
import { useMay } from "../data/may.ts";
import { withoutSent } from "../data/sentText.ts";
import { Avatar } from "../marks/Person.tsx";
import { State } from "../marks/State.tsx";
import { ProblemLine } from "../marks/States.tsx";
import type { TimelineEntry } from "../timeline/entry.ts";
import { useMayAnnotate, writeAnnotation } from "./calibration.ts";
import type { Annotation, Calibration } from "./calibration.ts";
import styles from "./Calibration.module.css";

/** What somebody says of a moment, and how: with their name, in words and a sign. */
export function Said({ section, author }: Pick<Annotation, "section" | "author">) {
  const name = author?.name ?? "Somebody";
  return section === "surprise"
    ? <State tone="planned">{`${name} was surprised`}</State>
    : <State tone="attention">{`${name} saw it differently`}</State>;
}

function Writing({ reviewId, entry }: { reviewId: string; entry: TimelineEntry }) {
  const [text, setText] = useState("");
  const [error, setError] = useState<unknown>(null);
  const write = useCommand(writeAnnotation);
  const ready = text.trim() !== "";
  const send = (section: "differently" | "surprise"): void => {
    setError(null);
    write({ reviewId, section, text: text.trim(), moment: { entryId: entry.id, at: entry.at } })
      .then(() => setText(withoutSent(text)), setError);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) send("differently");
      }}
    >
      <TextField
        fullWidth
        label="How did you see it?"
        value={text}
        onChange={(event) => setText(event.target.value)}
        slotProps={{ htmlInput: { maxLength: 1_000 } }}
      />
      <div className={styles.buttons}>
        <Button type="submit" size="small" disabled={!ready}>I saw it differently</Button>
        <Button size="small" disabled={!ready} onClick={() => send("surprise")}>This surprised me</Button>
      </div>
      <ProblemLine error={error} />
    </form>
  );
}

/** What people wrote into the review at one entry, and room for one's own; it is with the others as soon as it is recorded. */
export function EntryVoices({ review, entry }: { review: Calibration; entry: TimelineEntry }) {
  const mayWrite = useMay("review.write");
  const open = useMayAnnotate(review) && mayWrite;
  const said = review.draft.annotations.filter(({ moment }) => moment?.entryId === entry.id);
  if (said.length === 0 && !open) return null;
  return (
    <section className={styles.voices}>
      <h3>{said.length === 0 ? "Did you see it so?" : "What people say of it"}</h3>
      {said.length === 0 ? null : (
        <ul>
          {said.map(({ id, section, text, author }) => (
            <li key={id}>
              <Avatar name={author?.name ?? "?"} />
              <span className={styles.words}>
                <span>{text}</span>
                <span className={styles.meta}><Said section={section} author={author} /></span>
              </span>
            </li>
          ))}
        </ul>
      )}
      {open ? <Writing key={entry.id} reviewId={review.id} entry={entry} /> : null}
    </section>
  );
}
