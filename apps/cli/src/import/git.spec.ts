import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { ReleaseRecord } from "@ballast/schema";
import { gitSource } from "./git.ts";
import type { ImportSource, SourceItem } from "./source.ts";

const folder = mkdtempSync(join(tmpdir(), "ballast-git-"));
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

/** A repository in a folder of its own, and how to act in it at a given moment. */
function repositoryOf(name: string) {
  const path = join(folder, name);
  execFileSync("git", ["init", "-q", "-b", "main", path]);
  const git = (at: string, args: readonly string[], input?: string): string =>
    execFileSync("git", ["-C", path, "-c", "advice.nestedTag=false", ...args], {
      encoding: "utf8",
      input,
      env: {
        ...process.env, GIT_AUTHOR_DATE: at, GIT_COMMITTER_DATE: at, GIT_AUTHOR_NAME: "Ana", GIT_AUTHOR_EMAIL: "ana@example.org",
        GIT_COMMITTER_NAME: "Ana", GIT_COMMITTER_EMAIL: "ana@example.org",
      },
    }).trim();
  const commit = (at: string, message: string): string => {
    git(at, ["commit", "-q", "--allow-empty", "-m", message]);
    return git(at, ["rev-parse", "HEAD"]);
  };
  /** A tag object as old tools and mirrors left them: without the line that says who and when. */
  const tagWithoutTagger = (tag: string, object: string, type = "commit"): void => {
    const id = git(
      "2030-01-01T00:00:00Z",
      ["hash-object", "-t", "tag", "-w", "--literally", "--stdin"],
      `object ${object}\ntype ${type}\ntag ${tag}\n\nno tagger here\n`,
    );
    git("2030-01-01T00:00:00Z", ["update-ref", `refs/tags/${tag}`, id]);
  };
  return { path, git, commit, tagWithoutTagger };
}

async function read({ items }: ImportSource) {
  const all: SourceItem[] = [];
  for await (const item of items) all.push(item);
  const releases = all.flatMap(({ record }) => (record === null ? [] : [record as ReleaseRecord]));
  return {
    releases,
    shipped: releases.map(({ version, releasedAt, commits }) => [
      version,
      new Date(releasedAt).toISOString().slice(0, 10),
      commits.map(({ subject }) => subject),
    ]),
    problems: all.flatMap(({ problems }) => problems),
  };
}

describe("a repository's tags", () => {
  it("without a tagger take their commit's date and charge nothing to the wrong release", async () => {
    const { path, git, commit, tagWithoutTagger } = repositoryOf("taggerless");
    commit("2025-01-01T00:00:00Z", "first");
    git("2025-01-02T00:00:00Z", ["tag", "-a", "z-first", "-m", "one"]);
    commit("2025-02-01T00:00:00Z", "second");
    git("2025-02-03T00:00:00Z", ["tag", "-a", "y-second", "-m", "two"]);
    tagWithoutTagger("m-undated", commit("2025-03-01T00:00:00Z", "third"));
    commit("2025-04-01T00:00:00Z", "fourth");
    git("2025-04-05T00:00:00Z", ["tag", "-a", "a-last", "-m", "last"]);
    expect(await read(await gitSource(path))).toMatchObject({
      shipped: [
        ["z-first", "2025-01-02", ["first"]],
        ["y-second", "2025-02-03", ["second"]],
        ["m-undated", "2025-03-01", ["third"]],
        ["a-last", "2025-04-05", ["fourth"]],
      ],
      problems: [],
    });
  });

  it("are peeled to the end, and what names no commit is named by tag", async () => {
    const { path, git, commit } = repositoryOf("nested");
    const first = commit("2025-01-01T00:00:00Z", "first");
    git("2025-01-02T00:00:00Z", ["tag", "-a", "inner", "-m", "inner", first]);
    git("2025-01-03T00:00:00Z", ["tag", "-a", "middle", "-m", "middle", "inner"]);
    git("2025-01-04T00:00:00Z", ["tag", "-a", "outer", "-m", "outer", "middle"]);
    git("2025-01-05T00:00:00Z", ["tag", "-a", "of-a-tree", "-m", "tree", "HEAD^{tree}"]);
    const { releases, problems } = await read(await gitSource(path));
    expect(releases.map(({ version, sha, commits }) => [version, sha, commits.length])).toEqual([
      ["inner", first, 1],
      ["middle", first, 0],
      ["outer", first, 0],
    ]);
    expect(problems).toEqual(["tag of-a-tree names no commit"]);
  });

  it("name the commits that cannot be used", async () => {
    const { path, git, commit } = repositoryOf("odd");
    commit("2025-01-01T00:00:00Z", "first");
    const body = git("2025-01-02T00:00:00Z", ["cat-file", "commit", "HEAD"]).replace(
      /author .*/,
      "author Ana <ana@example.org> 99999999999999 +0000",
    );
    const odd = git("2025-01-02T00:00:00Z", ["hash-object", "-t", "commit", "-w", "--literally", "--stdin"], `${body}\n`);
    git("2025-01-02T00:00:00Z", ["tag", "v1", odd]);
    const { problems } = await read(await gitSource(path));
    expect(problems).toEqual([expect.stringMatching(new RegExp(`^tag v1: commit ${odd.slice(0, 10)} left out: authorAt`))]);
  });
});

describe("a shallow clone", () => {
  const { path, git, commit } = repositoryOf("whole");
  for (const day of [1, 2, 3, 4]) {
    commit(`2025-01-0${String(day)}T00:00:00Z`, `commit ${String(day)}`);
    if (day !== 2) git(`2025-01-0${String(day)}T12:00:00Z`, ["tag", `v${String(day)}`]);
  }
  const shallow = join(folder, "shallow");
  execFileSync("git", ["clone", "-q", "--depth", "2", `file://${path}`, shallow]);

  it("is refused, and how to go on is said", async () => {
    await expect(gitSource(shallow)).rejects.toMatchObject({
      message: expect.stringContaining("is a shallow clone"), remedy: expect.stringContaining("git fetch --unshallow --tags"),
    });
  });

  it("is taken when asked for, its releases marked as known in part", async () => {
    const { releases } = await read(await gitSource(shallow, { shallow: true }));
    expect(releases.map(({ version, partial, commits }) => [version, partial, commits.length])).toEqual([
      ["v3", true, 1],
      ["v4", true, 1],
    ]);
    expect(
      (await read(await gitSource(path, { shallow: true }))).releases.map(({ version, partial, commits }) => [
        version, partial, commits.length,
      ]),
    ).toEqual([
      ["v1", undefined, 1],
      ["v3", undefined, 2],
      ["v4", undefined, 1],
    ]);
  });
});
