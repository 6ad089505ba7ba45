import { graphql } from "@ballast/schema/graphql";
import type { ResultOf } from "@ballast/schema/graphql";

export const roadmapDocument = graphql(`
  query Roadmap($quarters: Int, $asOf: AsOf) {
    roadmap(quarters: $quarters, asOf: $asOf) {
      open late slipped blocked undated
      quarters {
        quarter from
        teams {
          team
          items { kind id reference title url dueOn firstDueOn slips open overdueDays daysLate blockedBy realDueOn owner { id name } }
        }
      }
    }
  }
`);
/** Mitigations and actions by quarter and team. */
export type Roadmap = ResultOf<typeof roadmapDocument>["roadmap"];
export type RoadmapItem = Roadmap["quarters"][number]["teams"][number]["items"][number];

/** What is recorded of what stands on it. */
export const roadmapEvents = [
  "MitigationPlanned", "MitigationDescribed", "MitigationDueMoved", "MitigationBegun", "MitigationDelivered", "MitigationGivenUp",
  "ActionRegistered", "ActionImported", "ActionImportCorrected", "ActionDescribed", "ActionDuePromised", "ActionFinished",
  "ActionVerified", "ActionDropped", "ActionReopened", "PersonPlaced",
];
