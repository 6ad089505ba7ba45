import { graphql } from "@ballast/schema/graphql";
import type { ResultOf } from "@ballast/schema/graphql";
import { actorFields } from "../data/fields.ts";

export const changesDocument = graphql(`
  query Changes($service: String!, $from: DateTime!, $to: DateTime!, $environment: String, $kinds: [ChangeKind!], $first: Int, $asOf: AsOf) {
    changes(service: $service, from: $from, to: $to, environment: $environment, kinds: $kinds, first: $first, asOf: $asOf) {
      totalCount
      edges { node {
        id kind at planned sentence environment record { __typename id } undo { sentence }
        actor { ...ActorFields }
      } }
    }
    changeCounts(service: $service, from: $from, to: $to, environment: $environment, asOf: $asOf) { kind count }
  }
`, [actorFields]);
/** Something that changed for a service, or is to change. */
export type ChangeLine = ResultOf<typeof changesDocument>["changes"]["edges"][number]["node"];

/** How many changes of a kind there are, shown or not. */
export type ChangeCount = ResultOf<typeof changesDocument>["changeCounts"][number];

/** What moves a service: the view reads again with each. */
export const changeEvents = [
  "DeployRequested", "DeployFinished", "ExposureShifted", "ReleaseRecorded", "HoldPlaced", "HoldReleased", "RolloutStepped", "FlagRulesSet",
  "KillEngaged", "KillsReleased", "RampHeld", "RampResumed", "FlagChangeProposed",
];
