import {
  allHandlersFinished, condition, continueAsNew, defineSignal, ParentClosePolicy, patched, proxyActivities, setHandler, startChild,
  workflowInfo, WorkflowIdReusePolicy,
} from "@temporalio/workflow";
import { nextResponse, type ResponseAct } from "@ballast/domain/response";
import {
  signalNames, workflowIds, workflowNames, type PageRespondersInput, type RespondToIncidentInput,
} from "@ballast/schema/workflows";
import { isAlreadyStarted } from "../alreadyStarted.ts";
import { atOnce } from "./atOnce.ts";
import { carriedBy, responseOptions } from "./options.ts";
import type { IncidentRef, ResponseActivities } from "./responseActivities.ts";

const act = proxyActivities<ResponseActivities>(responseOptions);

/** Something about the incident was recorded: look again. */
export const incidentChangedSignal = defineSignal(signalNames.incidentChanged);

/**
 * Answers one incident from its declaration to the marked review: looks at the log, does the next thing that is due,
 * waits until something changes or falls due. What is next is a pure rule of the domain (`nextResponse`).
 */
export async function respondToIncident(input: RespondToIncidentInput): Promise<void> {
  let changed = false;
  setHandler(incidentChangedSignal, () => void (changed = true));
  const incident: IncidentRef = input;
  const { workflowId, runId, firstExecutionRunId } = workflowInfo();
  // A continued run is the same response: it owns the request under the id of its first run.
  if (runId === firstExecutionRunId && (await atOnce.startResponse({ incident, workflowId, runId, replaces: input.replaces })) === "taken")
    return;
  const looking: Looking = { began: () => void (changed = false), changed: () => changed };
  // Reopened while its response was ending: it is no longer told to start another one, so this one goes on.
  do {
    await holding(incident, () => untilEnded(input, looking));
    await act.stopPages({ incident, reason: "the incident ended" });
    await act.liftHolds({ incident });
    await condition(allHandlersFinished);
  } while (looking.changed() && patched("reopenedWhileEnding"));
}

/** Deploys are held beside what calls people, which waits for none of them. */
async function holding(incident: IncidentRef, until: () => Promise<void>): Promise<void> {
  if (patched("callsBesideHolding")) return void (await Promise.all([until(), atOnce.holdDeploys({ incident })]));
  await act.holdDeploys({ incident });
  await until();
}

interface Looking {
  /** What is recorded from here on is looked at again. */
  readonly began: () => void;
  readonly changed: () => boolean;
}

/** Does what is due, until there is nothing left to do. */
async function untilEnded(input: RespondToIncidentInput, { began, changed }: Looking): Promise<void> {
  for (;;) {
    began();
    const next = nextResponse(await atOnce.lookAtIncident({ incident: input }), input.policy, Date.now());
    if (next.kind === "end") return;
    if (next.kind === "wait") await waitFor(next.until, changed);
    else await perform(next, input);
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof respondToIncident>(input);
  }
}

const waitFor = async (until: number | null, changed: () => boolean): Promise<void> => {
  if (until === null) await condition(changed);
  else await condition(changed, Math.max(1, until - Date.now()));
};

async function perform(next: Exclude<ResponseAct, { kind: "end" | "wait" }>, input: RespondToIncidentInput): Promise<void> {
  const incident: IncidentRef = input;
  switch (next.kind) {
    case "page":
      return page(next, input);
    case "remind":
      return act.remindOfUpdate({ incident, dueAt: next.dueAt });
    case "markReview":
      return act.markReview({ incident, dueAt: next.dueAt });
  }
}

async function page(next: Extract<ResponseAct, { kind: "page" }>, input: RespondToIncidentInput): Promise<void> {
  const requested = await atOnce.requestPage({
    incident: input, purpose: next.purpose, reason: next.reason, occasion: next.occasion, policy: input.policy.page,
  });
  const child: PageRespondersInput = {
    ...requested, incidentId: input.incidentId, policy: input.policy.page, correlationId: input.correlationId, actor: input.actor,
  };
  try {
    await startChild(workflowNames.pageResponders, {
      args: [child],
      workflowId: workflowIds.page(requested.pageId),
      ...carriedBy,
      // Paging outlives a response that continues as new.
      parentClosePolicy: ParentClosePolicy.ABANDON,
      workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
    });
  } catch (error) {
    if (!isAlreadyStarted(error)) throw error;
  }
}
