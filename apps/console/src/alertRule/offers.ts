import { call } from "../api/graphqlClient.ts";
import type { Command } from "../shell/commands.ts";
import { names, rowNote } from "../shell/verbs.ts";
import type { Making } from "../shell/verbs.ts";
import { alertRulesDocument } from "./alertRuleDocuments.ts";

/** Rules about alerts. */
export async function offerAlertRules(rest: readonly string[], { go, zone, signal }: Making): Promise<readonly Command[]> {
  const { alertRules } = await call(alertRulesDocument, {}, { signal });
  return alertRules
    .filter(({ reference, name }) => names(rest, reference, name))
    .map(({ id, reference, name, active }) => ({
      id: `openAlertRule-${id}`, title: `Open ${reference} · ${name}`, group: "Go to", icon: "alerts",
      note: rowNote(zone, null, active ? "active" : "off"), run: () => go(`/alert-rules/${encodeURIComponent(id)}`),
    }) as const);
}
