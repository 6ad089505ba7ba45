import type { ComponentType } from "react";
import { lazyPart } from "./lazyPart.ts";

/** A page and the path it answers to. Each is a chunk of its own, loaded when it is opened. */
export interface PageRoute {
  path: string;
  Page: ComponentType;
}

/** Declares a page: `page("/releases/:id", () => import("../pages/releases/ReleasePage.tsx").then((m) => m.ReleasePage))`. */
export function page(path: string, load: () => Promise<ComponentType>): PageRoute {
  return { path, Page: lazyPart(load) };
}

/** Every page of the console. */
export const pages: readonly PageRoute[] = [
  page("/", () => import("../pages/now/NowPage.tsx").then((m) => m.NowPage)),
  page("/services", () => import("../pages/services/ServicesPage.tsx").then((m) => m.ServicesPage)),
  page("/services/:id", () => import("../pages/services/ServicePage.tsx").then((m) => m.ServicePage)),
  page("/releases", () => import("../pages/releases/ReleasesPage.tsx").then((m) => m.ReleasesPage)),
  page("/releases/compare", () => import("../pages/releases/ComparePage.tsx").then((m) => m.ComparePage)),
  page("/releases/:id", () => import("../pages/releases/ReleasePage.tsx").then((m) => m.ReleasePage)),
  page("/deploys", () => import("../pages/deploys/DeploysPage.tsx").then((m) => m.DeploysPage)),
  page("/deploys/:id", () => import("../pages/deploys/DeployPage.tsx").then((m) => m.DeployPage)),
  page("/incidents", () => import("../pages/incidents/IncidentsPage.tsx").then((m) => m.IncidentsPage)),
  page("/incidents/:id", () => import("../pages/incidents/IncidentPage.tsx").then((m) => m.IncidentPage)),
  page("/on-call", () => import("../pages/oncall/OnCallPage.tsx").then((m) => m.OnCallPage)),
  page("/on-call/:id", () => import("../pages/oncall/RotationPage.tsx").then((m) => m.RotationPage)),
  page("/pages", () => import("../pages/inbox/PagesPage.tsx").then((m) => m.PagesPage)),
  page("/pages/:id", () => import("../pages/inbox/PagePage.tsx").then((m) => m.PagePage)),
  page("/reports", () => import("../pages/reports/ReportsPage.tsx").then((m) => m.ReportsPage)),
  page("/reports/:kind", () => import("../pages/reports/ReportsPage.tsx").then((m) => m.ReportsPage)),
  page("/imports", () => import("../pages/imports/ImportsPage.tsx").then((m) => m.ImportsPage)),
  page("/imports/:id", () => import("../pages/imports/ImportPage.tsx").then((m) => m.ImportPage)),
  page("/people", () => import("../pages/people/PeoplePage.tsx").then((m) => m.PeoplePage)),
  page("/people/:id", () => import("../pages/people/PersonPage.tsx").then((m) => m.PersonPage)),
  page("/tokens", () => import("../pages/access/TokensPage.tsx").then((m) => m.TokensPage)),
  page("/integrations", () => import("../pages/access/IntegrationsPage.tsx").then((m) => m.IntegrationsPage)),
];
