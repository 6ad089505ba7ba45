import Button from "@mui/material/Button";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { useCommand } from "../data/command.ts";
import { useDraft } from "../data/draft.ts";
import { ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { Facts, Panel, ViewHeader } from "../marks/Panel.tsx";
import { ProblemLine } from "../marks/States.tsx";
import { chatLinkDocument, linkChatUser } from "./chatDocuments.ts";

/** Where a link from a chat leads: says who would be whom, and links by a press. */
export function ChatLinkView() {
  const [parameters] = useSearchParams();
  const token = parameters.get("token") ?? "";
  const read = useRead(chatLinkDocument, { token }, { now: true });
  const give = useCommand(linkChatUser, useDraft("chat.link", token));
  const [state, setState] = useState<"asked" | "sent" | "linked">("asked");
  const [problem, setProblem] = useState<unknown>(null);
  const press = async (): Promise<void> => {
    setState("sent");
    try {
      await give({ token });
      setState("linked");
    } catch (error) {
      setProblem(error);
      setState("asked");
    }
  };
  return (
    <ReadArea read={read} where="The link">
      {({ chatLinkAsked: { name, user, chat } }) => (
        <>
          <ViewHeader
            title={state === "linked" ? `You are ${name} in ${chat}` : "Is this you?"}
            summary={state === "linked"
              ? "What you type there is your word here. Type the command again."
              : "Press only if you have just typed the command yourself: whoever this is acts with your rights from then on."}
          />
          <Panel padded>
            <Facts facts={[["Chat", chat], ["Name there", name], ["Id there", user]]} />
            <ProblemLine error={problem} />
            {state === "linked" ? null : (
              <Button variant="contained" disabled={state === "sent"} onClick={() => void press()}>Yes, {name} in {chat} is me</Button>
            )}
          </Panel>
        </>
      )}
    </ReadArea>
  );
}
