import { useId } from 'react';
import { fromLocalInput, toLocalInput } from './localInput';
import styles from './DateTimeField.module.css';

export interface DateTimeFieldProps {
  label: string;
  hint?: string;
  /** ISO 8601; empty where nothing is chosen. */
  value: string;
  /** @param value - ISO 8601, or empty */
  onChange(value: string): void;
  isRequired?: boolean;
}

/**
 * A date and a time of day, in the reader's own time zone. The browser's own field: it can be typed in, and speaks the
 * reader's language and calendar.
 */
export function DateTimeField(props: DateTimeFieldProps) {
  const id = useId();
  const hintId = useId();
  const { label, hint, value, onChange, isRequired } = props;
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      {hint !== undefined && (
        <span id={hintId} className={styles.hint}>
          {hint}
        </span>
      )}
      <input
        id={id}
        type="datetime-local"
        className={styles.input}
        aria-describedby={hint === undefined ? undefined : hintId}
        required={isRequired}
        value={toLocalInput(value)}
        onChange={event => onChange(fromLocalInput(event.target.value))}
      />
    </div>
  );
}
