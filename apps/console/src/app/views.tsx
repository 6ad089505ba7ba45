import type { ComponentType } from "react";
import { lazyPart } from "./lazyPart.ts";

/** A view and the path it answers to. Each is a chunk of its own, loaded when it is opened. */
export interface ViewRoute {
  path: string;
  View: ComponentType;
}

/** Declares a view: `view("/releases/:id", () => import("../release/ReleaseView.tsx").then((m) => m.ReleaseView))`. */
export function view(path: string, load: () => Promise<ComponentType>): ViewRoute {
  return { path, View: lazyPart(load) };
}

/** Every view of the console. */
export const views: readonly ViewRoute[] = [
  view("/", () => import("../now/NowView.tsx").then((m) => m.NowView)),
  view("/services", () => import("../service/ServicesView.tsx").then((m) => m.ServicesView)),
  view("/services/:id", () => import("../service/ServiceView.tsx").then((m) => m.ServiceView)),
  view("/releases", () => import("../release/ReleasesView.tsx").then((m) => m.ReleasesView)),
  view("/releases/compare", () => import("../release/CompareView.tsx").then((m) => m.CompareView)),
  view("/releases/:id", () => import("../release/ReleaseView.tsx").then((m) => m.ReleaseView)),
  view("/deploys", () => import("../deploy/DeploysView.tsx").then((m) => m.DeploysView)),
  view("/deploys/:id", () => import("../deploy/DeployView.tsx").then((m) => m.DeployView)),
  view("/incidents", () => import("../incident/IncidentsView.tsx").then((m) => m.IncidentsView)),
  view("/incidents/:id", () => import("../incident/IncidentView.tsx").then((m) => m.IncidentView)),
  view("/on-call", () => import("../rotation/OnCallView.tsx").then((m) => m.OnCallView)),
  view("/on-call/:id", () => import("../rotation/RotationView.tsx").then((m) => m.RotationView)),
  view("/pages", () => import("../page/PagesView.tsx").then((m) => m.PagesView)),
  view("/pages/:id", () => import("../page/PageView.tsx").then((m) => m.PageView)),
  view("/reports", () => import("../report/ReportsView.tsx").then((m) => m.ReportsView)),
  view("/reports/:kind", () => import("../report/ReportsView.tsx").then((m) => m.ReportsView)),
  view("/imports", () => import("../import/ImportsView.tsx").then((m) => m.ImportsView)),
  view("/imports/:id", () => import("../import/ImportView.tsx").then((m) => m.ImportView)),
  view("/people", () => import("../person/PeopleView.tsx").then((m) => m.PeopleView)),
  view("/people/:id", () => import("../person/PersonView.tsx").then((m) => m.PersonView)),
  view("/tokens", () => import("../token/TokensView.tsx").then((m) => m.TokensView)),
  view("/integrations", () => import("../integration/IntegrationsView.tsx").then((m) => m.IntegrationsView)),
];
