import Button from "@mui/material/Button";
import { useState } from "react";
import { Tag } from "../marks/State.tsx";
import { EmptyState } from "../marks/States.tsx";
import { Matched, Version } from "../marks/Text.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import styles from "./CommitList.module.css";
import type { Commit } from "./fields.ts";

/** Commits by their short ids, pull requests by their numbers. */
const takenBack = ({ reverts, alsoReverts }: Commit): readonly string[] => [
  ...reverts.map((sha) => sha.slice(0, 7)),
  ...alsoReverts.map((named) => (named.includes("#") ? named : named.slice(0, 7))),
];

/** Commits under each other: id, subject, who and when. Long lists begin with `first` and open on demand. */
export function CommitList({
  commits, first = 12, query, mark,
}: {
  commits: readonly Commit[];
  first?: number;
  query?: string;
  mark?: (commit: Commit) => string | null;
}) {
  const [all, setAll] = useState(false);
  if (commits.length === 0) return <EmptyState title="No commits">None were recorded here.</EmptyState>;
  const shown = all ? commits : commits.slice(0, first);
  return (
    <>
      <ol className={styles.list}>
        {shown.map((commit) => {
          const marked = mark?.(commit) ?? null;
          return (
            <li key={commit.sha} className={styles.commit}>
              <Version>{commit.sha.slice(0, 7)}</Version>
              <span className={styles.words}>
                <span className={styles.subject}><Matched text={commit.subject} query={query} /></span>
                <span className={styles.meta}>
                  {commit.author} · <RelativeTime at={commit.authorAt} />
                  {commit.merge ? <Tag>merge</Tag> : null}
                  {takenBack(commit).length === 0 ? null : <Tag tone="attention">reverts {takenBack(commit).join(", ")}</Tag>}
                  {marked === null ? null : <Tag tone="attention">{marked}</Tag>}
                </span>
              </span>
            </li>
          );
        })}
      </ol>
      {shown.length < commits.length ? (
        <div className={styles.more}>
          <Button size="small" onClick={() => setAll(true)}>
            Show all {commits.length}
          </Button>
        </div>
      ) : null}
    </>
  );
}
