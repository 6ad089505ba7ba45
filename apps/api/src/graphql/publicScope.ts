import type { AsOf } from "@ballast/readmodel";
import type { ApiServer, Scope } from "./context.ts";
import { asAnybodySees } from "./scope.ts";

/** Nobody's id: of no person there is. */
const nobody = "00000000-0000-0000-0000-000000000000";

/** What anybody may know of, for what a server works out by itself and keeps: others see it later, and no private incident is in it. */
export const publicScope = (server: ApiServer, asOf?: AsOf): Scope =>
  asAnybodySees({
    // On top of it, not a copy: whoever reads beside the server has parts of it that are there only when they are asked for.
    context: Object.assign(Object.create(server) as ApiServer, { principal: null, requestId: "node" }),
    principal: {
      person: { id: nobody, login: "", name: "Ballast", roles: [] }, means: "system", roles: [], serviceIds: null, sessionId: null,
    },
    asOf,
  });
