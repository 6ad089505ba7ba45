import { sentence } from "../data/words.ts";
import type { FlagPreview } from "./turningDocuments.ts";

/** Whether the API would take the change as it stands. */
export const isOpenTo = (preview: FlagPreview | undefined): preview is FlagPreview =>
  preview !== undefined && preview.refusal === null && !preview.isNoChange;

/** What a change would do, or why it is refused and what helps. */
export function PreviewWords({ preview }: { preview: FlagPreview }) {
  if (preview.refusal !== null) return <p role="alert">{preview.refusal.message}. {preview.refusal.remedy}</p>;
  if (preview.isNoChange) return <p>It is so already.</p>;
  return (
    <>
      <p>{sentence(preview.sentence)} {preview.after}</p>
      {preview.needsApproval ? <p>It is made once a second person approves it.</p> : null}
    </>
  );
}
