import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useId } from "react";
import type { FactorEffect } from "@ballast/schema/graphql";
import { useRead } from "../data/read.ts";
import { reviewFactorsDocument } from "./reviewDocuments.ts";
import { effectOf, effects, factorTitle } from "./reviewWords.ts";

const nothing = {};


/** A word for what contributed, with those that others have used, and what it did. */
export function FactorFields({
  word, effect, setWord, setEffect,
}: {
  word: string;
  effect: FactorEffect;
  setWord: (word: string) => void;
  setEffect: (effect: FactorEffect) => void;
}) {
  const id = useId();
  const { data } = useRead(reviewFactorsDocument, nothing, { now: true, keep: true });
  return (
    <>
      <TextField
        label="A word for it"
        value={word}
        onChange={(event) => setWord(event.target.value)}
        helperText="The same word in every review: only so is it seen to come back."
        slotProps={{ htmlInput: { list: id, maxLength: 60 } }}
      />
      <datalist id={id}>
        {(data?.reviewFactors ?? []).map((factor) => <option key={factor.word} value={factorTitle(factor.word)} />)}
      </datalist>
      <TextField
        select
        label="What it did"
        value={effect}
        onChange={(event) => {
          const chosen = effectOf(event.target.value);
          if (chosen !== null) setEffect(chosen);
        }}
      >
        {Object.entries(effects).map(([value, { words }]) => <MenuItem key={value} value={value}>{words}</MenuItem>)}
      </TextField>
    </>
  );
}
