import { command } from "../data/command.ts";
import type { Role } from "./personDocuments.ts";

type Answer = { person: { id: string } | null };
const answers = "person { id }";

export const addPerson = command<{ login: string; name: string; roles: readonly Role[]; email: string | null; timeZone: string; password: string | null }, Answer>("addPerson", answers);
export const describePerson = command<{ personId: string; name: string; timeZone: string }, Answer>("describePerson", answers);
export const setRoles = command<{ personId: string; roles: readonly Role[] }, Answer>("setRoles", answers);
export const setContacts = command<{ personId: string; email: string | null; chatWebhookUrl: string | null }, Answer>("setContacts", answers);
export const setPassword = command<{ personId: string; password: string; currentPassword: string | null }, Answer>("setPassword", answers);
export const revokeSessions = command<{ personId: string }, Answer>("revokeSessions", answers);
export const removePerson = command<{ personId: string; takeovers: readonly { rotationId: string; takerId: string | null }[]; leaveShiftsEmpty: boolean; integrations: readonly { integrationId: string; ownerId: string }[] }, Answer>("removePerson", answers);
