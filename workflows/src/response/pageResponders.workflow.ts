import { allHandlersFinished, condition, defineSignal, proxyActivities, setHandler, workflowInfo } from "@temporalio/workflow";
import type { PageStep } from "@ballast/schema";
import { signalNames, type PageRespondersInput } from "@ballast/schema/workflows";
import { responseOptions } from "./options.ts";
import type { PageRef, ResponseActivities } from "./responseActivities.ts";

const act = proxyActivities<ResponseActivities>(responseOptions);

/** Somebody answered, or the incident ended: both stop the page at once. */
export const acknowledgedSignal = defineSignal(signalNames.acknowledged);

const ladder: readonly PageStep[] = ["person", "next", "everyone"];

/** Pages person → next person → everyone, round after round, until somebody acknowledges or the incident ends. */
export async function pageResponders(input: PageRespondersInput): Promise<"answered" | "unanswered" | "taken"> {
  let answered = false;
  setHandler(acknowledgedSignal, () => void (answered = true));
  const page: PageRef = input;
  const { workflowId, runId } = workflowInfo();
  if ((await act.startPage({ page, workflowId, runId })) === "taken") return "taken";
  const over = await climb({ page, input, answered: () => answered });
  if (!over) await act.stopPage({ page, reason: `nobody answered in ${input.policy.rounds} rounds` });
  await condition(allHandlersFinished);
  return over ? "answered" : "unanswered";
}

interface Climb {
  readonly page: PageRef;
  readonly input: PageRespondersInput;
  readonly answered: () => boolean;
}

async function climb({ page, input, answered }: Climb): Promise<boolean> {
  for (let round = 0; round < input.policy.rounds; round += 1) {
    for (const [rung, step] of ladder.entries()) {
      if (answered()) return true;
      const outcome = await act.sendPage({ page, step, round });
      if (outcome === "over") return true;
      // Nobody there, or every channel refused: the next rung at once instead of five silent minutes.
      const waitMs = outcome === "nobodyReached" ? pauseAfterLastRung(rung) : input.policy.acknowledgeWithinMs;
      if (waitMs > 0 && (await condition(answered, waitMs))) return true;
      await announceNext({ page, round, rung, rounds: input.policy.rounds }, outcome === "nobodyReached" ? "nobody could be reached" : "nobody acknowledged in time");
    }
  }
  return false;
}

/** When even "everyone" reached nobody, the next round waits a minute: the channels may be back. */
const pauseAfterLastRung = (rung: number): number => (rung === ladder.length - 1 ? 60_000 : 0);

async function announceNext({ page, round, rung, rounds }: { page: PageRef; round: number; rung: number; rounds: number }, reason: string): Promise<void> {
  const next = ladder[rung + 1];
  if (next !== undefined) return act.escalatePage({ page, to: next, round, reason });
  if (round + 1 < rounds) return act.escalatePage({ page, to: "person", round: round + 1, reason });
}
