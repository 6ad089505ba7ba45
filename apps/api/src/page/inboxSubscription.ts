import "reflect-metadata";
import type { RecordedEvent } from "@ballast/eventlog";
import { Resolver, Root, Subscription } from "type-graphql";
import type { ApiContext } from "../graphql/context.ts";
import { openScope } from "../graphql/scope.ts";
import { told } from "../subscriptions/told.ts";
import { Page, pageById } from "./pageType.ts";

/** Pages for who listens, as they change. Every reading opens a scope of its own: rights are those of that moment. */
function inboxPages(context: ApiContext): AsyncIterableIterator<Page> {
  const me = openScope(context).principal.person.id;
  const changed = new Set<string>();
  const touches = ({ category, id }: RecordedEvent): boolean => category === "page" && changed.add(id).size > 0;
  const read = (): readonly Page[] => {
    const scope = openScope(context);
    const pages = [...changed].flatMap((id) => pageById(scope, id) ?? []);
    changed.clear();
    const asked = ({ row }: Page): boolean => row.personIds.includes(me) || (row.origin?.firstIds ?? []).includes(me);
    return pages.filter((page) => asked(page) || page.row.sends.some(({ personId }) => personId === me));
  };
  return told({ readModel: context.readModel, touches, read });
}

/** The inbox. */
@Resolver()
export class InboxSubscription {
  @Subscription(() => Page, {
    subscribe: ({ context }) => inboxPages(context), description: "Pages for who listens, when they are sent, answered or stopped.",
  })
  inbox(@Root() page: Page): Page {
    return page;
  }
}
