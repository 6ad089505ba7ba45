import { expect, it } from "vitest";
import { leftOver } from "./undoneTasks.ts";

it("what an incident left undone is what nobody did or dropped, and what goes on already comes last", () => {
  const task = (id: string, state: string, reference: string | null = null) => ({
    id, text: id, state, owner: null, action: reference === null ? null : { id: reference, reference },
  });
  const tasks = [task("done", "done"), task("goes on", "carriedOn", "A-1"), task("open", "open"), task("dropped", "dropped")];
  expect(leftOver({ incident: { tasks } }).map(({ id }) => id)).toEqual(["open", "goes on"]);
  expect(leftOver({ incident: { tasks: [] } })).toEqual([]);
});
