import styles from "./States.module.css";

/** A line of text to come; `width` in ch. */
export function SkeletonText({ width = 24 }: { width?: number }) {
  return <span className={styles.bone} style={{ width: `${width}ch` }} />;
}

const widths = [18, 26, 22, 30, 20, 24, 16, 28];

/** Rows of a table to come. */
export function SkeletonRows({ rows = 8 }: { rows?: number }) {
  return (
    <div className={styles.rows} role="status" aria-label="Rows are on their way">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={styles.row}>
          <SkeletonText width={10} />
          <SkeletonText width={widths[row % widths.length] ?? 20} />
          <SkeletonText width={8} />
        </div>
      ))}
    </div>
  );
}

/** A view to come: title, sentence and two cards. */
export function SkeletonView() {
  return (
    <div className={styles.page} role="status" aria-label="The page is on its way">
      <SkeletonText width={30} />
      <SkeletonText width={70} />
      <div className={styles.block} />
      <div className={styles.block} />
    </div>
  );
}
