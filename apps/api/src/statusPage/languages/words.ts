import type { SubscriberChannel } from "@ballast/schema";
import type { ReportStatus } from "@ballast/domain/statusPage";
import type { ComponentStatus, CountingRule } from "@ballast/schema";

/** What a page says in one language. Everything readers see that nobody typed stands here. */
export interface PageWords {
  /** As in `en`. */
  readonly language: string;
  /** For dates and numbers. */
  readonly locale: string;
  readonly status: Readonly<Record<ComponentStatus, string>>;
  readonly report: Readonly<Record<ReportStatus, string>>;
  readonly maintenance: Readonly<Record<"scheduled" | "in_progress" | "verifying" | "completed", string>>;
  readonly allWell: string;
  readonly nothingHere: string;
  /** What is wrong with components, where nobody gave it a name. */
  readonly unnamed: (status: ComponentStatus, names: string) => string;
  readonly listed: (names: readonly string[]) => string;
  readonly elseWell: string;
  readonly since: (time: string) => string;
  readonly nextUpdate: (time: string) => string;
  readonly timesIn: (zone: string) => string;
  readonly getUpdates: string;
  readonly daysAgo: (days: number) => string;
  readonly today: string;
  readonly withoutIncident: (percent: string) => string;
  readonly notObserved: string;
  readonly hurtFor: (status: ComponentStatus, minutes: number) => string;
  readonly planned: (title: string) => string;
  readonly from: (from: string, to: string | null) => string;
  readonly earlier: string;
  readonly more: string;
  readonly older: string;
  readonly by: Readonly<Record<"atom" | "rss" | "calendar" | "json", string>>;
  readonly basis: string;
  readonly written: (time: string) => string;
  readonly byHand: (reason: string) => string;
  readonly lastDays: (days: number) => string;
  readonly rule: (rule: CountingRule) => string;
  readonly ruleTitle: string;
  readonly groupRule: string;
  readonly corrected: (what: { readonly at: string; readonly was: string; readonly is: string; readonly reason: string }) => string;
  readonly asPublished: (percent: string) => string;
  readonly noIncident: string;
  readonly back: string;
  readonly history: string;
  readonly minutes: (minutes: number) => string;
  readonly uptimeTitle: string;
  readonly whyTitle: string;
  readonly now: string;
  /** How updates are subscribed to, confirmed and stopped. */
  readonly subscribe: {
    readonly by: Readonly<Record<SubscriberChannel, string>>;
    /** What each channel takes. */
    readonly hint: string;
    readonly how: string;
    readonly address: string;
    readonly ofWhat: string;
    readonly everything: string;
    readonly press: string;
    /** The same whoever asks, for whatever address. */
    readonly asked: string;
    readonly confirm: (page: string) => string;
    readonly confirmPress: string;
    readonly confirmed: (page: string) => string;
    readonly secret: string;
    readonly stop: (page: string) => string;
    readonly stopPress: string;
    readonly stopped: (page: string) => string;
    readonly gone: string;
    readonly tooMany: string;
    readonly wrong: string;
  };
  /** What subscribers are told, around what was said. */
  readonly message: {
    readonly open: string;
    readonly confirmSubject: (page: string) => string;
    readonly confirmText: (page: string) => string;
    readonly confirmLink: string;
    readonly footer: (page: string) => string;
    readonly concerns: (names: string) => string;
    /** It was the same as another one, which goes on. */
    readonly merged: string;
    readonly goesOn: (title: string) => string;
  };
}
