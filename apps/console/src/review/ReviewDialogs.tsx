import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { PersonField } from "../choices/PersonField.tsx";
import { usePeople } from "../choices/peopleChoices.ts";
import { useCommand } from "../data/command.ts";
import { unrevised, useDraft, useDraftOf, useDraftState } from "../data/draft.ts";
import { MomentField } from "../data/MomentField.tsx";
import { counted } from "../data/words.ts";
import { Choice } from "../marks/Choice.tsx";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import {
  adjournReviewMeeting, closeReview, nameReviewFacilitator, nameReviewParticipant, publishReview, reopenReview, setReviewAgenda,
  withdrawReview,
} from "./reviewDocuments.ts";
import type { ReviewRecord } from "./reviewDocuments.ts";
import { lackingOf } from "./reviewWords.ts";
import styles from "./Review.module.css";

interface DialogProps {
  review: ReviewRecord;
  onClose: () => void;
}

/** Closes it: what still lacks an owner or a day is named before. */
export function CloseDialog({ review, onClose }: DialogProps) {
  const draft = useDraft("review.close", review.id);
  const [heldAt, setHeldAt] = useDraftState<string | null>(draft, "heldAt", null);
  const give = useCommand(closeReview, draft);
  const lacking = review.actions.flatMap((action) => {
    const words = lackingOf(action);
    return words === null ? [] : [`${action.reference}, ${action.title}: ${words}`];
  });
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`Close the review of ${review.incident.reference}?`}
      confirm="Close the review"
      ready={lacking.length === 0}
      preview={
        lacking.length === 0 ? (
          <p>
            The review of {review.incident.reference} counts as held, with {counted(review.actions.length, "action")}.{" "}
            Nobody writes in it any more; it can be reopened.
          </p>
        ) : (
          <>
            <p>It cannot be closed while {counted(lacking.length, "action lacks", "actions lack")} an owner or a day:</p>
            <ul>{lacking.map((words) => <li key={words}>{words}</li>)}</ul>
          </>
        )
      }
      act={async () => void (await give({ reviewId: review.id, ...(heldAt === null ? {} : { heldAt }) }))}
    >
      <MomentField label="When it was held" value={heldAt} set={setHeldAt} help="Left empty, now." />
    </ConfirmCommand>
  );
}

/** Publishes it: for whom, and who is told. */
export function PublishDialog({ review, onClose }: DialogProps) {
  const people = usePeople();
  const draft = useDraftOf(unrevised, "review.publish", review.id);
  const [visibility, setVisibility] = useDraftState<"internal" | "public">(draft, "visibility", "internal");
  const [told, setTold] = useDraftState<readonly string[]>(draft, "told", review.participants.map(({ person }) => person.id));
  const [note, setNote] = useDraftState(draft, "note", "");
  const give = useCommand(publishReview, draft);
  const names = people.filter(({ id }) => told.includes(id)).map(({ name }) => name);
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`Publish the review of ${review.incident.reference}?`}
      confirm={visibility === "public" ? "Publish it for the public" : "Publish it inside"}
      preview={
        <p>
          {visibility === "public"
            ? "Its public version names nobody and leaves out notes and what people said of moments."
            : "Everybody who may know of the incident reads all of it."}{" "}
          {names.length === 0 ? "Nobody is told." : `${names.join(", ")} ${names.length === 1 ? "is" : "are"} told by mail or chat.`}
        </p>
      }
      act={async () => void (await give({ reviewId: review.id, visibility, told: [...told], note: note.trim() }))}
    >
      <Choice
        label="For whom"
        value={visibility}
        onChange={setVisibility}
        options={[["internal", "Inside"], ["public", "For the public"]]}
      />
      <TextField
        select
        label="Who is told"
        value={told}
        onChange={(event) => setTold([event.target.value].flat())}
        slotProps={{ select: { multiple: true } }}
      >
        {people.map(({ id, name }) => <MenuItem key={id} value={id}>{name}</MenuItem>)}
      </TextField>
      <TextField label="What they are told with it" multiline value={note} onChange={(event) => setNote(event.target.value)} />
    </ConfirmCommand>
  );
}

const reasons = {
  reopen: {
    title: "Reopen the review of", confirm: "Reopen the review", command: reopenReview,
    preview: "People write in it again. Its incident's review stays held.",
  },
  withdraw: {
    title: "Take back the publication of the review of", confirm: "Take it back", command: withdrawReview,
    preview: "Whoever was told was told; it is published no more.",
  },
} as const;

/** What needs a reason and nothing else. */
export function ReasonDialog({ review, what, onClose }: DialogProps & { what: keyof typeof reasons }) {
  const { title, confirm, preview, command } = reasons[what];
  const draft = useDraft(`review.${what}`, review.id);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(command, draft);
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`${title} ${review.incident.reference}?`}
      confirm={confirm}
      ready={reason.trim() !== ""}
      preview={<p>{preview}</p>}
      act={async () => void (await give({ reviewId: review.id, reason: reason.trim() }))}
    >
      <TextField label="Why" required autoFocus value={reason} onChange={(event) => setReason(event.target.value)} />
    </ConfirmCommand>
  );
}

/** Ends the meeting for today. */
export function AdjournDialog({ review, onClose }: DialogProps) {
  const give = useCommand(adjournReviewMeeting);
  return (
    <ConfirmCommand
      draft={null}
      open
      focused
      onClose={onClose}
      title={`Adjourn the meeting about ${review.incident.reference}?`}
      confirm="Adjourn the meeting"
      preview={<p>Its clock stops. It goes on another day with what every topic has taken so far, or the review is closed without one.</p>}
      act={async () => void (await give({ reviewId: review.id }))}
    />
  );
}

/** Names somebody: who leads it, or who is asked to it. */
export function PersonDialog({ review, what, onClose }: DialogProps & { what: "facilitator" | "participant" }) {
  const draft = useDraft(`review.${what}`, review.id);
  const [personId, setPerson] = useDraftState(draft, "person", "");
  const [interview, setInterview] = useDraftState<"none" | "wanted">(draft, "interview", "none");
  const lead = useCommand(nameReviewFacilitator, draft);
  const ask = useCommand(nameReviewParticipant, draft);
  const leads = what === "facilitator";
  const act = async (): Promise<void> =>
    void (leads ? await lead({ reviewId: review.id, personId }) : await ask({ reviewId: review.id, personId, interview }));
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={leads ? "Who leads the review?" : "Who is asked to the review?"}
      confirm={leads ? "Name who leads it" : "Ask them"}
      ready={personId !== ""}
      preview={
        <p>
          {leads
            ? "They see to the preparation, and present in the meeting unless somebody else does."
            : "They read the timeline first, and say what they saw differently."}
        </p>
      }
      act={act}
    >
      <PersonField label="Who" value={personId} set={setPerson} />
      {leads ? null : (
        <Choice
          label="Before the meeting"
          value={interview}
          onChange={setInterview}
          options={[["none", "Comes to the meeting"], ["wanted", "Is talked to before"]]}
        />
      )}
    </ConfirmCommand>
  );
}

/** What the meeting talks about, and for how long. */
export function AgendaDialog({ review, onClose }: DialogProps) {
  const draft = useDraftOf(unrevised, "review.agenda", review.id);
  const now = review.agenda.map(({ subject, title, minutes }) => ({ subject, title, minutes: String(minutes) }));
  const [topics, setTopics] = useDraftState<typeof now>(draft, "topics", now);
  const give = useCommand(setReviewAgenda, draft);
  const minutes = topics.map((topic) => Number(topic.minutes));
  const ready = topics.every(({ title }) => title.trim() !== "") && minutes.every((one) => Number.isInteger(one) && one >= 1 && one <= 240);
  const change = (place: number, to: Partial<(typeof topics)[number]>): void =>
    setTopics(topics.map((topic, index) => (index === place ? { ...topic, ...to } : topic)));
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`The agenda of the review of ${review.incident.reference}`}
      confirm="Set the agenda"
      ready={ready}
      preview={
        <p>
          {ready
            ? `${String(minutes.reduce((sum, one) => sum + one, 0))} minutes in all.`
            : "A topic has a title and takes 1 to 240 minutes."}
        </p>
      }
      act={async () => {
        const agenda = topics.map((topic) => ({ ...topic, title: topic.title.trim(), minutes: Number(topic.minutes) }));
        await give({ reviewId: review.id, agenda });
      }}
    >
      {topics.map((topic, place) => (
        <div key={place} className={styles.topic}>
          <TextField
            label={`Topic ${String(place + 1)}`}
            value={topic.title}
            onChange={(event) => change(place, { title: event.target.value })}
          />
          <TextField label="Minutes" value={topic.minutes} onChange={(event) => change(place, { minutes: event.target.value })} />
        </div>
      ))}
    </ConfirmCommand>
  );
}
