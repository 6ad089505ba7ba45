import { spawn } from "node:child_process";
import { basename, resolve } from "node:path";
import { commit, type Commit } from "@ballast/schema";
import { CommandFailure, usageFailure } from "../client/failure.ts";
import { chargedCommits, type GitCommit, type GitTag } from "./gitHistory.ts";
import { cut, issuesOf } from "./mapping.ts";
import type { ImportSource, SourceItem } from "./source.ts";

interface GitRun {
  readonly repository: string;
  readonly args: readonly string[];
  readonly input?: string;
}

/** Runs git and gives what it prints, field by field (they end with NUL). Settings of the machine do not change what it prints. */
async function* gitFields({ repository, args, input }: GitRun): AsyncGenerator<string, void, undefined> {
  const fixed = ["-C", repository, "-c", "log.showSignature=false", "-c", "i18n.logOutputEncoding=UTF-8", "-c", "color.ui=false"];
  const child = spawn("git", [...fixed, ...args], { stdio: ["pipe", "pipe", "pipe"], env: { ...process.env, LC_ALL: "C", GIT_OPTIONAL_LOCKS: "0" } });
  const ended = new Promise<number>((settle, fail) => child.once("error", fail).once("close", (code) => { settle(code ?? 1); }));
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
    throw new CommandFailure({ code: "NO_GIT", message: `git cannot be run: ${error instanceof Error ? error.message : String(error)}.`, remedy: "Install git and put it on PATH." });
  });
  if (code !== 0) throw new CommandFailure({ code: "GIT_FAILED", message: `git could not read ${repository}: ${complaint.trim() || `it ended with ${String(code)}`}.` });
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

const tagFields = ["%(refname:strip=2)", "%(objecttype)", "%(objectname)", "%(*objecttype)", "%(*objectname)", "%(creatordate:iso-strict)"];

/** Tags that name commits, by version; an annotated tag has a date of its own, a light one that of its commit. */
async function readTags(repository: string, glob: string | undefined): Promise<readonly GitTag[]> {
  // The line feed that git adds after each record is taken off with the next one's first field.
  const args = ["tag", "--list", "--sort=version:refname", `--format=${tagFields.map((field) => `${field}%00`).join("")}`, ...(glob === undefined ? [] : [glob])];
  const tags: GitTag[] = [];
  for await (const [name = "", kind, own = "", peeledKind, peeled = "", at = ""] of grouped(gitFields({ repository, args }), tagFields.length)) {
    const sha = kind === "commit" ? own : kind === "tag" && peeledKind === "commit" ? peeled : null;
    tags.push({ version: name.replace(/^\n/, ""), sha, at });
  }
  return tags;
}

const revertOf = /This reverts commit ([0-9a-f]{7,64})/gi;

/** Commits reachable from the tags, newest first and none before its children, in one pass. */
async function readCommits(repository: string, tags: readonly GitTag[]): Promise<readonly GitCommit[]> {
  const args = ["log", "--topo-order", "--no-show-signature", "--no-mailmap", "--stdin", "-z", "--format=%H%x00%P%x00%aI%x00%cI%x00%an%x00%s%x00%b"];
  const input = [...new Set(tags.flatMap(({ sha }) => sha ?? []))].join("\n");
  const commits: GitCommit[] = [];
  for await (const [sha = "", parents = "", authorAt = "", committedAt = "", author = "", subject = "", body = ""] of grouped(gitFields({ repository, args, input }), 7)) {
    const reverts = [...body.matchAll(revertOf)].map(([, named = ""]) => named.toLowerCase());
    commits.push({ sha, parents: parents === "" ? [] : parents.split(" "), authorAt, committedAt, author, subject, reverts });
  }
  return commits;
}

/** A commit as Ballast keeps it, or why it cannot: repositories hold dates that no calendar has. */
function kept({ parents, author, subject, ...git }: GitCommit): Commit | string {
  const result = commit.safeParse({ ...git, author: cut(author, 300, null), subject: cut(subject, 2_000, null), merge: parents.length > 1 });
  return result.success ? result.data : `commit ${git.sha.slice(0, 10)} left out: ${issuesOf(result.error)}`;
}

/** Says so where a clone was cut off; git itself refuses what is no repository. */
async function shallowNote(repository: string): Promise<readonly SourceItem[]> {
  const answer: string[] = [];
  for await (const field of gitFields({ repository, args: ["rev-parse", "--is-shallow-repository"] })) answer.push(field);
  return answer.join("").trim() === "true" ? [{ line: 0, record: null, problems: ["the repository is shallow: commits before its edge are missing"] }] : [];
}

/**
 * A repository's tags as releases with the commits first shipped in each. Bare or not; nothing is changed in it.
 * @throws {CommandFailure} when there is no git, no repository, or no tag that fits
 */
export async function gitSource(path: string, glob: string | undefined): Promise<ImportSource> {
  const repository = resolve(path);
  const note = await shallowNote(repository);
  const tags = await readTags(repository, glob);
  if (tags.length === 0) throw usageFailure(`${repository} has no tag${glob === undefined ? "" : ` that fits ${glob}`}.`, "Releases are its tags; look with `git tag --list`.");
  const named = tags.filter(({ sha }) => sha !== null);
  const releases = chargedCommits(named, named.length === 0 ? [] : await readCommits(repository, named));
  const strangers = tags.flatMap(({ version, sha }): SourceItem[] => (sha === null ? [{ line: 0, record: null, problems: [`tag ${version} names no commit`] }] : []));
  const items = releases.map(({ tag, commits }, order): SourceItem => {
    const found = commits.map(kept);
    const record = { version: tag.version, releasedAt: tag.at, sha: tag.sha, commits: found.filter((one) => typeof one !== "string"), notes: "", order };
    return { line: order + 1, record, problems: found.filter((one) => typeof one === "string") };
  });
  return { kind: "git", sourceName: basename(repository), expected: tags.length, items: [...note, ...strangers, ...items] };
}
