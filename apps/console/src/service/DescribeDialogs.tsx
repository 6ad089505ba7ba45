import TextField from "@mui/material/TextField";
import { useNavigate } from "react-router";
import { useCommand } from "../data/command.ts";
import { useDraft, useDraftOf, useDraftState } from "../data/draft.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { describeService, registerService } from "./serviceCommands.ts";
import type { ServiceRecord } from "./serviceDocuments.ts";

/** A name as its address: lower case, letters, figures and dashes. */
export function slugOf(name: string): string {
  return name.normalize("NFKD").toLowerCase().replaceAll(/[^a-z0-9]+/gu, "-").replaceAll(/^-+|-+$/gu, "");
}

/** Registers a service and opens its view. */
export function RegisterServiceDialog({ onClose }: { onClose: () => void }) {
  const draft = useDraft("service.register");
  const [name, setName] = useDraftState(draft, "name", "");
  const [slug, setSlug] = useDraftState<string | null>(draft, "slug", null);
  const [description, setDescription] = useDraftState(draft, "description", "");
  const give = useCommand(registerService, draft);
  const navigate = useNavigate();
  const address = slug ?? slugOf(name);
  const act = async (): Promise<void> => {
    await give({ slug: address, name: name.trim(), description });
    void navigate(`/services/${address}`);
  };
  return (
    <ConfirmCommand
      open
      draft={draft}
      onClose={onClose}
      title="Register a service"
      confirm={address === "" ? "Register" : `Register ${address}`}
      ready={name.trim() !== "" && address !== ""}
      preview={
        <p>
          {address === "" ? (
            "It gets an address that stays for ever; its name can change."
          ) : (
            <>
              It is called <code>{address}</code> in addresses and commands, for ever. Environments, plans and rotations come next, on its
              page.
            </>
          )}
        </p>
      }
      act={act}
    >
      <TextField label="Name" autoFocus required value={name} onChange={(event) => setName(event.target.value)} placeholder="Checkout" />
      <TextField label="Address" value={address} onChange={(event) => setSlug(event.target.value)} />
      <TextField label="What it does, for whom" value={description} onChange={(event) => setDescription(event.target.value)} />
    </ConfirmCommand>
  );
}

/** Changes how people know a service. */
export function DescribeServiceDialog({ service, onClose }: { service: ServiceRecord; onClose: () => void }) {
  const draft = useDraftOf(service, "service.describe", service.slug);
  const [name, setName] = useDraftState(draft, "name", service.name);
  const [description, setDescription] = useDraftState(draft, "description", service.description);
  const [repository, setRepository] = useDraftState(draft, "repository", service.repositoryUrl ?? "");
  const [runbook, setRunbook] = useDraftState(draft, "runbook", service.runbookUrl ?? "");
  const give = useCommand(describeService, draft);
  const [address, guide] = [repository.trim(), runbook.trim()];
  const act = async (): Promise<void> =>
    void (await give(
      {
        service: service.slug, name: name.trim(), description, ...(address === "" ? {} : { repositoryUrl: address }),
        ...(guide === "" ? {} : { runbookUrl: guide }),
      },
    ));
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`Describe ${service.slug}`}
      confirm="Save the description"
      ready={name.trim() !== "" && [address, guide].every((url) => url === "" || URL.canParse(url))}
      preview={
        <p>
          The address <code>{service.slug}</code> stays. What it was called before stays in the history.
        </p>
      }
      act={act}
    >
      <TextField label="Name" autoFocus required value={name} onChange={(event) => setName(event.target.value)} />
      <TextField label="What it does, for whom" value={description} onChange={(event) => setDescription(event.target.value)} />
      <TextField
        label="Where its code is"
        value={repository}
        onChange={(event) => setRepository(event.target.value)}
        placeholder="https://github.com/…"
      />
      <TextField
        label="What to do when it breaks"
        value={runbook}
        onChange={(event) => setRunbook(event.target.value)}
        placeholder="https://…"
        helperText="Pages carry this address."
      />
    </ConfirmCommand>
  );
}
