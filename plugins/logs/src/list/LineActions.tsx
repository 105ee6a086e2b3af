import { useCopy } from '@pilothouse/pilothouse-react';
import type { LogEntry } from '@pilothouse/plugin-logs-common';
import {
  RiCheckLine,
  RiExternalLinkLine,
  RiFileCopyLine,
  RiGitBranchLine,
  RiLinkM,
  RiListUnordered,
} from '@remixicon/react';
import { Link } from 'react-router-dom';
import type { DiscoverLink } from '../links/discoverLinks';
import { useLogsTranslation } from '../words/useLogsTranslation';
import styles from './LineDetail.module.css';

export interface LineActionsProps {
  entry: LogEntry;
  /** A path with the line in it; missing for lines that nobody keeps. */
  permalink?: string;
  /** Shows the lines around it. */
  onContext?(): void;
  discover?: DiscoverLink;
  /** Path of the trace that the line belongs to. */
  trace?: string;
}

/** What can be done with a line. */
export function LineActions(props: LineActionsProps) {
  const { t } = useLogsTranslation();
  const { copied, copy } = useCopy();
  const { entry, permalink, onContext, discover, trace } = props;
  const copyButton = (name: 'copy' | 'copyLink', text: string) =>
    copy && (
      <button
        type="button"
        className={styles.action}
        onClick={() => copy(name, text)}
      >
        <CopyIcon done={copied === name} link={name === 'copyLink'} />
        {copied === name ? t('line.copied') : t(`line.${name}`)}
      </button>
    );
  return (
    <>
      {onContext && (
        <button type="button" className={styles.action} onClick={onContext}>
          <RiListUnordered size={14} />
          {t('line.context')}
        </button>
      )}
      {trace && (
        <Link className={styles.action} to={trace}>
          <RiGitBranchLine size={14} />
          {t('line.trace')}
        </Link>
      )}
      {discover && (
        <a
          className={styles.action}
          href={discover.url}
          target="_blank"
          rel="noopener noreferrer"
        >
          <RiExternalLinkLine size={14} />
          {t('open.in', { product: discover.product })}
        </a>
      )}
      {copyButton('copy', entry.message)}
      {permalink &&
        copyButton(
          'copyLink',
          new URL(permalink, window.location.href).toString(),
        )}
    </>
  );
}

function CopyIcon({ done, link }: { done: boolean; link: boolean }) {
  if (done) return <RiCheckLine size={14} />;
  return link ? <RiLinkM size={14} /> : <RiFileCopyLine size={14} />;
}
