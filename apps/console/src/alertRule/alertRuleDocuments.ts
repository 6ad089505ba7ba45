import { command, graphql } from "@ballast/schema/graphql";
import type { ResultOf, VariablesOf } from "@ballast/schema/graphql";
import { historyFields } from "../data/fields.ts";

const ruleFields = graphql(`
  fragment AlertRuleFields on AlertRule {
    id reference name position active removed sentence about says changedAt revision labels withoutService severities severity groupBy
    maintenance incident integrations { id name } services { id slug } sendTo { id slug } threshold { count withinMinutes }
  }
`);
/** A rule about alerts. */
export type AlertRule = ResultOf<typeof ruleFields>;

export const alertRulesDocument = graphql(`query AlertRules($asOf: AsOf) { alertRules(asOf: $asOf) { ...AlertRuleFields } }`, [ruleFields]);
export const alertRuleDocument = graphql(`
  query AlertRule($id: ID!, $asOf: AsOf) {
    alertRule(id: $id, asOf: $asOf) { ...AlertRuleFields history(first: 500) { totalCount edges { node { ...HistoryFields } } } }
  }
`, [ruleFields, historyFields]);

export const integrationChoicesDocument = graphql(`query IntegrationChoices { integrations { id name removed kind } }`);

const sideFields = graphql(`
  fragment TrialSideFields on TrialSide {
    incidents alerts
    listed { service { slug } label severity openedAt alerts rules first { alertId name at } }
    leftOut { name alerts outcome rules }
  }
`);
/** What rules come to. */
export type TrialSide = ResultOf<typeof sideFields>;
export const alertRuleTrialDocument = graphql(`
  query AlertRuleTrial($ruleId: ID, $rule: AlertRuleContent, $before: ID) {
    alertRuleTrial(ruleId: $ruleId, rule: $rule, before: $before) {
      sentence alerts cut silenced added now { ...TrialSideFields } tried { ...TrialSideFields }
    }
  }
`, [sideFields]);
export type TrialVariables = VariablesOf<typeof alertRuleTrialDocument>;
/** What a rule says, as it is written. */
export type RuleContent = NonNullable<TrialVariables["rule"]>;

export const alertRuleEvents = ["AlertRuleWritten", "AlertRuleMoved", "AlertRuleTurned", "AlertRuleRemoved"];

export const writeAlertRule = command("writeAlertRule", "alertRule { id }");
export const moveAlertRule = command("moveAlertRule");
export const turnAlertRule = command("turnAlertRule");
export const removeAlertRule = command("removeAlertRule");
