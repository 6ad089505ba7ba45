import { config, z } from "zod";

/** Has rows checked without code that is made from text: a browser's policy forbids that, and says so each time. */
export const neverGenerateCode = (): void => void config({ jitless: true });

/** A number as people write it: `12.5`, `12,5`, `75 %`. Empty is none. */
export const numberCell = (least: number, most: number) =>
  z.string().transform((text, context) => {
    if (text.trim() === "") return null;
    const said = text.trim().endsWith("%") ? text.trim().slice(0, -1).trimEnd() : text.trim();
    const thousands = /^[1-9]\d{0,2}(?:,\d{3})+$/u.test(said) ? Number(said.replaceAll(",", "")) : Infinity;
    if (thousands <= most) {
      context.addIssue({ code: "custom", message: `"${text}" may be ${String(thousands)} or a fraction: write it without its comma` });
      return z.NEVER;
    }
    const value = Number(said.replace(",", "."));
    if (Number.isFinite(value) && value >= least && value <= most) return value;
    context.addIssue({ code: "custom", message: `"${text}" is no number from ${String(least)} to ${String(most)}` });
    return z.NEVER;
  });

export const wholeCell = (least: number, most: number) =>
  numberCell(least, most).refine((value) => value === null || Number.isInteger(value), { message: "it is no whole number" });

/** A number that has to be there. */
export const neededNumberCell = (least: number, most: number) =>
  z.string().trim().min(1, "it is missing").pipe(numberCell(least, most)).transform((value) => value ?? least);

const noneOf = (words: readonly string[]) => ({ message: `it is none of ${words.join(", ")}` });

/** One of some words; empty is none. */
export const wordCell = <const Words extends readonly string[]>(words: Words) =>
  z.string().trim().transform((text) => text || null).pipe(z.enum(words, noneOf(words)).nullable());

/** One of some words; empty is what is usual. */
export const wordOrCell = <const Words extends readonly string[]>(words: Words, usual: Words[number]) =>
  z.string().trim().transform((text) => text || usual).pipe(z.enum(words, noneOf(words)));

/** One line that has to be there. */
export const neededLine = z.string().trim().min(1, "it is missing").max(300, "it is longer than 300 characters");

/** One line, or none. */
export const lineCell = z.string().trim().max(300, "it is longer than 300 characters").transform((text) => text || null);

/** A day, or none. */
export const dayCell = z.string().trim().transform((text) => text || null).pipe(z.iso.date("it is no day, as 2027-03-01").nullable());

/** Several words of one cell, apart by spaces, commas or semicolons. */
export const wordsCell = z.string().transform((text) => text.split(/[\s,;]+/u).filter((name) => name !== ""));
