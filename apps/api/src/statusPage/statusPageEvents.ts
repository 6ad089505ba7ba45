import type { ComponentStatus, StatusPageEvent } from "@ballast/schema";
import { because, type Sentences, type Telling } from "../events/saying.ts";

const STATUS: Readonly<Record<ComponentStatus, string>> = {
  operational: "works", degraded: "is slow", partialOutage: "is partly down", majorOutage: "is down", maintenance: "is in maintenance",
};

/** How the events of status pages read. */
export const statusPageSentences: Sentences<StatusPageEvent> = {
  StatusPageDefined: ({ name, slug }, { by }) => `${by} defined the status page ${name}, /status/${slug}`,
  PageGroupPlaced: ({ statusPageId, name }, { by, statusPage }) => `${by} put the group ${name} on ${statusPage(statusPageId)}`,
  PageGroupRemoved: ({ statusPageId }, { by, statusPage }) => `${by} took a group off ${statusPage(statusPageId)}`,
  PageComponentPlaced: ({ statusPageId, name, component, serviceId }, { by, statusPage, service }) =>
    `${by} put ${name} on ${statusPage(statusPageId)}, which tells of ${component === null ? "" : `${component} of `}${service(serviceId)}`,
  PageComponentRemoved: ({ statusPageId }, { by, statusPage }) => `${by} took a component off ${statusPage(statusPageId)}`,
  ComponentStatusSet: ({ statusPageId, status, reason }, { by, statusPage }) =>
    status === null
      ? `${by} lets incidents say again how a component of ${statusPage(statusPageId)} does${because(reason)}`
      : `${by} says by hand that a component of ${statusPage(statusPageId)} ${STATUS[status]}${because(reason)}`,
  StandingNoticePut: ({ statusPageId, notice }, { by, statusPage }) =>
    notice === null
      ? `${by} took a notice off ${statusPage(statusPageId)}`
      : `${by} put a notice on ${statusPage(statusPageId)}${because(notice)}`,
  StatusPageRetired: ({ statusPageId, reason }, { by, statusPage }) =>
    `${by} retired the status page ${statusPage(statusPageId)}${because(reason)}`,
};

/** Whom they concern. */
export const statusPageTelling: Telling<StatusPageEvent> = {
  StatusPageDefined: "followers",
  PageGroupPlaced: "followers",
  PageGroupRemoved: "followers",
  PageComponentPlaced: "followers",
  PageComponentRemoved: "followers",
  ComponentStatusSet: "everybody",
  StandingNoticePut: "followers",
  StatusPageRetired: "followers",
};
