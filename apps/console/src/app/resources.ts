import type { ResourceBinding } from "../api/dataProvider.ts";
import { deploysBinding } from "../pages/deploys/deploysBinding.ts";
import { importsBinding } from "../pages/imports/importDocuments.ts";
import { incidentsBinding } from "../pages/incidents/incidentLists.ts";
import { peopleBinding } from "../pages/people/personDocuments.ts";
import { releasesBinding } from "../pages/releases/releasesBinding.ts";
import { servicesBinding } from "../pages/services/servicesBinding.ts";

/** How each kind of record is read, by the name its pages use. */
export const resources: Readonly<Record<string, ResourceBinding>> = {
  services: servicesBinding,
  releases: releasesBinding,
  deploys: deploysBinding,
  incidents: incidentsBinding,
  imports: importsBinding,
  people: peopleBinding,
};
