import { call } from "../api/graphqlClient.ts";
import { nodesOf } from "../data/fields.ts";
import { doing } from "../shell/commands.ts";
import { names, rowNote } from "../shell/verbs.ts";
import type { PaletteVerb } from "../shell/verbs.ts";
import { actionVerbsDocument } from "./actionDocuments.ts";

interface OfActions {
  readonly name: string;
  /** What the record's view opens. */
  readonly opens: string;
  readonly sayings: readonly string[];
  readonly does: string;
  readonly states: readonly ("proposed" | "open" | "done")[];
}

/** A command of an action that is not over. */
const ofActions = ({ name, opens, sayings, does, states }: OfActions): PaletteVerb => ({
  name,
  sayings,
  offer: async (rest, { go, zone, signal }) => {
    const { actions } = await call(actionVerbsDocument, { filter: { states: [...states] } }, { signal });
    return nodesOf(actions)
      .filter(({ reference, title }) => names(rest, reference, reference.replace(/^ACT-/u, ""), title))
      .map(({ id, reference, title, state, dueOn, owner }) =>
        ({
          id: `${name}-${id}`, title: `${does} ${reference} · ${title}`, group: doing, icon: "actions",
          note: rowNote(zone, dueOn, state, owner?.name ?? "nobody yet"), run: () => go(`/actions/${encodeURIComponent(id)}?do=${opens}`),
        }) as const);
  },
});

/** Adding, and what is done to an action. */
export const actionVerbs: readonly PaletteVerb[] = [
  {
    name: "addAction",
    sayings: ["add action", "add an action", "new action"],
    offer: async (_, { go }) => [
      { id: "addAction", title: "Add an action", group: doing, icon: "actions", run: () => go("/actions?add=1") },
    ],
  },
  ofActions({
    name: "finishAction", opens: "finish", sayings: ["finish action", "finish", "action done"], does: "Finish",
    states: ["proposed", "open"],
  }),
  ofActions({ name: "verifyAction", opens: "verify", sayings: ["verify action", "verify"], does: "Verify", states: ["done"] }),
  ofActions({
    name: "promiseAction", opens: "due", sayings: ["promise a day", "move the day", "promise"], does: "Promise a day for",
    states: ["proposed", "open"],
  }),
];
