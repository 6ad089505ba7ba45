import { StoreError } from "../failures.ts";
import type { EventLog } from "../storage/eventLog.ts";
import { NO_HEAD } from "../storage/records.ts";
import { parseDefaultAcls } from "../streams/streamMetadata.ts";
import type { StreamAcl } from "../streams/streamMetadata.ts";
import { isMetadataStream, isSystemStream, ownerOf } from "../streams/streamNaming.ts";
import type { Access, Credentials, StreamOperation } from "./access.ts";
import type { Authenticator, User } from "./users.ts";

const ADMINS = "$admins";
const OPERATORS = "$ops";
const EVERYONE = "$all";
const SETTINGS_STREAM = "$settings";

const ANONYMOUS: User = { name: "anonymous", passwordHash: "", groups: [] };

/** Access by users and stream ACLs, by the rules of the original. */
export function createAclAccess(log: EventLog, authenticator: Authenticator): Access {
  const userOf = (credentials: Credentials): User => {
    if (credentials === undefined) return ANONYMOUS;
    const user = authenticator.authenticate(credentials);
    if (user === undefined) throw new StoreError({ kind: "notAuthenticated" });
    return user;
  };
  return {
    requireStream(credentials, operation, stream) {
      const user = userOf(credentials);
      if (user.groups.includes(ADMINS)) return;
      const roles = rolesFor(log, operation, isMetadataStream(stream) ? ownerOf(stream) : stream);
      if (!roles.some((role) => hasRole(user, role))) throw new StoreError({ kind: "accessDenied" });
    },
    requireOperator(credentials) {
      const { groups } = userOf(credentials);
      if (!groups.includes(ADMINS) && !groups.includes(OPERATORS)) throw new StoreError({ kind: "accessDenied" });
    },
    requireAdministrator(credentials) {
      if (!userOf(credentials).groups.includes(ADMINS)) throw new StoreError({ kind: "accessDenied" });
    },
    nameOf: (credentials) => userOf(credentials).name,
  };
}

function hasRole(user: User, role: string): boolean {
  return role === EVERYONE || user.groups.includes(role) || (user !== ANONYMOUS && role === user.name);
}

/** The stream's own ACL, then the defaults in `$settings`, then those of the original. */
function rolesFor(log: EventLog, operation: StreamOperation, stream: string): readonly string[] {
  const own = log.streams.metadataOf(log.streams.get(stream)).acl?.[operation];
  if (own !== undefined) return own;
  const system = isSystemStream(stream);
  const { user, system: systemAcl } = defaultAcls(log);
  return (system ? systemAcl : user)?.[operation] ?? [system ? ADMINS : EVERYONE];
}

function defaultAcls(log: EventLog): { user?: StreamAcl; system?: StreamAcl } {
  const state = log.streams.get(SETTINGS_STREAM);
  if (state.id === undefined || state.head === NO_HEAD) return {};
  const newest = log.events.at(state.id, state.head);
  return newest === undefined ? {} : parseDefaultAcls(newest.data);
}
