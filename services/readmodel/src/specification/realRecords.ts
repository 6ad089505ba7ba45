import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ids } from "@ballast/eventlog";
import type { PublicImpact } from "@ballast/schema";
import { recordedHistory, type RecordedHistory } from "./recordedHistory.ts";

/** Where the real records are; they are never part of the project. */
export const dataFolder = process.env["BALLAST_SHARED_DATA"] ?? fileURLToPath(new URL("../../../../../shared/data", import.meta.url));

/** Whether the real records are at hand; a specification that needs them says so and is skipped without. */
export const hasRealRecords = existsSync(`${dataFolder}/expected`);
if (!hasRealRecords)
  process.stderr.write(`Real records: skipped, there are none at ${dataFolder} (BALLAST_SHARED_DATA names their place).\n`);

/** The results an independent program computed. */
export const expectedResults = <Results>(file: string): Results =>
  JSON.parse(readFileSync(`${dataFolder}/expected/${file}`, "utf8")) as Results;

const linesOf = <Line>(file: string): readonly Line[] =>
  readFileSync(`${dataFolder}/open/${file}`, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line) as Line);

interface IncidentLine {
  readonly id: string;
  readonly title: string;
  readonly url: string | null;
  readonly impact: PublicImpact;
  readonly components?: string[];
  readonly started_at: string;
  readonly resolved_at: string;
  readonly updates: readonly { readonly at: string; readonly status: string; readonly message: string }[];
}

/** The public status history as events, in the order of its file. Without `statedTimes` the updates alone say when an incident was (D1). */
export function importedIncidents(statedTimes: boolean): { readonly serviceId: string; readonly history: RecordedHistory } {
  const history = recordedHistory();
  const serviceId = ids.service("github");
  history.add(["service", serviceId], { type: "ServiceRegistered", data: { serviceId, slug: "github", name: "GitHub", description: "" } });
  const recordedAt = "2026-11-01T10:00:00.000Z";
  for (const record of linesOf<IncidentLine>("github_incidents.jsonl")) {
    const incidentId = ids.importedIncident(serviceId, "file", record.id);
    const { title, url, impact, components = [] } = record;
    const times = { startedAt: statedTimes ? record.started_at : null, resolvedAt: statedTimes ? record.resolved_at : null };
    const first = record.updates[0]?.at ?? record.started_at;
    history.add(
      ["incident", incidentId],
      { type: "IncidentImported", data: { incidentId, serviceId, title, impact, components, url, ...times } },
      { at: first, recordedAt, source: { kind: "file", id: record.id, publishedAt: first } },
    );
    record.updates.forEach(({ at, status, message }, index) => {
      const updateId = ids.importedUpdate(incidentId, index);
      history.add(
        ["incident", incidentId],
        { type: "StatusUpdateImported", data: { incidentId, updateId, index, at, status, body: message } },
        { at, recordedAt, source: { kind: "file", id: `${record.id}#${index}`, publishedAt: at } },
      );
    });
  }
  return { serviceId, history };
}

interface ReleaseLine {
  readonly version: string;
  readonly released_at: string;
  readonly sha?: string;
  readonly commits: readonly {
    readonly sha: string;
    readonly author_date: string;
    readonly author?: string;
    readonly subject?: string;
    readonly merge?: boolean;
    readonly reverts?: string[];
  }[];
}

const CHUNK = 500;

/** A repository's releases as events, in the order of their file. */
export function importedReleases(file: string): { readonly serviceId: string; readonly history: RecordedHistory } {
  const history = recordedHistory();
  const serviceId = ids.service(file);
  history.add(["service", serviceId], { type: "ServiceRegistered", data: { serviceId, slug: "releases", name: file, description: "" } });
  linesOf<ReleaseLine>(file).forEach((record, order) => {
    const releaseId = ids.release(serviceId, record.version);
    const commits = record.commits.map(({ sha, author_date, author = "", subject = "", merge = false, reverts = [] }) => ({
      sha, authorAt: author_date, author, subject, merge, reverts,
    }));
    for (let start = 0; start < commits.length; start += CHUNK) {
      history.add(
        ["release", releaseId],
        { type: "ReleaseCommitsListed", data: { releaseId, chunk: start / CHUNK, commits: commits.slice(start, start + CHUNK) } },
        { at: record.released_at },
      );
    }
    history.add(
      ["release", releaseId],
      {
        type: "ReleaseRecorded",
        data: {
          releaseId, serviceId, version: record.version, releasedAt: record.released_at, sha: record.sha ?? null, artifact: null,
          commitCount: commits.length, commitsHash: "", rollbackSafe: true, rollbackUnsafeReason: null, notes: "", order,
        },
      },
      { at: record.released_at },
    );
  });
  return { serviceId, history };
}
