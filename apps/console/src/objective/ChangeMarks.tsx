import { Link } from "react-router";
import { nodesOf } from "../data/fields.ts";
import { useRead } from "../data/read.ts";
import { exact } from "../marks/time.ts";
import { useZone } from "../marks/zone.ts";
import { objectiveChangesDocument } from "./objectiveDocuments.ts";
import type { ObjectiveChange, ObjectiveRecord } from "./objectiveDocuments.ts";
import styles from "./Objective.module.css";

/** Which services, and when. */
export type Shown = Pick<ObjectiveRecord, "parts"> & { readonly standing: Pick<ObjectiveRecord["standing"], "from" | "to"> };

/** So many are marked for a service, the latest; the view of changes has all. */
const marked = 200;

/** The services that an objective is about, each once. */
export const slugsOf = ({ parts }: Pick<ObjectiveRecord, "parts">): readonly string[] =>
  [...new Set(parts.flatMap(({ service }) => (service === null ? [] : [service.slug])))];

interface Place {
  readonly x: (at: number) => number;
  /** Where the marks stand. */
  readonly y: number;
}

/** What changed for a service: a tick for a deploy, a diamond for a flag. What each was, is said when it is pointed at. */
export function ChangeMarks({ service, shown, place }: { service: string; shown: Shown; place: Place }) {
  const { from, to } = shown.standing;
  const { data } = useRead(objectiveChangesDocument, { service, from, to, first: marked }, { keep: true });
  return data === undefined
    ? null
    : nodesOf(data.changes).map((change) => <ChangeMark key={change.id} change={change} place={place} />);
}

function ChangeMark({ change: { kind, at, sentence }, place: { x, y } }: { change: ObjectiveChange; place: Place }) {
  const zone = useZone();
  const [middle, moment] = [x(Date.parse(at)), Date.parse(at)];
  const path =
    kind === "deploy"
      ? `M${String(middle)} ${String(y)} v7`
      : `M${String(middle)} ${String(y)} l3.5 3.5 l-3.5 3.5 l-3.5 -3.5 z`;
  return (
    <path className={styles.change} data-kind={kind} d={path}>
      <title>{`${sentence}, ${exact(moment, zone)}`}</title>
    </path>
  );
}

/** Where all of them are listed, with what they led to. */
export function AllChanges({ shown }: { shown: Shown }) {
  const { from, to } = shown.standing;
  return (
    <p className={styles.changes}>
      {slugsOf(shown).map((service) => (
        <Link key={service} to={`/changes?${new URLSearchParams({ service, from, to }).toString()}`}>What changed for {service}</Link>
      ))}
    </p>
  );
}
