import { momentOf, type Scope } from "../graphql/scope.ts";
import type { PublishedPage } from "./published/publishedPage.ts";

/** Maintenance is announced so long ahead, ms. */
const AHEAD_MS = 48 * 3_600_000;

/** What of a page its editor should look at: a sentence each. `named`: what incidents of a service have called its components. */
export function lintOf(published: PublishedPage, named: (serviceId: string) => ReadonlySet<string>): readonly string[] {
  const { page, components, maintenances } = published;
  const found: string[] = [];
  if (components.length === 0) found.push("The page shows nothing yet: add a component.");
  for (const { groupId, name } of page.groups) {
    const isEmpty = !page.components.some((component) => component.groupId === groupId);
    if (isEmpty) found.push(`The group ${name} is empty: readers do not see it.`);
  }
  const links = new Map<string, string>();
  for (const { component, observedFrom } of components) {
    const link = JSON.stringify([component.serviceId, component.component]);
    const before = links.get(link);
    if (before !== undefined) found.push(`${component.name} and ${before} tell of the same: one of them is enough.`);
    links.set(link, component.name);
    if (component.component !== null && !named(component.serviceId).has(component.component))
      found.push(`No incident has ever named ${component.component}: ${component.name} always works until one does.`);
    if (component.held !== null) found.push(`${component.name} is held by hand: ${component.held.reason}`);
    if (observedFrom === null) found.push(`Nobody observes ${component.name}: its service is not there.`);
  }
  for (const { plan, createdAt, title, resolvedAt } of maintenances) {
    if (plan === null || (resolvedAt !== null && Date.parse(resolvedAt) <= published.at)) continue;
    if (Date.parse(plan.from) - Date.parse(createdAt) < AHEAD_MS)
      found.push(`${title ?? "A maintenance"} was announced less than 48 hours ahead.`);
  }
  return found;
}

/** What incidents that anybody may know of have called the components of a service. */
export function namedBy(scope: Scope): (serviceId: string) => ReadonlySet<string> {
  const known = new Map<string, Set<string>>();
  // Looked through once: a page has hundreds of components.
  for (const { row } of scope.context.readModel.incidents.ofPublic(momentOf(scope).toISOString(), scope.asOf)) {
    for (const serviceId of row.serviceIds) {
      const named = known.get(serviceId) ?? new Set<string>();
      known.set(serviceId, named);
      for (const name of [...row.components, ...row.intervals.map(({ component }) => component)]) named.add(name);
    }
  }
  return (serviceId) => known.get(serviceId) ?? new Set();
}
