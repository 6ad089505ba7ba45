import TextField from "@mui/material/TextField";
import { useCommand } from "../data/command.ts";
import { useDraft, useDraftOf, useDraftState } from "../data/draft.ts";
import { ReasonField } from "../data/ReasonField.tsx";
import { andWords } from "../data/words.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { announceMaintenance, unannounceMaintenance, type Maintenance, type ShownMaintenance } from "./maintenanceDocuments.ts";

/** Tells readers of status pages of it, in words made for them. */
export function AnnounceDialog({ planned, pages, late, onClose }: {
  planned: Maintenance;
  pages: ShownMaintenance["pages"];
  /** Less than two days ahead. */
  late: boolean;
  onClose: () => void;
}) {
  const { id, announcement } = planned;
  const draft = useDraftOf(planned, "maintenance.announce", id);
  const [title, setTitle] = useDraftState(draft, "title", announcement?.title ?? "");
  const [text, setText] = useDraftState(draft, "text", announcement?.text ?? "");
  const give = useCommand(announceMaintenance, draft);
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={announcement === null ? "Tell the public" : "Tell the public otherwise"}
      confirm={announcement === null ? "Tell them" : "Tell them so"}
      ready={title.trim() !== ""}
      preview={
        <>
          {pages.length === 0 ? <p>No status page has a component of these services: nobody reads it until one does.</p> : (
            <ul>{pages.map(({ page, components }) => <li key={page.id}>{page.name}: {andWords(components)}</li>)}</ul>
          )}
          <p>It stands there at once, with its times, in the calendar and the feeds; what it is called here stays here.</p>
          {late && announcement === null ? <p>It begins in less than 48 hours: readers may want to hear of it sooner.</p> : null}
        </>
      }
      act={async () => void (await give({ maintenanceId: id, title: title.trim(), text: text.trim() }))}
    >
      <TextField label="What readers call it" required autoFocus value={title} onChange={(event) => setTitle(event.target.value)} />
      <TextField label="What they are told" multiline minRows={3} value={text} onChange={(event) => setText(event.target.value)} />
    </ConfirmCommand>
  );
}

/** Takes it off the pages. */
export function UnannounceDialog({ planned: { id, announcement }, onClose }: { planned: Maintenance; onClose: () => void }) {
  const draft = useDraft("maintenance.unannounce", id);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(unannounceMaintenance, draft);
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title="Take it off the status pages"
      confirm="Take it off"
      ready
      preview={<p>“{announcement?.title ?? ""}” is on no page, in no calendar and in no feed from then on. The work stays planned.</p>}
      act={async () => void (await give({ maintenanceId: id, reason }))}
    >
      <ReasonField value={reason} set={setReason} />
    </ConfirmCommand>
  );
}
