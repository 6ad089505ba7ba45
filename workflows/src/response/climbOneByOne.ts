import { condition, proxyActivities } from "@temporalio/workflow";
import type { PageStep } from "@ballast/schema";
import type { PageRespondersInput } from "@ballast/schema/workflows";
import { responseOptions } from "./options.ts";
import type { PageRef, ResponseActivities } from "./responseActivities.ts";

const act = proxyActivities<ResponseActivities>(responseOptions);
const ladder: readonly PageStep[] = ["person", "next", "everyone"];

interface Climb {
  readonly page: PageRef;
  readonly input: PageRespondersInput;
  readonly answered: () => boolean;
}

/** How pages that began before `everyChannelAlone` climb: step after step, each waiting for all its channels. They end as they began. */
export async function climbOneByOne({ page, input, answered }: Climb): Promise<boolean> {
  for (let round = 0; round < input.policy.rounds; round += 1) {
    for (const [rung, step] of ladder.entries()) {
      if (answered()) return true;
      const outcome = await act.sendPage({ page, step, round });
      if (outcome === "over") return true;
      const waitMs = outcome === "nobodyReached" ? pauseAfterLastRung(rung) : input.policy.acknowledgeWithinMs;
      if (waitMs > 0 && (await condition(answered, waitMs))) return true;
      await announceNext(
        { page, round, rung, rounds: input.policy.rounds },
        outcome === "nobodyReached" ? "nobody could be reached" : "nobody acknowledged in time",
      );
    }
  }
  await act.stopPage({ page, reason: `nobody answered in ${input.policy.rounds} rounds` });
  return false;
}

const pauseAfterLastRung = (rung: number): number => (rung === ladder.length - 1 ? 60_000 : 0);

async function announceNext(
  { page, round, rung, rounds }: { page: PageRef; round: number; rung: number; rounds: number },
  reason: string,
): Promise<void> {
  const next = ladder[rung + 1];
  if (next !== undefined) return act.escalatePage({ page, to: next, round, reason });
  if (round + 1 < rounds) return act.escalatePage({ page, to: "person", round: round + 1, reason });
}
