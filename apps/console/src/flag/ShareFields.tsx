import Button from "@mui/material/Button";
import IconButton from "@mui/material/IconButton";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { Icon } from "../marks/icons.tsx";
import styles from "./Draft.module.css";
import type { ShareText } from "./rulesDraft.ts";

/** A variant, as it is chosen. */
export function VariantField({
  label, variants, value, set,
}: {
  label: string;
  variants: readonly string[];
  value: string;
  set: (variant: string) => void;
}) {
  return (
    <TextField select label={label} value={value} onChange={({ target }) => set(target.value)}>
      {variants.map((one) => <MenuItem key={one} value={one}>{one}</MenuItem>)}
    </TextField>
  );
}

/** A share of customers, and what those within get: one variant, or several by weight. */
export function ShareFields({ text, put, variants }: { text: ShareText; put: (text: ShareText) => void; variants: readonly string[] }) {
  const unused = variants.find((one) => !text.variants.some(({ variant }) => variant === one));
  const several = text.variants.length > 1;
  return (
    <div className={styles.rows}>
      {text.variants.map(({ variant, weight }, index) => {
        const change = (part: Partial<ShareText["variants"][number]>): void =>
          put({ ...text, variants: text.variants.map((one, at) => (at === index ? { ...one, ...part } : one)) });
        return (
          <div key={index} className={styles.weight}>
            <VariantField label="Gives" variants={variants} value={variant} set={(next) => change({ variant: next })} />
            {several ? <TextField label="Weight" value={weight} onChange={({ target }) => change({ weight: target.value })} /> : <span />}
            {several ? (
              <IconButton
                aria-label={`Take ${variant} out of the share`}
                onClick={() => put({ ...text, variants: text.variants.filter((_, at) => at !== index) })}
              >
                <Icon name="close" size={14} />
              </IconButton>
            ) : null}
          </div>
        );
      })}
      {unused === undefined ? null : (
        <div>
          <Button size="small" onClick={() => put({ ...text, variants: [...text.variants, { variant: unused, weight: "1" }] })}>
            Divide between more variants
          </Button>
        </div>
      )}
    </div>
  );
}
