import { Rejection } from "@ballast/domain";
import { OtherRecordMoved } from "./handle.ts";

/** So often is another record looked at again that somebody changes all the time. */
const looks = 5;

/**
 * Does what is decided on another record, and does it again where that was changed meanwhile.
 * @throws Rejection REVISION_CONFLICT when it changes all the time
 */
export async function lookingAgain(act: () => Promise<void>): Promise<void> {
  for (let look = 0; look < looks; look += 1) {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof OtherRecordMoved)) throw error;
    }
  }
  throw new Rejection("REVISION_CONFLICT", `another record that this depends on was changed by others ${looks} times meanwhile`);
}
