import type { GiveNoticeInput } from "@ballast/schema/workflows";

/** The activity of `giveNotice`. */
export interface NoticeActivities {
  /** One message by every channel that takes notices; of a gap that is closed by now, or a schedule that is gone, none. */
  tellNotice(input: GiveNoticeInput): Promise<void>;
}
