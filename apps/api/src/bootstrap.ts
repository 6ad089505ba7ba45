import { userInfo } from "node:os";
import { personDecider } from "@ballast/domain";
import { handle, ids, type Log } from "@ballast/eventlog";
import { rolesOfPeople } from "@ballast/schema/permissions";
import type { Directory } from "./auth/directory.ts";

/**
 * A first start has nobody who could let anybody in: whoever installed Ballast becomes its administrator, with every
 * role, under the name the machine knows them by. Several servers that start at once name the same person.
 */
export async function bootstrapAdministrator({ log, directory, now }: { log: Log; directory: Directory; now: () => Date }): Promise<void> {
  if (directory.firstAdministrator() !== null) return;
  const login = loginName();
  const personId = ids.person(login);
  const at = now().toISOString();
  const { position } = await handle(log, {
    aggregate: personDecider,
    id: personId,
    command: {
      type: "JoinPerson", now: at, personId, login, name: displayName(login), roles: [...rolesOfPeople],
      contacts: { email: null, chatWebhookUrl: null }, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    },
    context: {
      commandId: ids.command("bootstrap", login), actor: { personId: null, name: "Ballast", means: "system" }, now: at,
      correlationId: ids.command("bootstrap", login), causationId: "first start",
    },
  });
  await directory.waitFor(position);
}

/** The operating system's name for whoever started Ballast; a container may have none. */
function loginName(): string {
  try {
    return userInfo().username;
  } catch (error) {
    if (error instanceof Error && error.name === "SystemError") return "admin";
    throw error;
  }
}

/** `root` and other technical accounts are nobody's name. */
const displayName = (login: string): string =>
  ["root", "admin", "node", "ballast"].includes(login) ? "Administrator" : `${login.charAt(0).toUpperCase()}${login.slice(1)}`;
