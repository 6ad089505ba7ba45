import "reflect-metadata";
import type { PageUrgency as Urgent } from "@ballast/schema";
import { urgencies, type Urgency as UrgencyName } from "@ballast/schema";
import { Field, ObjectType } from "type-graphql";
import { enumType } from "./enums.ts";
import { DateTime } from "./scalars.ts";

export const Urgency = enumType<UrgencyName>(
  "Urgency", { options: urgencies },
  "How much it hurts that nobody answers at once: severities 1 and 2 are high, 3 and 4 low, unless the support hours of its services say otherwise.",
);

const UrgencyReason = enumType<Urgent["because"]>(
  "UrgencyReason", { options: ["severity", "withinHours", "outsideHours"] },
  "What says how urgent something is: its severity, or that it is within or outside the support hours of its services.",
);

@ObjectType({ description: "How urgent something is, and by what.", simpleResolvers: true })
export class UrgencyAt {
  @Field(() => Urgency, { description: "High calls at once; low in the way that people have said for it." }) level!: UrgencyName;
  @Field(() => UrgencyReason, { description: "What says so." }) because!: Urgent["because"];
  @Field(() => DateTime, { nullable: true, description: "When support hours begin or end, and it is otherwise; null: at no moment." })
  until!: string | null;
}
