import type { ResourceBinding } from "../api/dataProvider.ts";
import { deploysBinding } from "../deploy/deployBinding.ts";
import { importsBinding } from "../import/importDocuments.ts";
import { incidentsBinding } from "../incident/incidentLists.ts";
import { peopleBinding } from "../person/personDocuments.ts";
import { releasesBinding } from "../release/releaseBinding.ts";
import { servicesBinding } from "../service/serviceBinding.ts";

/** How each kind of record is read, by the name its pages use. */
export const resources: Readonly<Record<string, ResourceBinding>> = {
  services: servicesBinding,
  releases: releasesBinding,
  deploys: deploysBinding,
  incidents: incidentsBinding,
  imports: importsBinding,
  people: peopleBinding,
};
