import { expect, it } from "vitest";
import { peopleBy } from "./names.ts";
import { RowRefusal, type TableClient } from "./table.ts";

const people = [
  { id: "1", login: "ann", name: "Ann Lee" }, { id: "2", login: "ann2", name: "Ann Lee" }, { id: "3", login: "bo", name: "Bo" },
  { id: "4", login: "lee", name: "Bo" },
];
const answer: unknown = {
  me: { person: { id: "3" } }, people: { pageInfo: { hasNextPage: false, endCursor: null }, edges: people.map((node) => ({ node })) },
};
const client: TableClient = {
  query: () => Promise.resolve(answer as never), mutate: () => Promise.reject(new Error("nothing is recorded")), refusalOf: () => null,
};

it("a person is found by login, else by the only name that says so, as often as they are named", async () => {
  const person = await peopleBy(client, "owner");
  for (const _ of ["first", "again"]) {
    expect(["ANN", "ann2", "me", "1", "BO"].map(person)).toEqual(["1", "2", "3", "1", "3"]);
    expect(() => person("Ann Lee")).toThrow("several people are called Ann Lee");
    expect(() => person("Ann")).not.toThrow();
    expect(() => person("nobody")).toThrow(RowRefusal);
  }
});
