import TextField from "@mui/material/TextField";
import { useState } from "react";
import { useRead } from "../data/read.ts";
import { Quiet } from "../marks/Text.tsx";
import { triedMappingDocument } from "./integrationDocuments.ts";
import { mappingFields, mappingOf, type MappingText } from "./mapping.ts";

const example = `{"id": 7, "name": "Ping", "message": "no answer", "severity": "critical", "service": "checkout", "status": "down"}`;

/** How JSON of any shape is read, and what it makes of a sample, tried while it is written. */
export function MappingFields({ mapping, change }: { mapping: MappingText; change: (mapping: MappingText) => void }) {
  const [sample, setSample] = useState(example);
  return (
    <>
      {mappingFields.map(([name, label, help]) => (
        <TextField
          key={name}
          label={label}
          value={mapping[name]}
          onChange={(event) => change({ ...mapping, [name]: event.target.value })}
          helperText={help === "" ? undefined : help}
        />
      ))}
      <TextField
        label="A sample, as it is sent"
        multiline
        minRows={3}
        maxRows={8}
        value={sample}
        onChange={(event) => setSample(event.target.value)}
      />
      {sample.trim() === "" ? null : <Tried mapping={mapping} sample={sample} />}
    </>
  );
}

function Tried({ mapping, sample }: { mapping: MappingText; sample: string }) {
  const read = useRead(triedMappingDocument, { mapping: mappingOf(mapping), sample }, { now: true, keep: true });
  if (read.error !== null && read.error !== undefined) return <p role="status">It does not fit: {read.error.message}</p>;
  if (read.data === undefined) return <p role="status"><Quiet>Tried on the sample…</Quiet></p>;
  return (
    <div role="status">
      {read.data.triedMapping.map(({ fingerprint, name, summary, severity, service, firing }) => (
        <p key={fingerprint}>
          <strong>{name}</strong> {firing ? "fires" : "has cleared"}, {severity ?? "no severity"}, {service ?? "no service"}:
          {" "}{summary === "" ? "says nothing" : summary} <Quiet>({fingerprint})</Quiet>
        </p>
      ))}
    </div>
  );
}
