import { useId } from 'react';
import type { ReactNode } from 'react';
import styles from './ConfigTab.module.css';
import tableStyles from './table.module.css';

export interface ConfigTableProps {
  title: string;
  columns: string[];
  rows: { key: string; cells: ReactNode[] }[];
  /** Said instead of an empty table. */
  none?: string;
}

/** One kind of things around a workload. The first cell of a row names the thing. */
export function ConfigTable(props: ConfigTableProps) {
  const id = useId();
  const { title, columns, rows, none } = props;
  return (
    <section aria-labelledby={id}>
      <h3 id={id} className={styles.title}>
        {title}
      </h3>
      {rows.length === 0 ? (
        <p className={styles.none}>{none}</p>
      ) : (
        <div className={tableStyles.scroll}>
          <table className={tableStyles.table} aria-labelledby={id}>
            <thead>
              <tr>
                {columns.map(column => (
                  <th key={column} scope="col">
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(({ key, cells }) => (
                <tr key={key}>
                  {cells.map((cell, index) =>
                    index === 0 ? (
                      <th key={columns[index]} scope="row">
                        {cell}
                      </th>
                    ) : (
                      <td key={columns[index]}>{cell}</td>
                    ),
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
