import { graphql } from "@ballast/schema/graphql";
import type { ResultOf } from "@ballast/schema/graphql";

export const alertsDocument = graphql(`
  query Alerts($first: Int, $filter: AlertFilter, $asOf: AsOf) {
    alerts(first: $first, filter: $filter, asOf: $asOf) {
      totalCount
      edges { node {
        id name summary severity startsAt endsAt firing acknowledgedAt service { id slug } integration { id name } incident {
          id reference title,
        }
      } }
    }
    alertCounts(asOf: $asOf) { firing lastDay }
  }
`);
/** An episode of an alert, as a list shows it. */
export type AlertLine = ResultOf<typeof alertsDocument>["alerts"]["edges"][number]["node"];

export const alertDocument = graphql(`
  query Alert($id: String!, $asOf: AsOf) {
    alert(id: $id, asOf: $asOf) {
      id name summary severity startsAt endsAt firing ordinal labels annotations generatorUrl acknowledgedAt acknowledgedBy
      rulings { at outcome sentences ruleIds heldUntil }
      service { id slug } integration { id name } schedule { id name } incident { id reference title }
      episodes { id ordinal startsAt endsAt firing incident { id reference title } }
    }
  }
`);
export type AlertRecord = NonNullable<ResultOf<typeof alertDocument>["alert"]>;
export type Episode = AlertRecord["episodes"][number];

export const alertEvents = ["AlertFired", "AlertCleared", "AlertAcknowledged", "AlertAttached", "AlertRuled"];
