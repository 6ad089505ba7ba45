import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { IncidentRecord, ReleaseRecord } from "@ballast/schema";
import { incidentFile, releaseFile } from "./files.ts";
import { gitSource } from "./git.ts";
import { mapIncident } from "./incidents.ts";
import { onceEach } from "./onceEach.ts";
import { slugOf } from "./service.ts";
import type { ImportSource, SourceItem } from "./source.ts";

const folder = mkdtempSync(join(tmpdir(), "ballast-import-"));
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

function file(name: string, ...lines: readonly (string | object)[]): string {
  const path = join(folder, name);
  writeFileSync(path, lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n"));
  return path;
}

async function gathered<T>(items: AsyncIterable<T> | Iterable<T>): Promise<readonly T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}
const all = ({ items }: ImportSource): Promise<readonly SourceItem[]> => gathered(items);

const incident = {
  id: "1", title: "Slow", impact: "minor", components: ["API"], started_at: "2024-01-01T10:00:00Z", resolved_at: null,
  updates: [{ at: "2024-01-01T11:00:00+02:00", status: "Investigating", message: "We look." }],
};
const commit = {
  sha: "a".repeat(40), author_date: "2024-01-01T10:00:00+09:00", commit_date: "2024-01-02T10:00:00Z", author: "ana", subject: "One",
};
const release = { version: "v1", released_at: "2024-01-03T00:00:00Z", sha: "A".repeat(40), commits: [commit] };

describe("an incident history", () => {
  it("keeps times as they were written, and an update's place as its index", async () => {
    const [item] = await all(await incidentFile(file("one.jsonl", incident)));
    expect(item).toEqual({
      line: 1,
      problems: [],
      record: {
        sourceId: "1", title: "Slow", impact: "minor", components: ["API"], startedAt: "2024-01-01T10:00:00Z", resolvedAt: null,
        publishedAt: null, url: null, updates: [{ index: 0, at: "2024-01-01T11:00:00+02:00", status: "Investigating", body: "We look." }],
      } satisfies IncidentRecord,
    });
  });

  it.each([
    ["{\"id\": \"1\",", /^malformed JSON/],
    ["[1]", /^an incident was expected, not \[1\]/],
    [{ ...incident, id: undefined, title: " " }, /^missing: id, title or name$/],
    [{ ...incident, impact: "catastrophic" }, /^impact is none of none, minor, major, critical, maintenance: "catastrophic"/],
    [{ ...incident, started_at: "2024-01-01T10:00:00" }, /^started_at has no time zone/],
    [{ ...incident, resolved_at: "soon" }, /^resolved_at is no time: "soon"/],
    [{ ...incident, started_at: "2024-02-30T10:00:00Z" }, /^started_at is no time/],
    [{ ...incident, started_at: null, updates: [] }, /^nothing says when it began/],
  ])("does not use %j, says why, and goes on", async (line, reason) => {
    const items = await all(await incidentFile(file("dirty.jsonl", line, "", { ...incident, id: 2 })));
    expect(items.map(({ line: at, record }) => [at, record === null])).toEqual([[1, true], [3, false]]);
    expect(items[0]?.problems[0]).toMatch(reason);
  });

  it("leaves out what it cannot use of a record, says so, and keeps the rest in its place", async () => {
    const { record, problems } = mapIncident({
      ...incident, title: "x".repeat(400), components: ["API", 7, null, "API"], published_at: "yesterday",
      updates: [{ status: "Update" }, { at: "2024-01-01 12:00 +0200", status: "Resolved" }, "?"],
    });
    expect(problems).toEqual([
      "title was cut from 400 to 300 characters",
      "update 1 left out: it has no time",
      'update 3 left out: an object was expected, not "?"',
      "component left out: null",
      'published_at is no time: "yesterday"',
    ]);
    expect(record).toMatchObject({
      components: ["API", "7"], publishedAt: null, updates: [{ index: 1, at: "2024-01-01T12:00:00+02:00", status: "Resolved", body: "" }],
    });
  });
});

describe("the words that people have for an incident", () => {
  it("are taken as they are", async () => {
    const { record, problems } = mapIncident({
      id: 7, name: "Slow", impact: "Minor", components: [{ name: "API" }, "Web"], created_at: "2024-01-01T10:00:00Z",
      resolved_at: "2024-01-01T11:00:00Z",
      incident_updates: [{ created_at: "2024-01-01T10:05:00Z", status: "investigating", body: "We look." }],
    });
    expect(problems).toEqual([]);
    expect(record).toMatchObject({
      sourceId: "7", title: "Slow", components: ["API", "Web"], startedAt: "2024-01-01T10:00:00Z",
      updates: [{ at: "2024-01-01T10:05:00Z", body: "We look." }],
    });
  });

  it("do not let a record that was written down later begin later than its updates", () => {
    const late = { ...incident, started_at: undefined, created_at: "2024-01-05T10:00:00Z" };
    expect(mapIncident(late).record).toMatchObject({ startedAt: null });
    expect(mapIncident({ ...late, updates: [] }).record).toMatchObject({ startedAt: "2024-01-05T10:00:00Z" });
  });
});

describe("a source that tells of one record twice", () => {
  it("counts with what it says first, lets through what is the same, and names what differs", async () => {
    const path = file("twice.jsonl", incident, { ...incident, title: "Other" }, incident, { ...incident, id: "2" }, "{");
    const items = await gathered(onceEach((await incidentFile(path)).items));
    expect(items.map(({ line, record, problems }) => [line, record !== null, problems[0]])).toEqual([
      [1, true, undefined],
      [2, false, '"1" is told otherwise in line 1 already, which counts'],
      [3, true, undefined],
      [4, true, undefined],
      [5, false, expect.stringMatching(/^malformed JSON/)],
    ]);
    const releases = await gathered(
      onceEach((await releaseFile(file("again.jsonl", release, release, { ...release, commits: [] }))).items),
    );
    expect(releases.map(({ record }) => record !== null)).toEqual([true, true, false]);
  });
});

describe("a release history", () => {
  it("keeps offsets, lower-cases ids, and its place in the file", async () => {
    const [, item] = await all(
      await releaseFile(file("releases.jsonl", "", release, { ...release, commits: [{ ...commit, merge: true, reverts: ["ABCDEF12"] }] })),
    );
    expect(item).toMatchObject({
      line: 3,
      record: { order: 2, sha: "a".repeat(40), commits: [{ authorAt: "2024-01-01T10:00:00+09:00", merge: true, reverts: ["abcdef12"] }] },
    });
  });

  it("leaves out commits that cannot be used and says which", async () => {
    const [item] = await all(
      await releaseFile(
        file("commits.jsonl", { ...release, commits: [{ ...commit, sha: "?" }, commit, 5, { ...commit, author_date: "never" }] }),
      ),
    );
    expect((item?.record as ReleaseRecord).commits).toHaveLength(1);
    expect(item?.problems).toEqual([
      expect.stringMatching(/^commit 1 left out: sha/),
      "commit 3 left out: an object was expected, not 5",
      'commit 4 left out: author_date is no time: "never"',
    ]);
  });
});

describe("a git repository", () => {
  const repository = join(folder, "repository");
  const git = (date: string, ...args: readonly string[]): string =>
    execFileSync("git", ["-C", repository, ...args], {
      encoding: "utf8",
      env: {
        ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date, GIT_AUTHOR_NAME: "Ana Kovač", GIT_AUTHOR_EMAIL: "a@example.org",
        GIT_COMMITTER_NAME: "Jo", GIT_COMMITTER_EMAIL: "j@example.org",
      },
    });
  const commitAt = (date: string, message: string): string => {
    git(date, "commit", "-q", "--allow-empty", "-m", message);
    return git(date, "rev-parse", "HEAD").trim();
  };

  execFileSync("git", ["init", "-q", "-b", "main", repository]);
  const bad = commitAt("2024-01-01T10:00:00+02:00", "First");
  git("2024-01-02T00:00:00Z", "tag", "v1");
  git("2024-01-02T00:00:00Z", "checkout", "-q", "-b", "side");
  commitAt("2024-01-03T00:00:00Z", "On the side");
  git("2024-01-03T00:00:00Z", "checkout", "-q", "main");
  commitAt("2024-01-04T00:00:00Z", `Revert "First"\n\nThis reverts commit ${bad}.`);
  git("2024-01-05T00:00:00Z", "merge", "-q", "--no-ff", "-m", "Merge side", "side");
  git("2024-01-07T00:00:00Z", "tag", "-a", "-m", "two", "v2");
  git("2024-01-06T00:00:00Z", "tag", "-a", "-m", "later name, earlier date", "v3", "side");
  git("2024-01-08T00:00:00Z", "tag", "tree", "HEAD^{tree}");
  git("2024-01-08T00:00:00Z", "tag", "other/1", bad);

  it("gives each tag the commits first shipped in it, by the tag's date or its commit's", async () => {
    const source = await gitSource(repository, { tags: "v*" });
    const items = await all(source);
    const records = items.map(({ record }) => record as ReleaseRecord);
    expect(
      records.map(({ version, releasedAt, order, commits }) => [
        version, Date.parse(releasedAt), order, commits.map(({ subject }) => subject),
      ]),
    ).toEqual([
      ["v1", Date.parse("2024-01-01T08:00:00Z"), 0, ["First"]],
      ["v3", Date.parse("2024-01-06T00:00:00Z"), 1, ["On the side"]],
      ["v2", Date.parse("2024-01-07T00:00:00Z"), 2, ["Revert \"First\"", "Merge side"]],
    ]);
    expect(records[0]?.commits[0]).toMatchObject({ authorAt: "2024-01-01T10:00:00+02:00", author: "Ana Kovač", merge: false, reverts: [] });
    expect(records[2]?.commits).toMatchObject([{ reverts: [bad] }, { merge: true }]);
    expect(source).toMatchObject({ kind: "git", sourceName: "repository", expected: 3 });
  });

  it("is read bare as well, and tags that name no commit are told", async () => {
    const bare = join(folder, "bare.git");
    execFileSync("git", ["clone", "-q", "--bare", repository, bare]);
    const items = await all(await gitSource(bare));
    expect(items.flatMap(({ problems }) => problems)).toEqual(["tag tree names no commit"]);
    expect(items).toHaveLength(5);
  });

  it("that is none, or has no such tag, is refused with git's own words", async () => {
    await expect(gitSource(folder)).rejects.toThrow(/not a git repository/);
    await expect(gitSource(repository, { tags: "w*" })).rejects.toThrow(/has no tag that fits w\*/);
  });
});

describe("a service's name", () => {
  it.each([
    ["GitHub Status", "github-status"],
    ["Kovač & Söhne", "kovac-sohne"],
    ["checkout", "checkout"],
    ["  --  ", ""],
  ])("%j is %j", (name, slug) => {
    expect(slugOf(name)).toBe(slug);
  });
});
