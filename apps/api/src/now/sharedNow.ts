import { sharedView } from "../graphql/sharedView.ts";
import { nowView } from "./nowType.ts";

/** The first view over sockets: many show it, and most look at the same. At most twice a second. */
export const sharedNow = sharedView({
  field: "nowChanged",
  everyMs: 500,
  touches: () => () => true,
  read: (scope) => nowView(scope),
  sight: ({ principal: { person }, viewer, context: { readModel } }, hidden) =>
    [hidden, readModel.pages.all({ open: true, personId: person.id, viewer }).map(({ id }) => id)],
});
