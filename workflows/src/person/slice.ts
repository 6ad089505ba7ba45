import { signalNames, workflowIds, workflowNames, type SendTestPageInput } from "@ballast/schema/workflows";
import { bring, openMessages, type Messages } from "../reactor/openMessages.ts";
import type { WorkflowSlice } from "../reactor/slice.ts";
import { signalIfRunning } from "../reactor/starting.ts";
import { testPageActivities } from "./testPage.activities.ts";

const messages: Messages = {
  TestPageAsked({ event: { data: { personId, testId } }, eventId, metadata }) {
    const input: SendTestPageInput = {
      personId, testId, requestEventId: eventId, correlationId: metadata.$correlationId, actor: metadata.actor,
    };
    return { workflowId: workflowIds.testPage(testId), workflow: workflowNames.sendTestPage, input };
  },
};

/** People: whether their channels reach them is tried. */
export const personSlice: WorkflowSlice = {
  reactions: {
    ...bring(messages),
    TestPageAnswered: async ({ event: { data: { testId } } }, { temporal }) =>
      void (await signalIfRunning(temporal, { workflowId: workflowIds.testPage(testId), signal: signalNames.acknowledged })),
  },
  follow: () => [openMessages(messages)], activities: { delivery: testPageActivities },
};
