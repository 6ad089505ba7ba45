import TextField from "@mui/material/TextField";
import { useCommand } from "../data/command.ts";
import { useDraftOf, useDraftState } from "../data/draft.ts";
import { Choice } from "../marks/Choice.tsx";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { PagePreview } from "./PagePreview.tsx";
import { defineStatusPage, type StatusPageRecord } from "./statusPageDocuments.ts";

type Rule = StatusPageRecord["rule"]["name"];

interface Asked {
  readonly slug: string;
  readonly name: string;
  readonly about: string;
  readonly timeZone: string;
  readonly language: string;
  readonly rule: Rule;
  readonly weights: readonly [slow: string, part: string, all: string];
  readonly maintenance: StatusPageRecord["rule"]["maintenance"];
  readonly logoUrl: string;
  readonly address: string;
}

const languages = [["en", "English"], ["de", "Deutsch"]] as const;
const rules: readonly (readonly [Rule, string])[] = [
  ["statuspage", "As Statuspage: a part 30 %"], ["incidentio", "As incident.io: a part 100 %"], ["own", "Its own"],
];
const upOrOut = [["up", "Works"], ["leftOut", "Is left out"]] as const;

const empty: Asked = {
  slug: "public", name: "", about: "", timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, language: "en", rule: "statuspage",
  weights: ["0", "30", "100"], maintenance: "up", logoUrl: "", address: "",
};

const askedOf = (shown: StatusPageRecord): Asked => ({
  slug: shown.slug, name: shown.name, about: shown.about, timeZone: shown.timeZone, language: shown.language, rule: shown.rule.name,
  weights: [String(shown.rule.degradedPercent), String(shown.rule.partialOutagePercent), String(shown.rule.majorOutagePercent)],
  maintenance: shown.rule.maintenance, logoUrl: shown.logoUrl ?? "", address: shown.address ?? "",
});

const orNull = (text: string): string | null => (text.trim() === "" ? null : text.trim());

const isPercent = (text: string): boolean => text.trim() !== "" && Number(text) >= 0 && Number(text) <= 100;

const inputOf = ({ slug, name, about, timeZone, language, rule, weights, maintenance, logoUrl, address }: Asked) => {
  const [degradedPercent = 0, partialOutagePercent = 0, majorOutagePercent = 0] = weights.map(Number);
  return {
    slug: slug.trim(), name: name.trim(), about: about.trim(), timeZone: timeZone.trim(), language, rule, logoUrl: orNull(logoUrl),
    address: orNull(address),
    ownRule: rule === "own" ? { degradedPercent, partialOutagePercent, majorOutagePercent, maintenance } : null,
  };
};

/** Makes a page, or says anew what one is. */
export function DefineStatusPageDialog({ shown, onClose }: { shown?: StatusPageRecord; onClose: () => void }) {
  const draft = useDraftOf(shown, "statusPage.define", shown?.id);
  const [value, setValue] = useDraftState<Asked>(draft, "asked", shown === undefined ? empty : askedOf(shown));
  const give = useCommand(defineStatusPage, draft);
  const set = (other: Partial<Asked>): void => setValue({ ...value, ...other });
  const act = async (): Promise<void> => void (await give(inputOf(value)));
  const ready = value.name.trim() !== "" && value.slug.trim() !== "" && (value.rule !== "own" || value.weights.every(isPercent));
  const where = `/status/${value.slug.trim() === "" ? "…" : value.slug.trim()}`;
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={shown === undefined ? "Make a status page" : `Change ${shown.name}`}
      confirm={shown === undefined ? "Make it" : "Change it"}
      ready={ready}
      preview={
        <p>Everybody can read it at {where} at once, without signing in{value.slug.trim() === "public" ? ", and at /status" : ""}.</p>
      }
      act={act}
    >
      <TextField label="Name" autoFocus required value={value.name} onChange={({ target }) => set({ name: target.value })} />
      <TextField
        label="Name in addresses"
        required
        disabled={shown !== undefined}
        value={value.slug}
        onChange={({ target }) => set({ slug: target.value })}
      />
      <TextField label="A sentence under the name" value={value.about} onChange={({ target }) => set({ about: target.value })} />
      <TextField label="Time zone" required value={value.timeZone} onChange={({ target }) => set({ timeZone: target.value })} />
      <Choice label="Language" value={value.language} options={languages} onChange={(language) => set({ language })} />
      <Choice label="How it counts" value={value.rule} options={rules} onChange={(rule) => set({ rule })} />
      {value.rule === "own" ? (
        <>
          {["Slow, %", "A part down, %", "Down, %"].map((label, place) => (
            <TextField
              key={label}
              label={label}
              value={value.weights[place] ?? ""}
              onChange={({ target }) => {
                const [slow, part, all] = value.weights.with(place, target.value);
                set({ weights: [slow ?? "", part ?? "", all ?? ""] });
              }}
              slotProps={{ htmlInput: { inputMode: "decimal" } }}
            />
          ))}
          <Choice label="Maintenance" value={value.maintenance} options={upOrOut} onChange={(maintenance) => set({ maintenance })} />
        </>
      ) : null}
      <TextField label="Address of its picture" value={value.logoUrl} onChange={({ target }) => set({ logoUrl: target.value })} />
      <TextField
        label="Address of its own, where it stands elsewhere"
        value={value.address}
        onChange={({ target }) => set({ address: target.value })}
      />
      <PagePreview asked={ready ? { statusPageId: shown?.id ?? null, content: inputOf(value) } : null} />
    </ConfirmCommand>
  );
}
