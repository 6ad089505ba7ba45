import { graphql, type ResultOf } from "@ballast/schema/graphql";
import type { Client } from "../client/client.ts";
import { acknowledgePage, openPages, type OpenPage } from "../commands/acknowledge.ts";
import { duration } from "@ballast/schema/words";
import { storyFailure, until } from "./stage.ts";

/** An incident as the story looks at it. */
export const storyIncident = graphql(
  `fragment StoryIncident on Incident { id reference title links { type kind recordId } alerts { id } milestones { milestone at } figures { acknowledgeMs } }`,
);
export type StoryIncident = ResultOf<typeof storyIncident>;

const whoAmI = graphql(`query DemonstrationListener { me { person { id name email } } }`);

const acknowledgedAt = ({ milestones }: StoryIncident): string | null =>
  milestones.find(({ milestone }) => milestone === "acknowledged")?.at ?? null;

type Paged = NonNullable<ResultOf<typeof whoAmI>["me"]>["person"];

const channelsTo = ({ id }: Paged, { sends }: OpenPage): readonly string[] => [
  ...new Set(
    sends.flatMap(({ person, channel, outcome }) =>
      person?.id === id && (outcome === "handedOver" || outcome === "delivered") && channel !== null ? [channel] : [],
    ),
  ),
];

/** The page, once it went out to the person by the inbox and, where they have an address, by mail. */
async function pageTo(client: Client, person: Paged, incidentId: string): Promise<OpenPage | null> {
  const mine = (await openPages(client, person.id)).find(({ incident }) => incident.id === incidentId);
  return mine !== undefined && channelsTo(person, mine).length >= (person.email === null ? 1 : 2) ? mine : null;
}

/** Waits for an incident and for its page, and answers that, as the person whose credential this is. */
export async function answerPage(
  { client, say }: { readonly client: Client; readonly say: (line: string) => void },
  { found, incident }: { readonly found: () => Promise<StoryIncident | null>; readonly incident: StoryIncident },
): Promise<{ readonly id: string; readonly reference: string; readonly title: string; readonly acknowledgeMs: number | null }> {
  const { me } = await client.query(whoAmI);
  if (me === null) throw storyFailure("Nobody is signed in.");
  const page = await until(`a page to ${me.person.name}`, 30_000, () => pageTo(client, me.person, incident.id));
  say(`${me.person.name}, who is on call, is paged by ${channelsTo(me.person, page).join(" and ")}: ${page.reason}`);
  await acknowledgePage(client, page.id);
  const answered = await until("the acknowledgement on the incident", 30_000, async () => {
    const now = await found();
    return now !== null && acknowledgedAt(now) !== null ? now : null;
  });
  say(`the page is answered${answered.figures.acknowledgeMs === null ? "" : ` after ${duration(answered.figures.acknowledgeMs)}`}`);
  const { id, reference, title, figures } = answered;
  return { id, reference, title, acknowledgeMs: figures.acknowledgeMs };
}
