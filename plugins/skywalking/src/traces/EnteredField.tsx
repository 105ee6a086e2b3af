import { TextField } from '@backstage/ui';
import { useEffect, useState } from 'react';
import styles from './Traces.module.css';

export interface EnteredFieldProps {
  label: string;
  /** What holds now. */
  value: string;
  /** Whether a text can be taken; an empty one always can. */
  parse(text: string): boolean;
  /** What is wrong with one that cannot. */
  refused: string;
  isLong?: boolean;
  onEnter(text: string): void;
}

/** A text that holds when it is entered: with Enter, or by leaving the field. */
export function EnteredField(props: EnteredFieldProps) {
  const { label, value, parse, refused, isLong, onEnter } = props;
  const [text, setText] = useState(value);
  // Somebody else may change it: the back button, or a row's own filter.
  useEffect(() => setText(value), [value]);
  const trimmed = text.trim();
  const isRefused = trimmed !== '' && !parse(trimmed);
  const enter = () => {
    if (!isRefused && trimmed !== value) onEnter(trimmed);
  };
  return (
    <form
      className={isLong ? styles.long : styles.short}
      onSubmit={event => {
        event.preventDefault();
        enter();
      }}
    >
      <TextField
        size="small"
        aria-label={label}
        placeholder={label}
        value={text}
        onChange={setText}
        onBlur={enter}
        isInvalid={isRefused}
        description={isRefused ? refused : undefined}
        maxLength={200}
      />
    </form>
  );
}
