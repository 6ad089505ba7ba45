import type { Slice } from "../app/slice.ts";
import { view } from "../app/view.ts";
import { servicesBinding } from "./serviceBinding.ts";

/** Services with their environments; a lane is seen at its service. */
export const service: Slice = {
  views: [
    view("/services", () => import("./ServicesView.tsx").then((m) => m.ServicesView)),
    view("/services/:id", () => import("./ServiceView.tsx").then((m) => m.ServiceView)),
  ],
  place: { key: "services", to: "/services", label: "Services", icon: "services", keys: "g s", heading: "Change" },
  records: { service: { type: "Service", icon: "services", list: "/services" }, lane: { type: "Lane", icon: "services", list: null } },
  resources: { services: servicesBinding },
};
