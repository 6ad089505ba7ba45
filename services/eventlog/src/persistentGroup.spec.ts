import type { EventStoreDBClient } from "@eventstore/db-client";
import { expect, it } from "vitest";
import type { LogFilter } from "./filter.ts";
import { createGroup, groupName } from "./persistentGroup.ts";

const of = (...types: ("IncidentDeclared" | "SeveritySet")[]): LogFilter => ({ types });

/** What a server is asked to create, where it has these groups, by where each of them stands. */
async function asked(groups: Readonly<Record<string, number>>, filter: LogFilter | undefined): Promise<readonly unknown[]> {
  const created: unknown[] = [];
  const client: unknown = {
    listPersistentSubscriptionsToAll: () => Promise.resolve(Object.entries(groups).map(([group, at]) => ({
      groupName: group, settings: { startFrom: "start" },
      stats: { lastCheckpointedEventPosition: { commit: BigInt(at), prepare: BigInt(at) } },
    }))),
    createPersistentSubscriptionToAll: (name: string, { startFrom }: { startFrom: unknown }) => {
      created.push(name, startFrom);
      return Promise.resolve();
    },
  };
  await createGroup(client as EventStoreDBClient, { group: "reactor", filter });
  return created;
}

it("a group with another filter is another one, whatever the order of what it wants", () => {
  const name = (filter?: LogFilter) => groupName({ group: "reactor", filter });
  expect(name()).toBe("reactor");
  expect(name(of("IncidentDeclared"))).not.toBe(name(of("IncidentDeclared", "SeveritySet")));
  expect(name(of("SeveritySet", "IncidentDeclared"))).toBe(name(of("IncidentDeclared", "SeveritySet")));
});

it("begins where the furthest of those before it stands, and at the beginning of the log where there is none", async () => {
  const former = groupName({ group: "reactor", filter: of("SeveritySet") });
  const all = of("IncidentDeclared", "SeveritySet");
  const name = groupName({ group: "reactor", filter: all });
  expect(await asked({}, all)).toEqual([name, "start"]);
  expect(await asked({ "reactor": 7, [former]: 12, "reactor-of-another": 90, "other": 99 }, all))
    .toEqual([name, { commit: 12n, prepare: 12n }]);
  expect(await asked({ [former]: 12 }, undefined)).toEqual(["reactor", "start"]);
});
