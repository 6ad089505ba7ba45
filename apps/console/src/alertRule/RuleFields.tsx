import Checkbox from "@mui/material/Checkbox";
import FormControlLabel from "@mui/material/FormControlLabel";
import MenuItem from "@mui/material/MenuItem";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import { useServiceOptions } from "../choices/serviceOptions.ts";
import { useRead } from "../data/read.ts";
import { integrationChoicesDocument } from "./alertRuleDocuments.ts";
import type { RuleForm } from "./ruleForm.ts";

const nothing = {};

interface Fields {
  readonly form: RuleForm;
  readonly change: (next: RuleForm) => void;
}

const levels = ["1", "2", "3", "4"];

/** What a rule is made of: which alerts it is about, and what it says of each. */
export function RuleFields({ form, change }: Fields) {
  const set = (part: Partial<RuleForm>): void => change({ ...form, ...part });
  return (
    <Stack spacing={2}>
      <TextField label="Name" required value={form.name} onChange={(event) => set({ name: event.target.value })} />
      <About form={form} change={change} />
      <Says form={form} change={change} />
      <FormControlLabel
        control={<Checkbox checked={form.active} onChange={(event) => set({ active: event.target.checked })} />}
        label="Alerts meet it as soon as it is saved"
      />
    </Stack>
  );
}

function About({ form, change }: Fields) {
  const set = (part: Partial<RuleForm>): void => change({ ...form, ...part });
  const { data } = useRead(integrationChoicesDocument, nothing, { now: true });
  const integrations = (data?.integrations ?? []).filter(({ removed, kind, id }) =>
    (!removed && kind !== "github") || form.integrations.includes(id));
  return (
    <>
      <h3>Which alerts it is about</h3>
      <TextField
        label="Their labels"
        multiline
        minRows={2}
        value={form.labels}
        onChange={(event) => set({ labels: event.target.value })}
        placeholder={"env = prod, staging\nteam != search\nhost ^= web-"}
        helperText="A condition a line, all of them hold: = is one of, != is none of, ^= begins with. Empty: any."
      />
      <TextField
        label="Their services"
        value={form.services}
        onChange={(event) => set({ services: event.target.value })}
        placeholder="checkout, search"
        helperText="By slug, between commas, as rules before this one have sent them. Empty: any."
      />
      <FormControlLabel
        control={<Checkbox checked={form.withoutService} onChange={(event) => set({ withoutService: event.target.checked })} />}
        label="Only those that are about no service"
      />
      <TextField
        select
        label="Integrations by which they come"
        value={form.integrations}
        onChange={(event) => set({ integrations: [event.target.value].flat() })}
        slotProps={{ select: { multiple: true } }}
        helperText="None chosen: any."
      >
        {integrations.map(({ id, name }) => <MenuItem key={id} value={id}>{name}</MenuItem>)}
      </TextField>
      <TextField
        select
        label="Severities that they stand for"
        value={form.severities.map(String)}
        onChange={(event) => set({ severities: [event.target.value].flat().map(Number) })}
        slotProps={{ select: { multiple: true } }}
        helperText="As their integration, or rules before this one, map them. None chosen: any."
      >
        {levels.map((level) => <MenuItem key={level} value={level}>{level}</MenuItem>)}
      </TextField>
    </>
  );
}

function Says({ form, change }: Fields) {
  const set = (part: Partial<RuleForm>): void => change({ ...form, ...part });
  const services = useServiceOptions();
  return (
    <>
      <h3>What it says of each</h3>
      <Select label="Severity" value={form.severity} set={(severity) => set({ severity })}
        options={[...levels.map((level) => [level, level] as const), ["none", "It calls nobody"]]} />
      <Select label="It is about" value={form.sendTo} set={(sendTo) => set({ sendTo })} options={services} />
      <TextField
        label="It shares an incident with those of the same"
        value={form.groupBy}
        onChange={(event) => set({ groupBy: event.target.value })}
        placeholder="cluster, region"
        helperText="Labels, between commas."
      />
      <Stack direction="row" spacing={2}>
        <TextField label="An incident needs so many" value={form.count} onChange={(event) => set({ count: event.target.value })}
          slotProps={{ htmlInput: { inputMode: "numeric" } }} fullWidth />
        <TextField label="within minutes" value={form.withinMinutes} onChange={(event) => set({ withinMinutes: event.target.value })}
          slotProps={{ htmlInput: { inputMode: "numeric" } }} fullWidth />
      </Stack>
      <Select label="While its service is in maintenance" value={form.maintenance} set={(maintenance) => set({ maintenance })}
        options={[["hold", "It waits, and comes through if it outlasts it"], ["pass", "It passes"]]} />
      <Select label="Incident" value={form.incident} set={(incident) => set({ incident })}
        options={[["declare", "Declares one where none is open"], ["join", "Only joins an open one"], ["never", "Leads to none"]]} />
    </>
  );
}

function Select<Value extends string>({ label, value, set, options }: {
  readonly label: string;
  readonly value: Value;
  readonly set: (value: Value) => void;
  readonly options: readonly (readonly [Value, string] | readonly [string, string])[];
}) {
  return (
    <TextField
      select
      label={label}
      value={value}
      onChange={(event) => set(event.target.value as Value)}
      slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
    >
      <MenuItem value="">Says nothing of that</MenuItem>
      {options.map(([one, words]) => <MenuItem key={one} value={one}>{words}</MenuItem>)}
    </TextField>
  );
}
