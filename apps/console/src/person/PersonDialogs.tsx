import TextField from "@mui/material/TextField";
import { useState } from "react";
import { useGetIdentity } from "ra-core";
import { ownId } from "../data/globalId.ts";
import { useCommand } from "../data/command.ts";
import { unrevised, useDraftOf, useDraftState } from "../data/draft.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { PlaceDialog } from "./PlaceDialog.tsx";
import { PasswordField, shortestPassword } from "./PasswordField.tsx";
import { describePerson, revokeSessions, setContacts, setPassword, setRoles } from "./personCommands.ts";
import type { PersonRecord } from "./personDocuments.ts";
import { RemoveDialog } from "./RemoveDialog.tsx";
import { roleChange } from "../rights/roles.ts";
import { RolesField } from "../rights/RolesField.tsx";

interface DialogProps {
  person: PersonRecord;
  onClose: () => void;
}

function RolesDialog({ person, onClose }: DialogProps) {
  const draft = useDraftOf(unrevised, "person.roles", person.id);
  const [chosen, setChosen] = useDraftState(draft, "chosen", person.roles);
  const give = useCommand(setRoles, draft);
  const { given, taken } = roleChange(person.roles, chosen);
  const words =
    given.length + taken.length === 0
      ? "Nothing changes yet."
      : `${[...(given.length === 0 ? [] : [`${person.name} becomes ${given.join(", ")}`]), ...(taken.length === 0 ? [] : [`${given.length === 0 ? `${person.name} is` : "is"} no longer ${taken.join(", ")}`])].join(" and ")}. It holds at once, for their tokens too.`;
  return (
    <ConfirmCommand
      draft={draft}
      open
      danger={taken.length > 0}
      onClose={onClose}
      title={`Roles of ${person.name}`}
      confirm="Change the roles"
      ready={chosen.length > 0 && given.length + taken.length > 0}
      preview={<p>{words}</p>}
      act={async () => void (await give({ personId: person.id, roles: chosen }))}
    >
      <RolesField value={chosen} set={setChosen} />
    </ConfirmCommand>
  );
}

function DescribeDialog({ person, onClose }: DialogProps) {
  const draft = useDraftOf(unrevised, "person.describe", person.id);
  const [name, setName] = useDraftState(draft, "name", person.name);
  const [timeZone, setTimeZone] = useDraftState(draft, "timeZone", person.timeZone);
  const give = useCommand(describePerson, draft);
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`Describe ${person.name}`}
      confirm="Save"
      ready={name.trim() !== "" && timeZone.trim() !== ""}
      preview={<p>What was recorded before keeps the name it was recorded with.</p>}
      act={async () => void (await give({ personId: person.id, name: name.trim(), timeZone: timeZone.trim() }))}
    >
      <TextField label="Name" required value={name} onChange={(event) => setName(event.target.value)} />
      <TextField
        label="Time zone"
        required
        value={timeZone}
        onChange={(event) => setTimeZone(event.target.value)}
        helperText="As Europe/Zurich."
      />
    </ConfirmCommand>
  );
}

function ContactsDialog({ person, onClose }: DialogProps) {
  const draft = useDraftOf(unrevised, "person.contacts", person.id);
  const [email, setEmail] = useDraftState(draft, "email", person.email ?? "");
  const [chat, setChat] = useState(person.chatWebhookUrl ?? "");
  const [phone, setPhone] = useDraftState(draft, "phone", person.phone ?? "");
  const [push, setPush] = useState(person.pushUrl ?? "");
  const [pagerDuty, setPagerDuty] = useState(person.pagerDutyKey ?? "");
  const give = useCommand(setContacts, draft);
  const given = (text: string): string | null => (text.trim() === "" ? null : text.trim());
  const number = given(phone)?.replaceAll(/[\s()-]/gu, "") ?? null;
  const ways = [
    ["mail", email], ["chat", chat], ["SMS and calls", phone], ["push", push], ["PagerDuty", pagerDuty],
  ].flatMap(([way = "", value = ""]) => (given(value) === null ? [] : [way]));
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`How ${person.name} is reached`}
      confirm="Save"
      preview={
        <p>
          {ways.length === 0
            ? "Pages wait in the console’s inbox only: nobody is woken by that."
            : `Pages go to the inbox, and by ${ways.join(", ")}.`}
        </p>
      }
      act={async () => void (await give({
        personId: person.id, email: given(email), chatWebhookUrl: given(chat), phone: number, pushUrl: given(push),
        pagerDutyKey: given(pagerDuty),
      }))}
    >
      <TextField label="E-mail" type="email" value={email} onChange={(event) => setEmail(event.target.value)} />
      <TextField
        label="Chat webhook"
        type="url"
        value={chat}
        onChange={(event) => setChat(event.target.value)}
        placeholder="https://…"
        helperText="An incoming webhook of their chat; who has it can write there."
      />
      <TextField
        label="Telephone, for SMS and calls" type="tel" value={phone} onChange={(event) => setPhone(event.target.value)}
        placeholder="+41 79 123 45 67" helperText="With the country, as +41. It takes a provider that the installation names."
      />
      <TextField
        label="Push topic" type="url" value={push} onChange={(event) => setPush(event.target.value)}
        placeholder="https://ntfy.sh/…" helperText="A topic of ntfy that nobody guesses; who has it can read and write there."
      />
      <TextField
        label="PagerDuty integration key" value={pagerDuty} onChange={(event) => setPagerDuty(event.target.value)}
        helperText="Of an Events v2 integration there; who has it can have them called."
      />
    </ConfirmCommand>
  );
}

function PasswordDialog({ person, onClose }: DialogProps) {
  const [password, setTo] = useState("");
  const [current, setCurrent] = useState("");
  const { identity } = useGetIdentity();
  const own = identity !== undefined && (identity.id === person.id || identity.id === ownId(person.id));
  const give = useCommand(setPassword);
  return (
    <ConfirmCommand
      draft={null}
      open
      danger
      onClose={onClose}
      title={`Set a password for ${person.name}`}
      confirm="Set the password"
      ready={password.length >= shortestPassword}
      preview={<p>The one before stops working, and every session of theirs ends: they sign in again with the new one.</p>}
      act={async () => void (await give({ personId: person.id, password, currentPassword: current === "" ? null : current }))}
    >
      {own && (
        <TextField
          label="Your password of now"
          type="password"
          autoComplete="current-password"
          value={current}
          helperText="Left empty if you have none yet."
          onChange={(event) => setCurrent(event.target.value)}
        />
      )}
      <PasswordField label="New password" needed value={password} set={setTo} />
    </ConfirmCommand>
  );
}

function SessionsDialog({ person, onClose }: DialogProps) {
  const give = useCommand(revokeSessions);
  return (
    <ConfirmCommand
      draft={null}
      open
      danger
      onClose={onClose}
      title={`End all sessions of ${person.name}?`}
      confirm="End the sessions"
      preview={
        <p>They are signed out everywhere at once and can sign in again. API tokens go on working: take those back on their own page.</p>
      }
      act={async () => void (await give({ personId: person.id }))}
    />
  );
}

const dialogs = {
  roles: RolesDialog, describe: DescribeDialog, contacts: ContactsDialog, password: PasswordDialog, sessions: SessionsDialog,
  remove: RemoveDialog, place: PlaceDialog,
};

/** What can be asked on a person's view. */
export type PersonDialogName = keyof typeof dialogs;

/** The dialog that is open, if one is. */
export function PersonDialog({ name, ...props }: DialogProps & { name: PersonDialogName | null }) {
  const Dialog = name === null ? null : dialogs[name];
  return Dialog === null ? null : <Dialog {...props} />;
}
