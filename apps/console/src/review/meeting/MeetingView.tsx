import { useEffect, useRef, useState } from "react";
import { useNavigate, useParams } from "react-router";
import { CommandButton } from "../../data/CommandButton.tsx";
import { useCommand } from "../../data/command.ts";
import { useMay } from "../../data/may.ts";
import { NoSuchRecord, ReadArea } from "../../data/ReadArea.tsx";
import { useNow } from "../../marks/now.ts";
import { Avatar } from "../../marks/Person.tsx";
import { Shape } from "../../marks/State.tsx";
import { Key } from "../../marks/Text.tsx";
import { beginReviewMeeting } from "../reviewDocuments.ts";
import type { ReviewRecord } from "../reviewDocuments.ts";
import { clockOf } from "../reviewWords.ts";
import { useKeyMoments } from "../useKeyMoments.ts";
import { useIncidentRefresh, useReview } from "../useReview.ts";
import { Boxes } from "./Boxes.tsx";
import { useMeetingKeys } from "./keys.ts";
import { useMeeting } from "./useMeeting.ts";
import type { Meeting } from "./useMeeting.ts";
import { useTyping } from "./typing.tsx";
import type { Typing } from "./typing.tsx";
import { WhatHappened } from "./WhatHappened.tsx";
import styles from "./Meeting.module.css";

/** The meeting about an incident: full screen, readable from afar, the same for everybody who follows. */
export function MeetingView() {
  const { id = "" } = useParams();
  const read = useReview(id);
  useIncidentRefresh(read.data?.review ?? null);
  return (
    <ReadArea read={read} where="The meeting">
      {({ review }) => (review === null ? <NoSuchRecord what="review" /> : <Shown review={review} />)}
    </ReadArea>
  );
}

function Shown({ review }: { review: ReviewRecord }) {
  const navigate = useNavigate();
  const screen = useRef<HTMLDivElement>(null);
  const [evidence, setEvidence] = useState(false);
  const moments = useKeyMoments(review.incident.id);
  const meeting = useMeeting(review, moments);
  const typing = useTyping(review, { moment: meeting.moment, moments });
  const [mayWrite, mayAct] = [useMay("review.write"), useMay("action.write")];
  const open = review.state === "meeting" || review.state === "preparing";
  useEffect(() => screen.current?.focus(), []);
  const leave = (): void => void navigate(`/reviews/${encodeURIComponent(review.id)}`);
  const begin = (what: Parameters<Typing["begin"]>[0], may: boolean): void => {
    if (open && may) typing.begin(what);
  };
  const topics = Object.fromEntries(review.agenda.map((_, place) => [String(place + 1), () => meeting.topic(place)]));
  useMeetingKeys({
    ...topics,
    arrowleft: () => meeting.step(-1),
    arrowright: () => meeting.step(1),
    enter: () => setEvidence(!evidence),
    n: () => begin("note", mayWrite),
    a: () => begin("shortTerm", mayAct),
    c: () => begin("longTerm", mayAct),
    l: () => begin("link", mayWrite),
    t: () => meeting.topic(Math.min(review.agenda.length - 1, (review.clock?.topic ?? -1) + 1)),
    f: () => meeting.setFollowing(!meeting.following),
    escape: leave,
  });
  return (
    <div
      ref={screen}
      className={styles.screen}
      role="dialog"
      data-meeting="true"
      aria-modal="true"
      aria-label={`Meeting about ${review.incident.reference}`}
      tabIndex={-1}
    >
      <Head review={review} meeting={meeting} />
      <div className={styles.halves}>
        <div className={styles.left} data-current={isTimeline(review) || undefined}>
          <WhatHappened review={review} moments={moments} meeting={meeting} evidence={evidence} />
          <Notes review={review} typing={typing} />
        </div>
        <Boxes review={review} typing={typing} />
      </div>
      <Foot review={review} meeting={meeting} leave={leave} />
    </div>
  );
}

const isTimeline = ({ clock, agenda }: ReviewRecord): boolean =>
  clock !== null && clock.topic !== null && agenda[clock.topic]?.subject === "timeline";

function Head({ review, meeting }: { review: ReviewRecord; meeting: Meeting }) {
  const current = review.clock?.topic ?? null;
  return (
    <header className={styles.top}>
      <h1>{review.incident.reference} · {review.incident.title}</h1>
      <nav aria-label="Agenda">
        {review.agenda.map(({ title, spentSeconds }, place) => (
          <button key={place} type="button" aria-current={place === current ? "step" : undefined} onClick={() => meeting.topic(place)}>
            {spentSeconds > 0 && place !== current ? <Shape tone="good" label="talked about" /> : `${String(place + 1)} `}
            {title}
          </button>
        ))}
      </nav>
      <Clock review={review} />
    </header>
  );
}

/** What is left of the topic; in words once it is over. */
function Clock({ review: { agenda, clock } }: { review: ReviewRecord }) {
  const now = useNow(1_000);
  const [topic, place] = [clock?.topic ?? null, clock?.topic ?? -1];
  const about = agenda[place];
  if (clock === null || topic === null || about === undefined) return <span className={styles.clock}>nobody meets</span>;
  const spent = about.spentSeconds * 1_000 + Math.max(0, now - Date.parse(clock.since));
  const { over, digits, words } = clockOf(about.minutes, spent);
  return (
    <span className={styles.clock} role="timer" data-over={over || undefined}>
      {over ? <Shape tone="attention" /> : <b>{digits}</b>} {words}
    </span>
  );
}

/** What was said in the meeting, on the record. */
function Notes({ review, typing }: { review: ReviewRecord; typing: Typing }) {
  const notes = review.lines.filter(({ section }) => section === "note" || section === "decision");
  return (
    <section className={styles.notes} aria-label="Notes">
      <header className={styles.head}><h2>Notes</h2><span>of this meeting, on the record</span></header>
      <ul>
        {notes.map(({ id, text, author, section }) => (
          <li key={id}>
            <Avatar name={author?.name ?? "?"} label />
            <span>{section === "decision" ? <b>Decided: </b> : null}{text}</span>
          </li>
        ))}
      </ul>
      {typing.what === "note" || typing.what === "link" ? typing.field : null}
    </section>
  );
}

const keys: readonly (readonly [keys: readonly string[], does: string])[] = [
  [["←", "→"], "key moments"], [["Enter"], "evidence"], [["N"], "note"], [["A"], "action"], [["C"], "change"], [["L"], "link"],
  [["T"], "next topic"],
];

/** Who presents, and who is there. */
function Presence({ review, meeting }: { review: ReviewRecord; meeting: Meeting }) {
  const { presenter, joined } = review;
  const others = joined.filter(({ id }) => id !== presenter?.person.id);
  const shown = [...(presenter === null ? [] : [presenter.person]), ...others].slice(0, 8);
  const who = presenter === null ? "Nobody presents yet" : meeting.presenting ? "You present" : `${presenter.person.name} presents`;
  return (
    <span className={styles.presence}>
      <span>{who}{others.length === 0 ? "" : `, ${String(others.length)} joined`}</span>
      {shown.map(({ id, name }) => <Avatar key={id} name={name} label />)}
    </span>
  );
}

function Foot({ review, meeting, leave }: { review: ReviewRecord; meeting: Meeting; leave: () => void }) {
  const give = useCommand(beginReviewMeeting);
  const mayWrite = useMay("review.write");
  const met = review.state === "meeting";
  return (
    <footer className={styles.foot}>
      <span className={styles.keys}>
        {keys.map(([pressed, does]) => <span key={does}>{pressed.map((key) => <Key key={key}>{key}</Key>)} {does}</span>)}
        {review.presenter === null || meeting.presenting ? null : (
          <span><Key>F</Key> {meeting.following ? "look around" : "follow again"}</span>
        )}
        <button type="button" onClick={leave}><Key>Esc</Key> leave</button>
      </span>
      {meeting.refused === null ? null : <span role="alert" className={styles.refused}>{meeting.refused}</span>}
      {met && mayWrite && !meeting.presenting ? (
        <button type="button" className={styles.present} onClick={meeting.present}>Present</button>
      ) : null}
      {review.state === "preparing" ? (
        <CommandButton needs="review.write" first size="small" onClick={() => void give({ reviewId: review.id })}>
          Begin the meeting
        </CommandButton>
      ) : null}
      <Presence review={review} meeting={meeting} />
    </footer>
  );
}
