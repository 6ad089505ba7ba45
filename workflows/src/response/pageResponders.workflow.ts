import {
  allHandlersFinished, condition, continueAsNew, defineSignal, patched, proxyActivities, setHandler, workflowInfo,
} from "@temporalio/workflow";
import { stepAt } from "@ballast/domain/page";
import { receiptWithinMs } from "@ballast/schema";
import { defaultResponsePolicy, signalNames, taskQueues, type PageRespondersInput } from "@ballast/schema/workflows";
import { atOnce } from "./atOnce.ts";
import { climb, type Calling } from "./climb.ts";
import { climbOneByOne } from "./climbOneByOne.ts";
import { responseOptions } from "./options.ts";
import type { PageRef, ResponseActivities } from "./responseActivities.ts";

const act = proxyActivities<ResponseActivities>(responseOptions);
/** A queue of its own: channels that hang hold up no claim and no escalation. */
const channels = proxyActivities<Pick<ResponseActivities, "deliverPage">>({ ...responseOptions, taskQueue: taskQueues.sending });

/** Somebody answered, or the incident ended: both stop the page at once. */
export const acknowledgedSignal = defineSignal(signalNames.acknowledged);
/** A provider has said what became of the message with this key. */
export const receiptSignal = defineSignal<[string]>(signalNames.receipt);

/** Nobody waits for what other systems are told once it is over. */
const afterwards = proxyActivities<Pick<ResponseActivities, "callOff">>({
  ...responseOptions, taskQueue: taskQueues.sending,
  retry: { initialInterval: "1 second", backoffCoefficient: 4, maximumInterval: "5 minutes", maximumAttempts: 8 },
});

/** Calls people until somebody acknowledges or the incident ends, however long that takes. */
export async function pageResponders(input: PageRespondersInput): Promise<"answered" | "unanswered" | "taken"> {
  let answered = false;
  setHandler(acknowledgedSignal, () => void (answered = true));
  const page: PageRef = input;
  const { workflowId, runId, firstExecutionRunId } = workflowInfo();
  // A continued run is the same paging: it owns the request under the id of its first run.
  if (runId === firstExecutionRunId && (await atOnce.startPage({ page, workflowId, runId, replaces: input.replaces })) === "taken") {
    // It may be over before anything ran here, and a watchdog have called.
    if (patched("callsOffWhoeverCalled")) await afterwards.callOff({ page }).catch(() => undefined);
    return "taken";
  }
  const over = patched("everyChannelAlone")
    ? await climbTogether(page, input, () => answered)
    : await climbOneByOne({ page, input, answered: () => answered });
  await condition(allHandlersFinished);
  return over ? "answered" : "unanswered";
}

async function climbTogether(page: PageRef, input: PageRespondersInput, answered: () => boolean): Promise<true> {
  // A response that began before a part of the policy was known asks without it.
  const policy = { ...defaultResponsePolicy.page, ...input.policy };
  const receipts = new Set<string>();
  setHandler(receiptSignal, (key) => void receipts.add(key));
  // What a run before this one has sent, it does not know.
  let elsewhere = input.from !== undefined || input.fromRound !== undefined;
  const calling: Calling = {
    answered,
    // Workers of before know no places, and climb what is built in.
    claim: ({ place, round }) => atOnce.claimStep({ page, step: stepAt(place, false), round, place }),
    // One that cannot even be tried is one that failed: it ends no escalation.
    deliver: (send, step, tries) => {
      elsewhere ||= send.channel === "pagerduty";
      return channels.deliverPage({ page, send, ...step, ...tries, receipts: true }).catch(() => "failed" as const);
    },
    receipt: async (send) => {
      for (let leftMs = receiptWithinMs; ;) {
        await condition(() => answered() || receipts.has(send.key), Math.max(1, leftMs));
        if (answered()) return "over";
        receipts.delete(send.key);
        const known = await act.settleReceipt({ page, send });
        if (known.outcome !== "awaitsReceipt") return known.outcome;
        leftMs = known.leftMs;
      }
    },
    escalate: ({ place, round }, reason) => atOnce.escalatePage({ page, to: stepAt(place, false), round, place, reason }),
    goUnanswered: (round, repeatEveryMs) => act.goUnanswered({ page, round, repeatEveryMs }),
    triesSooner: () => patched("vainPausesAreShort"),
    wait: (until, ms) => condition(until, Math.max(1, ms)),
    isLong: () => workflowInfo().continueAsNewSuggested,
  };
  const climbed = await climb(calling, policy, input.from ?? input.fromRound ?? 0);
  // Whom a watchdog has told, and what got no answer, only the log knows: it is asked whatever this run has sent.
  const callsOff = climbed.over && (patched("callsOffWhoeverCalled") || (elsewhere && patched("callsOff")));
  if (callsOff) await afterwards.callOff({ page }).catch(() => undefined);
  if (climbed.over) return true;
  await condition(allHandlersFinished);
  // An answer that came with the last task would be forgotten by a fresh run; the claim of its first step asks the log.
  return continueAsNew<(next: PageRespondersInput) => Promise<never>>({ ...without(input), fromRound: climbed.nextRound });
}

/** A fresh run goes on where this one is, not where one before it was lost. */
const without = ({ from: _, ...input }: PageRespondersInput): PageRespondersInput => input;
