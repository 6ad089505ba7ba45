import { spawn } from "node:child_process";
import { basename, resolve } from "node:path";
import { commit, type Commit, type ReleaseRecord } from "@ballast/schema";
import { CommandFailure, usageFailure } from "../client/failure.ts";
import { chargedCommits, datedTags, type ChargedRelease, type GitCommit, type GitTag } from "./gitHistory.ts";
import { revertsIn } from "./gitReverts.ts";
import { cut, issuesOf } from "@ballast/schema/tables";
import type { ImportSource, SourceItem } from "./source.ts";

interface GitRun {
  readonly repository: string;
  readonly args: readonly string[];
  readonly input?: string;
}

/** Runs git and gives what it prints, field by field (they end with NUL). Settings of the machine do not change what it prints. */
async function* gitFields({ repository, args, input }: GitRun): AsyncGenerator<string, void, undefined> {
  const fixed = ["-C", repository, "-c", "log.showSignature=false", "-c", "i18n.logOutputEncoding=UTF-8", "-c", "color.ui=false"];
  const child = spawn("git", [...fixed, ...args], {
    stdio: ["pipe", "pipe", "pipe"], env: { ...process.env, LC_ALL: "C", GIT_OPTIONAL_LOCKS: "0" },
  });
  const ended = new Promise<number>((settle, fail) =>
    child.once("error", fail).once("close", (code) => {
      settle(code ?? 1);
    }),
  );
  // Awaited below; a git that is not there must not be an unhandled rejection meanwhile.
  ended.catch(() => undefined);
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => { complaint += text; });
  // A git that ends early has said why on stderr.
  child.stdin.on("error", () => undefined).end(input ?? "");
  let rest = "";
  for await (const text of child.stdout.setEncoding("utf8") as AsyncIterable<string>) {
    const fields = (rest + text).split("\0");
    rest = fields.pop() ?? "";
    yield* fields;
  }
  if (rest !== "") yield rest;
  const code = await ended.catch((error: unknown) => {
    throw new CommandFailure({
      code: "NO_GIT", message: `git cannot be run: ${error instanceof Error ? error.message : String(error)}.`,
      remedy: "Install git and put it on PATH.",
    });
  });
  if (code !== 0)
    throw new CommandFailure({
      code: "GIT_FAILED", message: `git could not read ${repository}: ${complaint.trim() || `it ended with ${String(code)}`}.`,
    });
}

/** Groups fields into records of so many fields. */
async function* grouped(fields: AsyncIterable<string>, size: number): AsyncGenerator<readonly string[], void, undefined> {
  let group: string[] = [];
  for await (const field of fields) {
    group.push(field);
    if (group.length === size) {
      yield group;
      group = [];
    }
  }
}

const tagFields = ["%(refname:strip=2)", "%(objectname)", "%(creatordate:iso-strict)"];

/**
 * What each object comes to when every tag around it is taken off, at whatever depth: a commit's id, or null.
 * (`%(*objectname)` takes off one only.)
 */
async function peeledCommits(repository: string, objects: readonly string[]): Promise<readonly (string | null)[]> {
  const args = ["cat-file", "--batch-check=%(objecttype) %(objectname)"];
  let text = "";
  for await (const field of gitFields({ repository, args, input: objects.map((object) => `${object}^{}\n`).join("") })) text += field;
  return text.split("\n").slice(0, objects.length).map((line) => /^commit ([0-9a-f]+)$/.exec(line)?.[1] ?? null);
}

/** Tags by version; `at` is an annotated tag's own date, a light one's that of its commit, and null where a tag says none. */
async function readTags(repository: string, glob: string | undefined): Promise<readonly GitTag[]> {
  // The line feed that git adds after each record is taken off with the next one's first field.
  const args = [
    "tag",
    "--list",
    "--sort=version:refname",
    `--format=${tagFields.map((field) => `${field}%00`).join("")}`,
    ...(glob === undefined ? [] : [glob]),
  ];
  const tags: { version: string; object: string; at: string | null }[] = [];
  for await (const [name = "", object = "", at = ""] of grouped(gitFields({ repository, args }), tagFields.length)) {
    tags.push({ version: name.replace(/^\n/, ""), object, at: Number.isNaN(Date.parse(at)) ? null : at });
  }
  const commits = await peeledCommits(repository, tags.map(({ object }) => object));
  return tags.map(({ version, at }, place) => ({ version, at, sha: commits[place] ?? null }));
}

/** Commits reachable from the tags, newest first and none before its children, in one pass. */
async function readCommits(repository: string, tags: readonly GitTag[]): Promise<readonly GitCommit[]> {
  const args = [
    "log",
    "--topo-order",
    "--no-show-signature",
    "--no-mailmap",
    "--stdin",
    "-z",
    "--format=%H%x00%P%x00%aI%x00%cI%x00%an%x00%s%x00%b",
  ];
  const input = [...new Set(tags.flatMap(({ sha }) => sha ?? []))].join("\n");
  const commits: GitCommit[] = [];
  for await (const [sha = "", parents = "", authorAt = "", committedAt = "", author = "", subject = "", body = ""] of grouped(
    gitFields({ repository, args, input }),
    7,
  )) {
    commits.push({ sha, parents: parents === "" ? [] : parents.split(" "), authorAt, committedAt, author, subject, ...revertsIn(body) });
  }
  return commits;
}

/** A commit as Ballast keeps it, or why it cannot: repositories hold dates that no calendar has. */
function kept({ parents, author, subject, alsoReverts, ...git }: GitCommit): Commit | string {
  const more = alsoReverts.length === 0 ? {} : { alsoReverts };
  const result = commit.safeParse({
    ...git, ...more, author: cut(author, 300, null), subject: cut(subject, 2_000, null), merge: parents.length > 1,
  });
  return result.success ? result.data : `commit ${git.sha.slice(0, 10)} left out: ${issuesOf(result.error)}`;
}

async function isShallow(repository: string): Promise<boolean> {
  const answer: string[] = [];
  for await (const field of gitFields({ repository, args: ["rev-parse", "--is-shallow-repository"] })) answer.push(field);
  return answer.join("").trim() === "true";
}

const shallowRefusal = (repository: string): CommandFailure =>
  usageFailure(
    `${repository} is a shallow clone: commits before its edge are missing, and so are tags that were not fetched.`,
    "Fetch the rest with `git fetch --unshallow --tags`, or import what is there with --shallow; a later import of the whole completes it.",
  );

/** Which tags of a repository are its releases. */
export interface GitChoice {
  /** Only tags that fit, as `v*`. */
  readonly tags?: string | undefined;
  /** Take a clone whose history is cut off: its releases may lack commits until the whole is imported. */
  readonly shallow?: boolean | undefined;
}

/** A tag that cannot be used, or a part of what it ships. */
const leftOut = (problem: string): SourceItem => ({ line: 0, record: null, problems: [problem] });

/** One release, and by its tag's name what had to be left out of it. */
function releaseItems({ tag, commits }: ChargedRelease, { order, partial }: { order: number; partial: boolean }): readonly SourceItem[] {
  const found = commits.map(kept);
  const fitting = found.filter((one) => typeof one !== "string");
  const record: ReleaseRecord = {
    version: tag.version, releasedAt: tag.at, sha: tag.sha, commits: fitting, notes: "", order, ...(partial ? { partial } : {}),
  };
  return [
    { line: order + 1, record, problems: [] },
    ...found.filter((one) => typeof one === "string").map((problem) => leftOut(`tag ${tag.version}: ${problem}`)),
  ];
}

/**
 * A repository's tags as releases with the commits first shipped in each. Bare or not; nothing is changed in it.
 * @throws {CommandFailure} when there is no git, no repository, no tag that fits, or a shallow clone that nobody asked for
 */
export async function gitSource(path: string, { tags: glob, shallow = false }: GitChoice = {}): Promise<ImportSource> {
  const repository = resolve(path);
  const partial = await isShallow(repository);
  if (partial && !shallow) throw shallowRefusal(repository);
  const tags = await readTags(repository, glob);
  if (tags.length === 0)
    throw usageFailure(
      `${repository} has no tag${glob === undefined ? "" : ` that fits ${glob}`}.`,
      "Releases are its tags; look with `git tag --list`.",
    );
  const named = tags.filter(({ sha }) => sha !== null);
  const commits = named.length === 0 ? [] : await readCommits(repository, named);
  const { dated, undated } = datedTags(named, commits);
  const strangers = [
    ...tags.filter(({ sha }) => sha === null).map(({ version }) => leftOut(`tag ${version} names no commit`)),
    ...undated.map(({ version }) => leftOut(`tag ${version} has no date, and neither has its commit`)),
  ];
  const items = chargedCommits(dated, commits).flatMap((release, order) => releaseItems(release, { order, partial }));
  return { kind: "git", sourceName: basename(repository), expected: tags.length, items: [...strangers, ...items] };
}
