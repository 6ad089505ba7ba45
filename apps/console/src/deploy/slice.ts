import type { Slice } from "../app/slice.ts";
import { view } from "../app/view.ts";
import { deploysBinding } from "./deployBinding.ts";
import { deployVerbs } from "./paletteVerbs.ts";

/** Deploys and rollbacks. */
export const deploy: Slice = {
  views: [
    view("/deploys", () => import("./DeploysView.tsx").then((m) => m.DeploysView)),
    view("/deploys/:id", () => import("./DeployView.tsx").then((m) => m.DeployView)),
  ],
  place: { key: "deploys", to: "/deploys", label: "Deploys", icon: "deploys", keys: "g d", heading: "Change", pressing: true },
  records: { deploy: { type: "Deploy", icon: "deploys", list: "/deploys" } },
  resources: { deploys: deploysBinding },
  tones: {
    DeploySucceeded: "good", RollbackCompleted: "good", ReleaseServedEveryone: "good", ReleaseProvedGood: "good",
    DeployRolledBack: "bad", DeployFailed: "bad", RollbackFailed: "bad", RollbackEscalated: "bad",
    RollbackBegan: "attention", DeployHeld: "attention", DeployPaused: "attention", LaneHeld: "attention", DeployRunReplaced: "attention",
    DeployAborted: "planned", DeployCancelled: "planned", DeployAbortRequested: "planned", HoldReleased: "planned",
    DeployRequested: "info", DeployResumed: "info", StepPromoted: "info", DeployObserved: "info",
  },
  verbs: deployVerbs,
};
