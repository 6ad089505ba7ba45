import { readdirSync, readFileSync } from "node:fs";
import { decode, eventsByCategory, type BallastEvent, type Category } from "@ballast/schema";

/** An event with the record whose stream it belongs to. */
export interface StoredEvent {
  readonly record: readonly [Category, string];
  readonly event: BallastEvent;
}

const folder = new URL("../../../../schema/fixtures/", import.meta.url);
const idFields: Readonly<Partial<Record<Category, string>>> = {
  credential: "subjectId", signIn: "signInId", counter: "forId", delivery: "integrationId", alertRule: "ruleId",
  alertGroup: "groupId", pulse: "heartbeatId",
};

function storedEvent(file: string): StoredEvent {
  const decoded = decode(JSON.parse(readFileSync(new URL(file, folder), "utf8")) as Parameters<typeof decode>[0]);
  if (decoded.kind !== "known") throw new Error(`${file}: ${decoded.why}`);
  const { event } = decoded;
  const category = (Object.keys(eventsByCategory) as Category[]).find((name) => event.type in eventsByCategory[name]);
  if (category === undefined) throw new Error(`${event.type} is of no category`);
  const id: unknown = Reflect.get(event.data, idFields[category] ?? `${category}Id`);
  return { record: [category, String(id)], event };
}

/** One event of every type and version that was ever written; together they are about the same few records. */
export const storedEvents: readonly StoredEvent[] = readdirSync(folder).toSorted().map(storedEvent);
