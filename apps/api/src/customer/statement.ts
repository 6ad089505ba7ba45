import { statementHtml, type StatementContent } from "@ballast/domain/customer";
import type { RecordOf, Scope } from "../graphql/context.ts";
import { asAnybodySees } from "../graphql/scope.ts";
import { availabilityFor, type CustomerAvailability } from "./customerAvailability.ts";
import { releasesOf } from "./customerReleases.ts";
import { customerNamed } from "./customerType.ts";

/** A statement, and what it is about. */
export interface Statement {
  readonly externalId: string;
  readonly at: string;
  readonly html: string;
}

/** An incident's title is for those inside: a customer reads the one made for readers, else what it hurt. */
const titleFor = ({ row, services }: { readonly row: RecordOf<"Incident">["row"]; readonly services: readonly string[] }): string =>
  row.publicTitle ?? (services.length === 0 ? "Trouble" : `Trouble with ${services.join(", ")}`);

function incidentsOf({ incidents, parts }: CustomerAvailability): StatementContent["incidents"] {
  return incidents.map(({ incident, badMinutes, named }) => {
    const services = parts.filter((part) => part.component === null && part.incidents.some((one) => one.incident.key === incident.key));
    return {
      reference: incident.reference, title: titleFor({ row: incident.row, services: services.map(({ service }) => service.name) }),
      at: incident.row.startedAt ?? incident.row.declaredAt, badMinutes, named,
    };
  });
}

/**
 * What a customer had, as it may be handed to that customer: made from what anybody may know, whoever asks, so that no private incident
 * stands in it or in its figures, and none by what it is called inside. Null where nobody knows the customer.
 */
export function statementOf(asked: Scope, id: string, days: number): Statement | null {
  // What services a token is limited to holds here as well: the figures are of all that serve the customer.
  const scope = { ...asAnybodySees(asked), principal: asked.principal };
  const customer = customerNamed(scope, id);
  if (customer === null) return null;
  const told = availabilityFor(customer, days);
  const html = statementHtml({
    name: customer.name, externalId: customer.externalId, from: told.from, to: told.to, availability: told.availabilityPercent,
    badMinutes: told.badMinutes, unobservedMinutes: told.unobservedMinutes, withoutEnd: told.withoutEnd,
    parts: told.parts.map(({ service, component, badMinutes, availabilityPercent, incidents }) => ({
      service: service.name, component, badMinutes, availability: availabilityPercent,
      incidents: incidents.map(({ incident }) => incident.reference),
    })),
    incidents: incidentsOf(told),
    releases: releasesOf(customer)
      .map(({ service, version, since }) => ({ service: service.name, version, since })),
  });
  return { externalId: customer.externalId, at: told.to, html };
}
