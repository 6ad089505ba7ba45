import { graphql } from "@ballast/schema/graphql";
import { csvLine } from "@ballast/schema/tables";
import { acting } from "./session.ts";

const cardDocument = graphql(`
  query ReadinessExport {
    scorecard {
      services {
        service { slug } owner { login } tier state
        checks { check { checkId name } state fact until exemption { until reason decidedBy { login } } evidence { says } }
      }
    }
  }
`);

const columns = [
  "service", "tier", "owner", "readiness", "check", "checkName", "state", "fact", "until", "exemptUntil", "exemptBecause", "exemptBy",
  "evidence",
];

/** `ballast export readiness`: a line for each service and check. */
export const exportReadiness = acting(async (session) => {
  const { scorecard: { services } } = await session.client.query(cardDocument);
  const lines = services.flatMap(({ service, owner, tier, state, checks }) => checks.map((cell) => csvLine([
    service.slug, tier, owner?.login ?? null, state, cell.check.checkId, cell.check.name, cell.state, cell.fact, cell.until,
    cell.exemption?.until ?? null, cell.exemption?.reason ?? null, cell.exemption?.decidedBy?.login ?? null,
    cell.evidence.map(({ says }) => says).join("; "),
  ])));
  session.show(services, () => [csvLine(columns), ...lines]);
});
