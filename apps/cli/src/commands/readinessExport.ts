import { graphql } from "@ballast/schema/graphql";
import { policyColumns } from "../policies/policyRow.ts";
import { csvLine } from "../print/csv.ts";
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

const policiesDocument = graphql(`
  query PolicyExport { policies { name isFor url text version acknowledged asked versions { version at reason } } }
`);

/** `ballast export policies`: the version of each that holds, as `ballast import policies` takes it, and who has acknowledged it. */
export const exportPolicies = acting(async (session) => {
  const { policies } = await session.client.query(policiesDocument);
  session.show(policies, () => [
    csvLine([...policyColumns, "version", "publishedAt", "acknowledged", "asked"]),
    ...policies.map(({ name, isFor, url, text, version, acknowledged, asked, versions }) => {
      const published = versions.find((one) => one.version === version);
      return csvLine([name, isFor, url, text, published?.reason ?? null, version, published?.at ?? null, acknowledged, asked]);
    }),
  ]);
});

const technologiesDocument = graphql(`
  query TechnologyExport {
    technologies { name status packages instead until note listedAt listedBy { name } }
  }
`);

/** `ballast export technologies`: the list, and since when each stands so. */
export const exportTechnologies = acting(async (session) => {
  const { technologies } = await session.client.query(technologiesDocument);
  session.show(technologies, () => [
    csvLine(["name", "status", "packages", "instead", "until", "note", "listedAt", "listedBy"]),
    ...technologies.map(({ name, status, packages, instead, until, note, listedAt, listedBy }) =>
      csvLine([name, status, packages.join(" "), instead, until, note, listedAt, listedBy.name])),
  ]);
});
