import { Link } from 'react-router-dom';
import styles from './MoreLink.module.css';

/** Below a list: leads to what it has no place for. */
export function MoreLink(props: { to: string; children: string }) {
  return (
    <Link className={styles.more} to={props.to}>
      {props.children}
    </Link>
  );
}
