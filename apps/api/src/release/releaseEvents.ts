import type { ReleaseEvent } from "@ballast/schema";
import type { Sentences, Telling } from "../events/saying.ts";
import { count } from "../words.ts";

/** How the events of releases read. */
export const releaseSentences: Sentences<ReleaseEvent> = {
  ReleaseCommitsListed: ({ releaseId }, { release }) => `Commits of ${release(releaseId)} listed`,
  ReleaseRecorded: ({ version, serviceId, commitCount, partial }, { by, service }) =>
    `${by} recorded ${version} of ${service(serviceId)} with ${count(commitCount, "commit")}${partial === true ? ", some may be missing" : ""}`,
  ReleaseCompleted: ({ releaseId, commitCount }, { by, release }) =>
    `${by} completed ${release(releaseId)}: it has ${count(commitCount, "commit")}`,
};

/** Whom they concern. */
export const releaseTelling: Telling<ReleaseEvent> = {
  ReleaseCommitsListed: { silent: "a part of a release whose commits do not fit one event" },
  ReleaseRecorded: "everybody",
  ReleaseCompleted: "followers",
};
