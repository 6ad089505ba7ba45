import Button from "@mui/material/Button";
import TextField from "@mui/material/TextField";
import { useState } from "react";
import { Link } from "react-router";
import { asProblem } from "../api/errors.ts";
import { useCommand } from "../data/command.ts";
import { SmallButton } from "../data/SmallButton.tsx";
import { Avatar } from "../marks/Person.tsx";
import { State } from "../marks/State.tsx";
import { ProblemLine } from "../marks/States.tsx";
import { Quiet } from "../marks/Text.tsx";
import { sinceStart } from "../marks/time.ts";
import { agreeWithReviewLine, removeReviewLine, rewriteReviewLine } from "./reviewDocuments.ts";
import type { Line } from "./reviewDocuments.ts";
import { draftHref, effects, factorTitle, recurrenceWords } from "./reviewWords.ts";
import styles from "./Review.module.css";

interface Editing {
  /** What was on the screen when somebody began to write. */
  readonly seen: number;
  readonly text: string;
}

/** The text that somebody else has saved meanwhile stands beside one's own: whoever was late decides. */
function Editor({ reviewId, line, close }: { reviewId: string; line: Line; close: () => void }) {
  const [{ seen, text }, setEditing] = useState<Editing>({ seen: line.revision, text: line.text });
  const [error, setError] = useState<unknown>(null);
  const rewrite = useCommand(rewriteReviewLine);
  const late = line.revision !== seen;
  const save = (over: number): void => {
    setError(null);
    rewrite({ reviewId, lineId: line.id, text: text.trim(), factor: line.factor, seenRevision: over }).then(close, setError);
  };
  return (
    <form
      className={styles.editor}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== "") save(seen);
      }}
    >
      <TextField
        autoFocus
        fullWidth
        multiline
        label="The line"
        value={text}
        onChange={(event) => setEditing({ seen, text: event.target.value })}
        onKeyDown={(event) => {
          if (event.key === "Escape") close();
          if (event.key === "Enter" && !event.shiftKey) {
            event.preventDefault();
            if (text.trim() !== "") save(seen);
          }
        }}
        slotProps={{ htmlInput: { maxLength: 1_000 } }}
      />
      {late ? (
        <p className={styles.late} role="alert">
          Somebody has rewritten it meanwhile. Theirs: <b>{line.text}</b> Yours: <b>{text}</b>
        </p>
      ) : null}
      {error === null || (late && asProblem(error).code === "LINE_CHANGED") ? null : <ProblemLine error={error} />}
      <div className={styles.buttons}>
        {late ? (
          <>
            <Button size="small" variant="contained" onClick={() => save(line.revision)}>Keep yours</Button>
            <Button size="small" onClick={close}>Keep theirs</Button>
          </>
        ) : (
          <>
            <Button size="small" variant="contained" type="submit" disabled={text.trim() === ""}>Save the line</Button>
            <Button size="small" onClick={close}>Leave it</Button>
          </>
        )}
      </div>
    </form>
  );
}

/** How often a factor was one, and in which reviews before. */
function Recurrence({ line }: { line: Line }) {
  const words = recurrenceWords(line.recurrence);
  if (words === null || line.recurrence === null) return null;
  return (
    <span className={styles.again}>
      {words}
      {": "}
      {line.recurrence.earlier.map(({ id, incident }, index) => (
        <span key={id}>{index === 0 ? "" : ", "}<a href={`/reviews/${encodeURIComponent(id)}`}>{incident.reference}</a></span>
      ))}
    </span>
  );
}

function Agreed({ line: { agreed } }: { line: Line }) {
  if (agreed.length === 0) return null;
  return <Quiet>{agreed.map(({ name }) => name).join(", ")} {agreed.length === 1 ? "agrees" : "agree"}</Quiet>;
}

/** One line of a review: who wrote it, who agrees, and what may be done with it. */
export function LineRow({ reviewId, incidentId, line, startedAt, isMe, open }: {
  reviewId: string; incidentId: string; line: Line; startedAt: string | null; isMe: (personId: string) => boolean; open: boolean;
}) {
  const [editing, setEditing] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const agree = useCommand(agreeWithReviewLine);
  const remove = useCommand(removeReviewLine);
  const agrees = line.agreed.some(({ id }) => isMe(id));
  const give = (given: Promise<unknown>): void => {
    setError(null);
    given.catch(setError);
  };
  if (editing) return <li className={styles.line}><Editor reviewId={reviewId} line={line} close={() => setEditing(false)} /></li>;
  return (
    <li className={styles.line}>
      <Avatar name={line.author?.name ?? "?"} label />
      <div className={styles.text}>
        <span>{line.text}</span>
        <span className={styles.under}>
          {line.factor === null ? null : <b>{factorTitle(line.factor.word)}</b>}
          <Recurrence line={line} />
          {line.moment === null || startedAt === null ? null : (
            <Link to={draftHref(incidentId, { knownAt: null, entryId: line.moment.entryId })}>
              from {sinceStart(Date.parse(line.moment.at) - Date.parse(startedAt))}
            </Link>
          )}
          <Agreed line={line} />
        </span>
        <ProblemLine error={error} />
      </div>
      {line.factor === null ? null : <State tone={effects[line.factor.effect].tone}>{effects[line.factor.effect].words}</State>}
      {open ? (
        <span className={styles.does}>
          <SmallButton needs="review.write" onClick={() => give(agree({ reviewId, lineId: line.id, agrees: !agrees }))}>
            {agrees ? "No longer agree" : "Agree"}
          </SmallButton>
          <SmallButton needs="review.write" label={`Rewrite: ${line.text}`} onClick={() => setEditing(true)}>Rewrite</SmallButton>
          <SmallButton
            needs="review.write"
            label={`Remove: ${line.text}`}
            onClick={() => give(remove({ reviewId, lineId: line.id, seenRevision: line.revision }))}
          >
            Remove
          </SmallButton>
        </span>
      ) : null}
    </li>
  );
}
