import type { Slice } from "../app/slice.ts";
import { view } from "../app/view.ts";
import { customersBinding } from "./customerDocuments.ts";

/** Who uses the services. */
export const customer: Slice = {
  views: [
    view("/customers", () => import("./CustomersView.tsx").then((m) => m.CustomersView)),
    view("/customers/:id", () => import("./CustomerView.tsx").then((m) => m.CustomerView)),
  ],
  place: { key: "customers", to: "/customers", label: "Customers", icon: "person", keys: "g u", heading: "Respond" },
  records: { customer: { type: "Customer", icon: "person", list: "/customers" } },
  resources: { customers: customersBinding },
};
