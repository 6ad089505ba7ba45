import TextField from "@mui/material/TextField";
import { useCommand } from "../data/command.ts";
import { unrevised, useDraftOf, useDraftState } from "../data/draft.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { nameSnsTopics } from "./integrationDocuments.ts";

/** Says of which topics of Amazon's SNS an integration takes messages, signed, and nothing else. */
export function TopicsDialog({ id, topics, onClose }: { id: string; topics: readonly string[]; onClose: () => void }) {
  const draft = useDraftOf(unrevised, "integration.topics", id);
  const [text, setText] = useDraftState(draft, "topics", topics.join("\n"));
  const give = useCommand(nameSnsTopics, draft);
  const named = text.split(/[\s,]+/u).filter((arn) => arn !== "");
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title="Take only signed messages of SNS"
      confirm={named.length === 0 ? "Take whatever comes with its key" : "Take only these"}
      ready
      preview={
        <p>
          {named.length === 0
            ? "Whatever comes with the key in its address is taken, signed or not."
            : "What SNS has not signed for these topics is refused, whoever has the address, and stands below with the reason."}
        </p>
      }
      act={async () => void (await give({ integrationId: id, topics: named }))}
    >
      <TextField
        label="Topics" multiline minRows={3} value={text} onChange={(event) => setText(event.target.value)}
        placeholder="arn:aws:sns:eu-west-1:123456789012:alarms" helperText="A topic’s ARN a line."
      />
    </ConfirmCommand>
  );
}
