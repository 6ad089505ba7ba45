import { command as mutation } from "@ballast/schema/graphql";
import type { Client } from "../client/client.ts";
import { personNamed } from "./lookup.ts";
import { reportReaders } from "./reportDocuments.ts";
import { acting, type Session } from "./session.ts";

interface ReadersFlags {
  readonly add?: string;
  readonly remove?: string;
  readonly zone?: string;
}

const addReader = mutation("addReportReader", "position");
const removeReader = mutation("removeReportReader", "position");
const setZone = mutation("setProgramZone", "position");
const subscribing = mutation("subscribeToReport", "position");
const unsubscribing = mutation("unsubscribeFromReport", "position");

async function showReaders(session: Session): Promise<void> {
  const { settings } = await session.client.query(reportReaders);
  const [zone, readers] = [settings?.timeZone ?? "UTC", settings?.readers ?? []];
  session.show({ timeZone: zone, readers, subscribed: settings?.subscribed ?? false }, () => [
    `Made every Monday, as clocks show in ${zone}.`,
    readers.length === 0 ? "Nobody is sent it." : `Sent to ${readers.map(({ name }) => name).join(", ")}.`,
  ]);
}

const change = async (client: Client, { add, remove, zone }: ReadersFlags): Promise<void> => {
  if (zone !== undefined) await client.mutate(setZone, { timeZone: zone });
  if (add !== undefined) await client.mutate(addReader, { personId: (await personNamed(client, add)).id });
  if (remove !== undefined) await client.mutate(removeReader, { personId: (await personNamed(client, remove)).id });
};

/** `ballast report readers`. */
export const readers = acting<ReadersFlags>(async (session, { flags }) => {
  await change(session.client, flags);
  await showReaders(session);
});

/** `ballast report subscribe`, `ballast report unsubscribe`. */
export const subscribe = acting(async (session) => {
  await session.client.mutate(subscribing, {});
  await showReaders(session);
});
export const unsubscribe = acting(async (session) => {
  await session.client.mutate(unsubscribing, {});
  await showReaders(session);
});
