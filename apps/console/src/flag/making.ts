import type { RampPlanAsked, TargetingRules } from "@ballast/schema";
import { useCommand } from "../data/command.ts";
import type { DraftHandle } from "../data/draft.ts";
import type { FlagPlace } from "../turning/place.ts";
import type { FlagPreview } from "../turning/turningDocuments.ts";
import { stepRollout } from "../turning/turningDocuments.ts";
import { rampFlag, setFlagRules } from "./flagCommands.ts";

/** A change that is drafted on the flag's view. */
export type Drafted =
  | { readonly kind: "rollout"; readonly parts: number }
  | { readonly kind: "ramp"; readonly plan: RampPlanAsked }
  | { readonly kind: "rules"; readonly rules: TargetingRules };

/** A draft: what it would change, where, and what it is called: "5 % → 25 %". */
export interface DraftedChange {
  readonly place: FlagPlace;
  readonly change: Drafted;
  readonly words: string;
}

/** What the button says: by what it does, and by what the environment asks for. */
export const makingWords = ({ change, words }: Pick<DraftedChange, "change" | "words">, needsApproval: boolean): string =>
  `${needsApproval ? "Propose" : change.kind === "ramp" ? "Start" : "Apply"} ${words}`;

/** Whom a change would divide anew, in the button: "Re-bucket 812 customers". */
export function rebucketWords(cohort: FlagPreview["cohort"]): string {
  const moved = cohort === null ? 0 : cohort.enter + cohort.leave + cohort.switch;
  return moved === 0 ? "Re-bucket customers" : `Re-bucket ${moved.toLocaleString("en")} ${moved === 1 ? "customer" : "customers"}`;
}

/** Makes a drafted change at once. `rebucket`: the flag's key, where its customers may be divided anew; a share alone never does. */
export function useMaking(draft: DraftHandle | null = null) {
  const step = useCommand(stepRollout, draft);
  const ramp = useCommand(rampFlag, draft);
  const rules = useCommand(setFlagRules, draft);
  return async ({ place, change }: DraftedChange, rebucket?: string): Promise<void> => {
    const anew = rebucket === undefined ? {} : { rebucket };
    if (change.kind === "rollout") await step({ ...place, parts: change.parts });
    else if (change.kind === "ramp") await ramp({ ...place, plan: change.plan });
    else await rules({ ...place, ...anew, rules: change.rules });
  };
}
