import { measuredPercent } from "@ballast/schema/words";
import { useEffect, useMemo, useRef } from "react";
import { useRead } from "../../data/read.ts";
import { counted, oneOf } from "../../data/words.ts";
import { Facts } from "../../marks/Panel.tsx";
import { Shape } from "../../marks/State.tsx";
import { sinceStart } from "../../marks/time.ts";
import { tones } from "../../marks/tone.ts";
import { evidenceOf } from "../../timeline/evidence.ts";
import { seriesOf } from "../../timeline/measured.ts";
import { seriesPaths } from "../../timeline/series.ts";
import { momentEvidenceDocument } from "../reviewDocuments.ts";
import type { KeyMoment, ReviewRecord } from "../reviewDocuments.ts";
import type { Meeting } from "./useMeeting.ts";
import styles from "./Meeting.module.css";

const box = { width: 1_000, top: 6, bottom: 100 };
const fifteenMinutes = 900_000;

interface HappenedProps {
  review: ReviewRecord;
  moments: readonly KeyMoment[];
  meeting: Meeting;
  /** What the selected moment was made from is shown. */
  evidence: boolean;
}

/** From a little before the first moment, or the start, to a little after the last or the end. */
function windowOf({ incident }: Pick<ReviewRecord, "incident">, moments: readonly KeyMoment[]): { from: number; to: number } {
  const times = [incident.startedAt, incident.resolvedAt, ...moments.map(({ at }) => at)]
    .flatMap((at) => (at === null ? [] : [Date.parse(at)]));
  if (times.length === 0) return { from: 0, to: 1 };
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const margin = Math.max(60_000, Math.min(fifteenMinutes, (last - first) * 0.12));
  return { from: first - margin, to: last + margin };
}

/** Errors over time with the moments below, and what was measured where one stands. */
function Chart({ review, moments, meeting }: Omit<HappenedProps, "evidence">) {
  const { incident } = review;
  const window = useMemo(() => windowOf(review, moments), [review, moments]);
  const points = useMemo(
    () => (seriesOf(incident.impactSeries)?.points ?? []).map(({ at, value }) => ({ at: Date.parse(at), value })),
    [incident.impactSeries],
  );
  const paths = useMemo(() => seriesPaths(points, window, box), [points, window]);
  const percentAt = (at: string | null): number => (at === null ? 0 : ((Date.parse(at) - window.from) / (window.to - window.from)) * 100);
  const { moment } = meeting;
  const [from, to] = [percentAt(incident.startedAt), incident.resolvedAt === null ? 100 : percentAt(incident.resolvedAt)];
  const before = moment === null ? [] : points.filter(({ at, value }) => value !== null && at <= Date.parse(moment.at) + 60_000);
  const value = before.at(-1)?.value ?? null;
  const left = moment === null ? 0 : percentAt(moment.at);
  return (
    <div className={styles.chart}>
      <svg
        viewBox="0 0 1000 104"
        preserveAspectRatio="none"
        role="img"
        aria-label={points.length === 0 ? "Nobody measured it" : "Errors over time"}
      >
        {incident.startedAt === null ? null : (
          <rect className={styles.impact} x={from * 10} y="0" width={Math.max(0, to - from) * 10} height="100" />
        )}
        <path className={styles.area} d={paths.area} />
        <path className={styles.line} d={paths.line} />
        <line className={styles.base} x1="0" x2="1000" y1="100" y2="100" />
      </svg>
      {moment === null ? null : (
        <div className={styles.cursor} style={{ left: `${String(left)}%` }} data-flip={left > 60 || undefined}>
          <div className={styles.measured}>
            {value === null ? null : <b>{measuredPercent(value)} errors</b>}
            {incident.affectedCustomerCount === null ? null : <span>{counted(incident.affectedCustomerCount, "customer")}</span>}
          </div>
        </div>
      )}
      {moments.map(({ id, at, tone, title }) => (
        <span
          key={id}
          className={styles.mark}
          data-tone={tone}
          data-here={id === moment?.id || undefined}
          style={{ left: `${String(percentAt(at))}%` }}
          title={title}
        />
      ))}
    </div>
  );
}

function Evidence({ review, moment }: { review: ReviewRecord; moment: KeyMoment }) {
  const { data } = useRead(momentEvidenceDocument, { id: review.incident.id, entryId: moment.id });
  const entry = data?.incident?.timelineEntry ?? null;
  if (entry === null) return null;
  const { facts, diff } = evidenceOf(entry.evidence);
  return (
    <div className={styles.evidence}>
      <Facts facts={[...facts, ["Recorded at", entry.recordedAt.slice(0, 19).replace("T", " ")]]} />
      {entry.corrections.map(({ at, by, previous, reason }) => (
        <p key={at}>{by} corrected it: {reason}. Before: {previous ?? "unknown"}</p>
      ))}
      {diff === null ? null : <pre>{diff}</pre>}
    </div>
  );
}

function MomentRow({ review, moment, meeting, evidence }: Omit<HappenedProps, "moments"> & { moment: KeyMoment }) {
  const row = useRef<HTMLLIElement>(null);
  const here = meeting.moment?.id === moment.id;
  useEffect(() => {
    if (here) row.current?.scrollIntoView({ block: "nearest" });
  }, [here]);
  const start = review.incident.startedAt;
  return (
    <li ref={row} className={styles.moment} data-here={here || undefined} aria-current={here || undefined}>
      <button type="button" onClick={() => meeting.show(moment.id)}>
        <span className={styles.since}>{start === null ? "" : sinceStart(Date.parse(moment.at) - Date.parse(start))}</span>
        <span className={styles.rail}><Shape tone={oneOf(tones, moment.tone) ?? "idle"} size={11} /></span>
        <span className={styles.told}>
          <span className={styles.title}>{moment.title}</span>
          {here && moment.detail !== null && moment.detail !== "" ? <span className={styles.detail}>{moment.detail}</span> : null}
        </span>
      </button>
      {here && evidence ? <Evidence review={review} moment={moment} /> : null}
    </li>
  );
}

/** The left half: what happened. */
export function WhatHappened({ review, moments, meeting, evidence }: HappenedProps) {
  const said = meeting.place < 0
    ? counted(moments.length, "key moment")
    : `key moment ${String(meeting.place + 1)} of ${String(moments.length)}`;
  return (
    <section className={styles.happened} aria-label="What happened">
      <header className={styles.head}><h2>What happened</h2><span>as known now · {said}</span></header>
      <Chart review={review} moments={moments} meeting={meeting} />
      <ol className={styles.moments} tabIndex={-1}>
        {moments.map((moment) => <MomentRow key={moment.id} review={review} moment={moment} meeting={meeting} evidence={evidence} />)}
      </ol>
    </section>
  );
}
