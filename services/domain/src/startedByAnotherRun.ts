/**
 * The request is carried out by another run of the workflow. No refusal: whoever asked is served, and the run that
 * gets this ends quietly. It decides "exactly once" from the log, whatever the workflow engine remembers.
 */
export class StartedByAnotherRun extends Error {
  override readonly name = "StartedByAnotherRun";
  readonly requestEventId: string;
  readonly workflowId: string;
  readonly runId: string;

  constructor(start: { readonly requestEventId: string; readonly workflowId: string; readonly runId: string }) {
    super(`request ${start.requestEventId} is carried out by run ${start.runId} of ${start.workflowId}`);
    this.requestEventId = start.requestEventId;
    this.workflowId = start.workflowId;
    this.runId = start.runId;
  }
}
