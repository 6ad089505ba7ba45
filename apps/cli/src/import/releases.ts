import { commit, releaseRecord, type Commit } from "@ballast/schema";
import {
  createProblems, cut, fieldOf, instantIn, isObject, issuesOf, lineIn, shown, textIn, type Problems, type SourceObject,
} from "@ballast/schema/tables";
import type { SourceItem } from "./source.ts";

type Mapped = Pick<SourceItem, "record" | "problems">;

/** Longest subject and author's name that Ballast keeps; characters. */
const most = { subject: 2_000, author: 300 };

/** Brings one line of a release history into the normal form; `order` is its place there, from 0. */
export function mapRelease(given: unknown, order: number): Mapped {
  if (!isObject(given)) return { record: null, problems: [`a release was expected, not ${shown(given)}`] };
  const problems = createProblems();
  const version = lineIn(given["version"], "version", problems);
  const released = fieldOf(given, "released_at");
  const missing = [version === undefined && "version", released === undefined && "released_at"].filter((name) => name !== false);
  if (missing.length > 0) return { record: null, problems: [`missing: ${missing.join(", ")}`] };
  const releasedAt = instantIn(released, "released_at", problems);
  if (releasedAt === null) return { record: null, problems: problems.list };
  const sha = given["sha"];
  const result = releaseRecord.safeParse({
    version,
    releasedAt,
    sha: typeof sha === "string" && sha !== "" ? sha.toLowerCase() : null,
    commits: commitsOf(given["commits"], problems),
    notes: textIn(given["notes"], "notes", problems),
    order,
  });
  return result.success
    ? { record: result.data, problems: problems.list }
    : { record: null, problems: [...problems.list, issuesOf(result.error)] };
}

function commitsOf(given: unknown, problems: Problems): Commit[] {
  if (given === undefined || given === null) return [];
  if (Array.isArray(given)) return given.flatMap((one: unknown, index) => commitOf(one, { index, problems }) ?? []);
  problems.add(`commits left out: a list was expected, not ${shown(given)}`);
  return [];
}

function commitOf(given: unknown, { index, problems }: { index: number; problems: Problems }): Commit | null {
  const leaveOut = (why: string): null => {
    problems.add(`commit ${String(index + 1)} left out: ${why}`);
    return null;
  };
  if (!isObject(given)) return leaveOut(`an object was expected, not ${shown(given)}`);
  const own = createProblems();
  const authored = fieldOf(given, "author_date", "commit_date");
  if (authored === undefined) return leaveOut("author_date is missing");
  const authorAt = instantIn(authored, "author_date", own);
  const result = commit.safeParse({
    sha: typeof given["sha"] === "string" ? given["sha"].toLowerCase() : given["sha"],
    authorAt,
    ...committed(given, own),
    author: cut(typeof given["author"] === "string" ? given["author"] : "", most.author, null),
    subject: cut(typeof given["subject"] === "string" ? given["subject"] : "", most.subject, null),
    merge: given["merge"] === true,
    reverts: Array.isArray(given["reverts"])
      ? given["reverts"].filter((sha): sha is string => typeof sha === "string").map((sha) => sha.toLowerCase())
      : [],
  });
  return result.success ? result.data : leaveOut(own.list[0] ?? issuesOf(result.error));
}

function committed(given: SourceObject, own: Problems): Pick<Commit, "committedAt"> {
  const time = fieldOf(given, "commit_date");
  const at = time === undefined ? null : instantIn(time, "commit_date", own);
  return at === null ? {} : { committedAt: at };
}
