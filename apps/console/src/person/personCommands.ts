import { command } from "@ballast/schema/graphql";

const answers = "person { id }";

export const addPerson = command("addPerson", answers);
export const describePerson = command("describePerson", answers);
export const placePerson = command("placePerson", answers);
export const setRoles = command("setRoles", answers);
export const setContacts = command("setContacts", answers);
export const setPassword = command("setPassword", answers);
export const revokeSessions = command("revokeSessions", answers);
export const removePerson = command("removePerson", answers);
