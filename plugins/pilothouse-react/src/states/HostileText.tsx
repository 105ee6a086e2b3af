import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useMemo } from 'react';
import { pilothouseReactTranslationRef } from '../translation/ref';
import { revealHidden } from './revealHidden';
import styles from './HostileText.module.css';

export interface HostileTextProps {
  value: string;
  /** How many characters are shown; 256 when missing. */
  max?: number;
}

/**
 * A text that somebody outside wrote: pod names, images, labels, events. It cannot reorder what stands around it, hide
 * a part of itself or grow without end.
 */
export function HostileText(props: HostileTextProps) {
  const { value, max = 256 } = props;
  const { parts, left } = useMemo(() => revealHidden(value, max), [value, max]);
  const plain = left === 0 && parts.length === 1 && !parts[0].hidden;
  if (plain) return <bdi>{value}</bdi>;
  return (
    <bdi>
      {parts.map((part, index) =>
        part.hidden ? (
          <code key={index} className={styles.hidden}>
            {part.text}
          </code>
        ) : (
          part.text
        ),
      )}
      {left > 0 && <Cut left={left} />}
    </bdi>
  );
}

function Cut({ left }: { left: number }) {
  const { t } = useTranslationRef(pilothouseReactTranslationRef);
  return (
    <span
      className={styles.cut}
      title={t('hostile.cut', { number: `${left}` })}
    >
      …
    </span>
  );
}
