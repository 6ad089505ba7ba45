import { command, graphql } from "@ballast/schema/graphql";
import type { ResultOf } from "@ballast/schema/graphql";
import { channelIn } from "../paging/channelWords.ts";

/** Channels, and what shows that each reaches whose it is. */
export const channelStateFields = graphql(
  `fragment ChannelStateFields on Person { channelStates { channel verifiedAt verified lastTest { askedAt outcome reason } } }`,
);
export type ChannelState = ResultOf<typeof channelStateFields>["channelStates"][number];

const pagingFields = graphql(`
  fragment PagingFields on Person {
    id name timeZone email chatWebhookUrl phone pushUrl pagerDutyKey channels lastAnswered { at channels } reminders { turnDays standInDays weekly } ...ChannelStateFields
    pagingRules { high { channel afterMinutes } low { channel afterMinutes } lowHours { from to } }
  }
`, [channelStateFields]);
/** Somebody, and by which channels they want to be called. */
export type PagedPerson = ResultOf<typeof pagingFields>;
export type PagingRules = NonNullable<PagedPerson["pagingRules"]>;
export type PagingRule = PagingRules["high"][number];

export const myPagingDocument = graphql(`query MyPaging { me { person { ...PagingFields } } }`, [pagingFields]);

/** By which channels a page would call somebody at a moment. */
export const notifiedDocument = graphql(`
  query Notified($id: ID!, $at: DateTime!, $asOf: AsOf) {
    node(id: $id, asOf: $asOf) {
      ... on Person { id high: notified(at: $at, urgency: high) { channel at } low: notified(at: $at, urgency: low) { channel at } }
    }
  }
`);

export const setPagingRules = command("setPagingRules", "person { id }");
export const setReminders = command("setReminders", "person { id }");
export const sendTestPage = command("sendTestPage", "person { id }");
export const answerTestPage = command("answerTestPage", "person { id name }");

/** The rules as they are typed: minutes of each channel, empty where it is not used. */
export interface RulesForm {
  readonly high: Readonly<Record<Channel, string>>;
  readonly low: Readonly<Record<Channel, string>>;
  readonly waits: boolean;
  readonly from: string;
  readonly to: string;
}
export type Channel = PagingRule["channel"];
export const channels: readonly Channel[] = ["push", "voice", "sms", "chat", "pagerduty", "mail"];

const minutesIn = (rules: readonly PagingRule[]): Record<Channel, string> => {
  const otherwise = rules.length === 0 ? 0 : "";
  const of = (channel: Channel): string => String(rules.find((rule) => rule.channel === channel)?.afterMinutes ?? otherwise);
  return {
    push: of("push"), voice: of("voice"), sms: of("sms"), chat: of("chat"), pagerduty: of("pagerduty"), mail: of("mail"),
  };
};

const hoursOf = (rules: PagingRules | null): PagingRules["lowHours"] => (rules === null ? null : rules.lowHours);

export const formOf = (rules: PagingRules | null): RulesForm => ({
  high: minutesIn(rules?.high ?? []), low: minutesIn(rules?.low ?? []), waits: hoursOf(rules) !== null,
  from: hoursOf(rules)?.from ?? "08:00", to: hoursOf(rules)?.to ?? "20:00",
});

const rulesIn = (minutes: RulesForm["high"]): readonly PagingRule[] | null => {
  const used = channels.filter((channel) => minutes[channel].trim() !== "");
  const said = used.map((channel) => ({ channel, afterMinutes: Number(minutes[channel]) }));
  const fits = said.every(({ afterMinutes }) => Number.isInteger(afterMinutes) && afterMinutes >= 0 && afterMinutes <= 60);
  return fits && said.some(({ afterMinutes }) => afterMinutes === 0) ? said : null;
};

/** What is saved; null where it says nothing that can be: no channel at once, or no whole minutes. */
export function rulesOf({ high, low, waits, from, to }: RulesForm): PagingRules | null {
  const [urgent, other] = [rulesIn(high), rulesIn(low)];
  const hasHours = !waits || (/^\d\d:\d\d$/u.test(from) && /^\d\d:\d\d$/u.test(to) && from !== to);
  return urgent === null || other === null || !hasHours
    ? null
    : { high: [...urgent], low: [...other], lowHours: waits ? { from, to } : null };
}

/** One urgency's rules in words: `chat at once, mail after 5 min`. */
export const ruleWords = (rules: readonly PagingRule[]): string =>
  rules.length === 0
    ? "all channels at once"
    : rules.toSorted((one, other) => one.afterMinutes - other.afterMinutes)
        .map(({ channel, afterMinutes }) => `${channelIn(channel)} ${afterMinutes === 0 ? "at once" : `after ${afterMinutes} min`}`).join(", ");

/** Days as they are chosen; empty: not at all. */
export const DAYS = ["", "1", "2", "3", "4", "5", "6", "7"] as const;

/** How somebody is reminded of one kind of shift. */
export const daysWords = (days: number | null): string =>
  days === null ? "not at all" : days === 1 ? "the day before, at nine" : `${String(days)} days ahead, at nine`;

/** What stands first in the view. */
export function pagingSentence({ pagingRules: rules, channels: has }: PagedPerson): string {
  if (has.length === 0) return "Nothing can wake you: a page only lies in the inbox. Add a channel.";
  const hours = hoursOf(rules);
  const low = hours === null ? "" : `, between ${hours.from} and ${hours.to}`;
  return rules === null
    ? "Every page calls you by all your channels at once."
    : `Severities 1 and 2 call you by ${ruleWords(rules.high)}; 3 and 4 by ${ruleWords(rules.low)}${low}.`;
}
