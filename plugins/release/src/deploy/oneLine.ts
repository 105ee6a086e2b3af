import styles from './table.module.css';

/** Names may be 253 characters long; those that people and controllers give fit into a line of this length. */
const MAX_CHARACTERS = 44;

/** The class of a cell that holds a name: on one line, unless it would push all other columns out. */
export function oneLine(name: string): string {
  return name.length <= MAX_CHARACTERS ? styles.nowrap : '';
}
