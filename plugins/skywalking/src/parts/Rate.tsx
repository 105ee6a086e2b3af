import { orDash, useFormats } from '../words/formats';
import styles from './table.module.css';

/** Where the backend's own judgement begins when nothing is configured. */
const LEAST = 0.99;

/** A success rate; one at which somebody should look has a sign. */
export function Rate({ value }: { value: number | null }) {
  const formats = useFormats();
  const isBad = value !== null && value < LEAST;
  return (
    <span className={isBad ? styles.bad : undefined}>
      {isBad && <span aria-hidden="true">▲ </span>}
      {orDash(value, formats.rate)}
    </span>
  );
}
