import type { KeyboardEvent, ReactNode } from "react";
import { Fragment, useRef } from "react";
import { Link, useNavigate } from "react-router";
import styles from "./GroupRows.module.css";
import { nextRow } from "./rowKeys.ts";

/** One column. `narrow` says where the cell goes when rows have two lines: the title or state of the first, or the second line. */
export interface Column<Row> {
  key: string;
  label: ReactNode;
  render: (row: Row) => ReactNode;
  right?: boolean;
  width?: string | number;
  narrow?: "title" | "state" | "meta" | "hide";
  sortable?: boolean;
  /** Takes the width that is left and ends in an ellipsis; one per table, usually the text. */
  grow?: boolean;
  /** Text that may be long beside others that may be: takes its `width` (of the table, in percent) and ends in an ellipsis. */
  cut?: boolean;
}

/** Rows, dense, 36 px, with headings between groups. */
export interface GroupRowsProps<Row> {
  label: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  keyOf: (row: Row) => string;
  /** The heading a row stands under, for instance its day. Rows must come in that order. */
  groupOf?: (row: Row) => string;
  /** Where a row opens; its first `title` column becomes the link. Undefined: nowhere. */
  hrefOf?: (row: Row) => string | undefined;
  sort?: { key: string; descending: boolean };
  onSort?: (key: string) => void;
  /** A key pressed on a row; true where it did something. */
  onKey?: (row: Row, event: KeyboardEvent) => boolean;
  selected?: ReadonlySet<string>;
  onToggle?: (key: string) => void;
}

function Head<Row>({
  columns, sort, onSort, selectable,
}: Pick<GroupRowsProps<Row>, "columns" | "sort" | "onSort"> & { selectable: boolean }) {
  return (
    <thead className={styles.head} role="rowgroup">
      <tr role="row">
        {selectable ? <th role="columnheader" className={styles.tick}><span className="unseen">Selected</span></th> : null}
        {columns.map((column) => {
          const sorted = sort?.key === column.key ? sort : undefined;
          return (
            <th
              key={column.key}
              role="columnheader"
              data-right={column.right || undefined}
              style={{ width: column.width }}
              aria-sort={sorted === undefined ? undefined : sorted.descending ? "descending" : "ascending"}
            >
              {column.sortable === true && onSort !== undefined ? (
                <button type="button" className={styles.sort} onClick={() => onSort(column.key)}>
                  {column.label}
                  {sorted === undefined ? null : <span aria-hidden>{sorted.descending ? " ↓" : " ↑"}</span>}
                </button>
              ) : column.label}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

function Cell<Row>({ column, row, href }: { column: Column<Row>; row: Row; href: string | undefined }) {
  const content = column.render(row);
  return (
    <td
      role="cell" title={column.cut === true && typeof content === "string" ? content : undefined}
      data-grow={column.grow || undefined} data-cut={column.cut || undefined}
      data-right={column.right || undefined} data-narrow={column.narrow ?? "meta"}
    >
      {href === undefined ? content : <Link to={href} className={styles.link} tabIndex={-1}>{content}</Link>}
    </td>
  );
}

function RowOf<Row>({ row, first, table }: { row: Row; first: boolean; table: GroupRowsProps<Row> }) {
  const navigate = useNavigate();
  const { columns, keyOf, hrefOf, selected, onToggle } = table;
  const key = keyOf(row);
  const href = hrefOf?.(row);
  const titleKey = (columns.find((column) => column.narrow === "title") ?? columns[0])?.key;
  const onKeyDown = (event: KeyboardEvent<HTMLTableRowElement>): void => {
    if (event.target !== event.currentTarget) return;
    if (event.key === "Enter" && href !== undefined) void navigate(href);
    else if (table.onKey?.(row, event) === true) event.stopPropagation();
    else if (event.key.toLowerCase() === "x" && onToggle !== undefined) onToggle(key);
    else if (!nextRow(event.currentTarget, event.key)) return;
    event.preventDefault();
  };
  return (
    <tr
      role="row"
      className={styles.row}
      data-row
      tabIndex={first ? 0 : -1}
      data-opens={href !== undefined || undefined}
      aria-selected={selected === undefined ? undefined : selected.has(key)}
      onKeyDown={onKeyDown}
    >
      {selected === undefined || onToggle === undefined ? null : (
        <td role="cell" className={styles.tick} data-narrow="hide">
          <input type="checkbox" tabIndex={-1} aria-label="Select" checked={selected.has(key)} onChange={() => onToggle(key)} />
        </td>
      )}
      {columns.map((column) => <Cell key={column.key} column={column} row={row} href={column.key === titleKey ? href : undefined} />)}
    </tr>
  );
}

/** The table of every list. J and K or the arrows move, Enter opens, X selects. */
export function GroupRows<Row>(props: GroupRowsProps<Row>) {
  const { label, rows, columns, keyOf, groupOf } = props;
  const body = useRef<HTMLTableSectionElement>(null);
  const span = columns.length + (props.selected === undefined ? 0 : 1);
  return (
    <div className={styles.scroll}>
      <table className={styles.table} role="table" aria-label={label} aria-rowcount={rows.length}>
        <Head columns={columns} sort={props.sort} onSort={props.onSort} selectable={props.selected !== undefined} />
        <tbody ref={body} role="rowgroup">
          {rows.map((row, index) => {
            const before = index === 0 ? undefined : rows[index - 1];
            const group = groupOf?.(row);
            const opens = group !== undefined && (before === undefined || groupOf?.(before) !== group);
            return (
              <Fragment key={keyOf(row)}>
                {opens ? (
                  <tr role="row" className={styles.group}>
                    <th role="rowheader" scope="rowgroup" colSpan={span}>
                      {group}
                    </th>
                  </tr>
                ) : null}
                <RowOf row={row} first={index === 0} table={props} />
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
