import type { LogReader } from "../graphql/context.ts";
import { streamName, type Category } from "@ballast/schema";

/** The service of records whose first event names it; none where there is no such record. */
export const firstService = (category: Category) => async ({ log }: Pick<LogReader, "log">, id: string): Promise<readonly string[]> => {
  const [first] = (await log.read(streamName(category, id), { max: 1 })).events;
  const serviceId: unknown = first === undefined ? undefined : Reflect.get(first.event.data, "serviceId");
  return typeof serviceId === "string" ? [serviceId] : [];
};
