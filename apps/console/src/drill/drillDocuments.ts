import { command, graphql } from "@ballast/schema/graphql";
import type { ResultOf } from "@ballast/schema/graphql";
import { historyFields } from "../data/fields.ts";

const drillFields = graphql(`
  fragment DrillFields on Drill {
    id title scenario severity from until announced lastsMinutes state begunAt calledOff score plannedBy revision service { id slug name }
    marks { mark met of tookMs goalMs }
  }
`);
/** A drill as lists show it. */
export type Drill = ResultOf<typeof drillFields>;

export const drillsDocument = graphql(`
  query Drills($asOf: AsOf) {
    drills(first: 200, asOf: $asOf) { totalCount edges { node { ...DrillFields } } }
    drillScores(asOf: $asOf) { team month drills score }
  }
`, [drillFields]);
export const drillDocument = graphql(`
  query Drill($id: ID!, $asOf: AsOf) {
    drill(id: $id, asOf: $asOf) {
      ...DrillFields incident { id reference } called { id name }
      history(first: 200) { totalCount edges { node { ...HistoryFields } } }
    }
  }
`, [drillFields, historyFields]);
export const drillEvents = ["DrillPlanned", "DrillAnnounced", "DrillBegun", "DrillCalledOff", "DrillScored"];
/** How a team did in a month. */
export type DrillScore = ResultOf<typeof drillsDocument>["drillScores"][number];

export const planDrill = command("planDrill", "drill { id }");
export const callOffDrill = command("callOffDrill");
