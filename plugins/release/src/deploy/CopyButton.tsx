import { RiCheckLine, RiFileCopyLine } from '@remixicon/react';
import { useEffect, useState } from 'react';
import { useReleaseTranslation } from '../translation/useReleaseTranslation';
import styles from './CopyButton.module.css';

const SHOWN_MS = 1_500;

export interface CopyButtonProps {
  value: string;
  /** What is copied, as it is called on the screen. */
  label: string;
}

/** Puts a text on the clipboard; absent where the browser keeps that from pages without TLS. */
export function CopyButton(props: CopyButtonProps) {
  const { t } = useReleaseTranslation();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  if (!navigator.clipboard) return null;
  const name = copied
    ? t('workload.copied')
    : t('workload.copy', { what: props.label });
  return (
    <button
      type="button"
      className={styles.copy}
      data-copied={copied}
      aria-label={name}
      title={name}
      onClick={() =>
        navigator.clipboard.writeText(props.value).then(
          () => setCopied(true),
          () => setCopied(false),
        )
      }
    >
      {copied ? <RiCheckLine size={14} /> : <RiFileCopyLine size={14} />}
    </button>
  );
}
