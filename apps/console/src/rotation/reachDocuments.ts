import { graphql } from "@ballast/schema/graphql";

/** Whether every minute of the coming 30 days reaches somebody. */
export const reachDocument = graphql(`
  query ScheduleReach($id: ID!, $asOf: AsOf) {
    rotation(id: $id, asOf: $asOf) { id reachability { sentence proven unproven silent nobody times { from to reach people { id name } } } }
  }
`);
