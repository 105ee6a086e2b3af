import { Column, TableBody, TableHeader, TableRoot } from '@backstage/ui';
import type { ReactNode } from 'react';
import styles from '../deploy/table.module.css';

export interface ChoiceTableProps {
  label: string;
  /** Those that name a row come first, and are marked. */
  columns: readonly { title: string; isRowHeader?: boolean }[];
  selected: string | undefined;
  onSelect(id: string): void;
  /** Rows with an `id` each. */
  children: ReactNode;
}

/**
 * A table of which one row is chosen; arrows walk, Enter and Space choose. Built from Backstage UI's parts: its Table gives
 * columns one width each, and rows here are too dense for that.
 */
export function ChoiceTable(props: ChoiceTableProps) {
  const { selected } = props;
  return (
    <TableRoot
      aria-label={props.label}
      className={styles.table}
      selectionMode="single"
      selectionBehavior="toggle"
      disallowEmptySelection
      selectedKeys={selected === undefined ? [] : [selected]}
      onSelectionChange={keys => {
        const [id] = keys;
        if (typeof id === 'string') props.onSelect(id);
      }}
    >
      <TableHeader>
        {props.columns.map(({ title, isRowHeader }) => (
          <Column key={title} isRowHeader={isRowHeader} className={styles.head}>
            {title}
          </Column>
        ))}
      </TableHeader>
      <TableBody>{props.children}</TableBody>
    </TableRoot>
  );
}
