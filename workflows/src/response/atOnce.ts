import { isCancellation, patched, proxyActivities, proxyLocalActivities } from "@temporalio/workflow";
import { responseOptions } from "./options.ts";
import type { ResponseActivities } from "./responseActivities.ts";

/** Steps that ask the log and nothing else. Each may be taken twice: what it records goes by the request and the step. */
type LogSteps = Pick<
  ResponseActivities, "startResponse" | "holdDeploys" | "lookAtIncident" | "requestPage" | "startPage" | "claimStep" | "escalatePage"
>;

/** So long, ms, a step is waited for where the workflow is; less than a task of these workflows may take (`responseTaskTimeout`). */
const nearMs = 3_000;

const near = proxyLocalActivities<LogSteps>({ startToCloseTimeout: nearMs, retry: { maximumAttempts: 1 } });
const patient = proxyActivities<LogSteps>(responseOptions);

/** Runs that began before this went by the engine's queues for every step. */
async function soon<Result>(here: () => Promise<Result>, through: () => Promise<Result>): Promise<Result> {
  if (!patched("stepsAtOnce")) return through();
  try {
    return await here();
  } catch (error) {
    if (isCancellation(error)) throw error;
    return through();
  }
}

/**
 * Steps on the way to a page, done by the worker that has the workflow's task and within it. By the engine's queues there are two ways
 * through it from one step to the next, and people were called after nine of those: five seconds where thousands of alerts come at once.
 * A step that does not succeed at its first try, as the log does not answer say, is an activity like others, tried until it does.
 */
export const atOnce: LogSteps = {
  startResponse: (input) => soon(() => near.startResponse(input), () => patient.startResponse(input)),
  holdDeploys: (input) => soon(() => near.holdDeploys(input), () => patient.holdDeploys(input)),
  lookAtIncident: (input) => soon(() => near.lookAtIncident(input), () => patient.lookAtIncident(input)),
  requestPage: (input) => soon(() => near.requestPage(input), () => patient.requestPage(input)),
  startPage: (input) => soon(() => near.startPage(input), () => patient.startPage(input)),
  claimStep: (input) => soon(() => near.claimStep(input), () => patient.claimStep(input)),
  escalatePage: (input) => soon(() => near.escalatePage(input), () => patient.escalatePage(input)),
};
