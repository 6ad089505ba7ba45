import type { ResourceBinding } from "../api/dataProvider.ts";
import { deploysBinding } from "../pages/deploys/deploysBinding.ts";

/** How each kind of record is read, by the name its pages use. */
export const resources: Readonly<Record<string, ResourceBinding>> = { deploys: deploysBinding };
