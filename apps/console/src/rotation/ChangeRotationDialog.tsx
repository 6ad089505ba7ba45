import { own } from "@ballast/schema/own";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useCommand } from "../data/command.ts";
import { unrevised, useDraftOf, useDraftState } from "../data/draft.ts";
import { MomentField } from "../data/MomentField.tsx";
import { usePeople } from "../choices/peopleChoices.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { exact } from "../marks/time.ts";
import { useZone } from "../marks/zone.ts";
import { ChangeEffect, useChangePreview } from "./changePreview.tsx";
import { changeRotation, renameRotation } from "./rotationDocuments.ts";
import type { Rotation, Taker } from "./rotationDocuments.ts";
import { Fields } from "./RotationFields.tsx";
import type { Draft } from "./RotationFields.tsx";
import { handOverWords } from "./rotationWords.ts";

/** What a change of people is, out of the order that was there, the order typed, and who takes over from whom. */
export function changeOf(
  before: readonly string[],
  people: readonly string[],
  takers: Readonly<Record<string, string>>,
): { people: readonly string[]; takers: readonly Taker[] } {
  const gone = before.filter((id) => !people.includes(id));
  const named = gone.flatMap((personId) => {
    const takerId = own(takers, personId) ?? "";
    return takerId === "" ? [] : [{ personId, takerId }];
  });
  // A taker who has no turn yet takes the place of who goes: after whoever stood before them and stays.
  const placed = named.reduce<readonly string[]>((order, { personId, takerId }) => {
    if (order.includes(takerId)) return order;
    const ahead = before.slice(0, before.indexOf(personId)).findLast((id) => order.includes(id));
    return order.toSpliced(ahead === undefined ? 0 : order.indexOf(ahead) + 1, 0, takerId);
  }, people);
  return { people: placed, takers: named };
}

/** Asks who takes the shifts of each who is left out. */
function WhoTakes({
  gone, takers, set,
}: {
  gone: Rotation["people"];
  takers: Readonly<Record<string, string>>;
  set: (personId: string, takerId: string) => void;
}) {
  const people = usePeople();
  return gone.map(({ id, name }) => (
    <TextField
      key={id}
      select
      label={`Who takes the shifts of ${name}?`}
      value={own(takers, id) ?? ""}
      onChange={(event) => set(id, event.target.value)}
      slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
    >
      <MenuItem value="">The others, in turn</MenuItem>
      {people
        .filter((each) => !gone.some((left) => left.id === each.id))
        .map((each) => (
          <MenuItem key={each.id} value={each.id}>
            {each.name}
          </MenuItem>
        ))}
    </TextField>
  ));
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Changes people, hand-over or zone from a moment on; the past stays what it was. */
export function ChangeRotationDialog({ rotation, onClose }: { rotation: Rotation; onClose: () => void }) {
  const zone = useZone();
  const kept = useDraftOf(unrevised, "rotation.change", rotation.id);
  const order = rotation.latestPeople.filter(({ active }) => active).map(({ id }) => id);
  const [draft, setDraft] = useDraftState<Draft>(kept, "draft", {
    name: rotation.name, timeZone: rotation.timeZone, handOver: rotation.handOver, people: order,
  });
  const [from, setFrom] = useDraftState<string | null>(kept, "from", null);
  const [takers, setTakers] = useDraftState<Readonly<Record<string, string>>>(kept, "takers", {});
  const change = useCommand(changeRotation, kept);
  const rename = useCommand(renameRotation, kept);
  const put = (part: Partial<Draft>): void => setDraft((before) => ({ ...before, ...part }));
  const name = draft.name.trim();
  const renamed = name !== rotation.name;
  const rhythm = same([draft.timeZone, draft.handOver], [rotation.timeZone, rotation.handOver]);
  const unchanged = rhythm && from === null && same(draft.people, rotation.latestPeople.map(({ id }) => id));
  const onlyPeople = from === null && rhythm && !unchanged;
  const gone = rotation.latestPeople.filter(({ id }) => !draft.people.includes(id));
  const asked = onlyPeople
    ? changeOf(
        rotation.latestPeople.map(({ id }) => id),
        draft.people,
        takers,
      )
    : { people: draft.people, takers: [] };
  const effect = useChangePreview(rotation.id, onlyPeople ? asked : null);
  const preview = unchanged ? (
    <p>Turns stay as they are.</p>
  ) : !onlyPeople ? (
    <p>
      From then on it {handOverWords(draft.handOver, draft.timeZone)}. The first person’s turn begins then; shifts before stay what they
      were.
    </p>
  ) : draft.people.length === 0 ? (
    <p>Somebody has to take turns.</p>
  ) : effect.isPending ? undefined : (
    <ChangeEffect onCall={rotation.onNow?.name ?? null} read={effect} />
  );
  const act = async (): Promise<void> => {
    if (renamed) await rename({ rotationId: rotation.id, name });
    if (!unchanged)
      await change({
        rotationId: rotation.id, timeZone: draft.timeZone, handOver: draft.handOver, ...asked,
        ...(from === null ? {} : { effectiveFrom: from }),
      });
  };
  return (
    <ConfirmCommand
      open
      draft={kept}
      onClose={onClose}
      title={`Change ${rotation.name}?`}
      confirm={
        unchanged
          ? `Rename it to ${name}`
          : onlyPeople
            ? `Change who takes turns in ${rotation.name}`
            : `Change ${rotation.name} from ${from === null ? "now" : exact(Date.parse(from), zone)}`
      }
      ready={name !== "" && draft.people.length > 0 && (renamed || !unchanged)}
      preview={preview}
      act={act}
    >
      <TextField label="Name" value={draft.name} onChange={(event) => put({ name: event.target.value })} />
      <Fields
        draft={draft}
        put={put}
        takers={
          onlyPeople ? (
            <WhoTakes
              gone={gone}
              takers={takers}
              set={(personId, takerId) => setTakers((before) => ({ ...before, [personId]: takerId }))}
            />
          ) : null
        }
      />
      <MomentField label="From" value={from} set={setFrom} help="Left empty, from now on." />
    </ConfirmCommand>
  );
}
