import { useCopy } from '@pilothouse/pilothouse-react';
import { RiCheckLine, RiFileCopyLine } from '@remixicon/react';
import { useReleaseTranslation } from '../translation/useReleaseTranslation';
import styles from './CopyButton.module.css';

export interface CopyButtonProps {
  value: string;
  /** What is copied, as it is called on the screen. */
  label: string;
}

/** Puts a text on the clipboard; absent where the browser keeps that from pages without TLS. */
export function CopyButton(props: CopyButtonProps) {
  const { t } = useReleaseTranslation();
  const { copied, copy } = useCopy();
  if (!copy) return null;
  const name = copied
    ? t('workload.copied')
    : t('workload.copy', { what: props.label });
  return (
    <button
      type="button"
      className={styles.copy}
      data-copied={copied !== undefined}
      aria-label={name}
      title={name}
      onClick={() => copy('value', props.value)}
    >
      {copied ? <RiCheckLine size={14} /> : <RiFileCopyLine size={14} />}
    </button>
  );
}
