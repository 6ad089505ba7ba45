import "reflect-metadata";
import { addressBy, PROOF_MS, type TestPage } from "@ballast/domain";
import { wakingChannels, type Reminders, type WakingChannel } from "@ballast/schema";
import { Field, FieldResolver, Int, ObjectType, Resolver, Root } from "type-graphql";
import { enumType } from "../graphql/enums.ts";
import { DateTime } from "../graphql/scalars.ts";
import { momentOf } from "../graphql/scope.ts";
import { Channel, isTrusted, Person } from "./personType.ts";

const TestPageOutcome = enumType<TestPage["outcome"]>(
  "TestPageOutcome", { options: ["asked", "sent", "refused", "answered"] },
  "What became of a test page: asked for, handed to its channel, not taken by it, or answered by whom it reached.",
);

@ObjectType({ description: "The last test page by a channel.", simpleResolvers: true })
class LastTestPage {
  @Field(() => DateTime, { description: "When it was asked for." }) askedAt!: string;
  @Field(() => TestPageOutcome, { description: "What became of it." }) outcome!: TestPage["outcome"];
  @Field(() => String, { nullable: true, description: "Why it did not go out; shown to themselves and administrators, null where it did." })
  reason!: string | null;
}

@ObjectType({ description: "A channel of somebody's, and what shows that it reaches them.", simpleResolvers: true })
class ChannelState {
  @Field(() => Channel, { description: "The channel." }) channel!: WakingChannel;
  @Field(() => DateTime, { nullable: true, description: "When they last answered a test page by it, as it is now; null: never." })
  verifiedAt!: string | null;
  @Field(() => Boolean, { description: "Whether that is less than 90 days ago." }) verified!: boolean;
  @Field(() => LastTestPage, { nullable: true, description: "The last test page by it; null: none since it is as it is now." })
  lastTest!: LastTestPage | null;
}

@ObjectType({ description: "Of what somebody is reminded.", simpleResolvers: true })
class ReminderSettings {
  @Field(() => Int, { nullable: true, description: "So many days ahead of a turn of theirs; null: not at all." }) turnDays!: number | null;
  @Field(() => Int, { nullable: true, description: "So many days ahead of what they stand in for; null: not at all." })
  standInDays!: number | null;
  @Field(() => Boolean, { description: "On Mondays at nine on their clock: who is on call until when." }) weekly!: boolean;
}

/** What is known of somebody's channels. */
@Resolver(() => Person)
export class ChannelStateResolver {
  @FieldResolver(() => ReminderSettings, { description: "Of what they are reminded by themselves." })
  reminders(@Root() { stored }: Person): Reminders {
    return stored?.reminders ?? { turnDays: null, standInDays: null, weekly: false };
  }

  @FieldResolver(() => [ChannelState], { description: "Their channels that can wake them, and whether each was verified by a test page." })
  channelStates(@Root() { stored, scope, key }: Person): readonly ChannelState[] {
    if (stored === null) return [];
    const now = momentOf(scope).getTime();
    return wakingChannels.filter((channel) => addressBy(stored.contacts, channel) !== null).map((channel) => {
      const verifiedAt = stored.verified.find((each) => each.channel === channel)?.at ?? null;
      const test = stored.testPages.find((each) => each.channel === channel);
      return {
        channel, verifiedAt, verified: verifiedAt !== null && now - Date.parse(verifiedAt) < PROOF_MS,
        lastTest: test === undefined ? null : {
          askedAt: test.askedAt, outcome: test.outcome, reason: test.reason === "" || !isTrusted(scope, key) ? null : test.reason,
        },
      };
    });
  }
}
