import { LogText } from '@pilothouse/pilothouse-react';
import { useMemo, useState } from 'react';
import { useLogsTranslation } from '../words/useLogsTranslation';
import { decodedBase64, prettyJson } from './expansion';
import { LineActions, type LineActionsProps } from './LineActions';
import { LineFacts, type FilterByLine } from './LineFacts';
import styles from './LineDetail.module.css';

/** Of an opened line; more is a file. */
const MOST_LINES = 500;

export interface LineDetailProps extends LineActionsProps {
  /** Narrows the search to lines like this one; missing where there is no search. */
  onFilter?: FilterByLine;
}

/** The whole of a line: its text, laid out and decoded where that helps, what is known of it, and where it leads. */
export function LineDetail(props: LineDetailProps) {
  const { t } = useLogsTranslation();
  const { entry, onFilter } = props;
  const json = useMemo(() => prettyJson(entry.message), [entry.message]);
  const decoded = useMemo(() => decodedBase64(entry.message), [entry.message]);
  const [raw, setRaw] = useState(false);
  const [showsDecoded, setShowsDecoded] = useState(false);
  return (
    <div className={styles.detail}>
      <div className={styles.tools}>
        <LineActions {...props} />
        {json !== undefined && (
          <button
            type="button"
            className={styles.toggle}
            aria-pressed={!raw}
            onClick={() => setRaw(before => !before)}
          >
            {t('line.json')}
          </button>
        )}
        {decoded !== undefined && (
          <button
            type="button"
            className={styles.toggle}
            aria-pressed={showsDecoded}
            onClick={() => setShowsDecoded(before => !before)}
          >
            {t('line.base64')}
          </button>
        )}
      </div>
      <MessageText
        label={t('line.message')}
        text={json !== undefined && !raw ? json : entry.message}
      />
      {showsDecoded && decoded !== undefined && (
        <MessageText label={t('line.decoded')} text={decoded} />
      )}
      <LineFacts entry={entry} onFilter={onFilter} />
    </div>
  );
}

function MessageText(props: { label: string; text: string }) {
  const { t } = useLogsTranslation();
  const lines = props.text.split(/\r?\n/);
  const left = lines.length - MOST_LINES;
  return (
    <div
      role="group"
      aria-label={props.label}
      className={styles.message}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- keys scroll it
      tabIndex={0}
    >
      {lines.slice(0, MOST_LINES).map((line, index) => (
        <div key={index}>
          <LogText text={line} />
        </div>
      ))}
      {left > 0 && (
        <p className={styles.left}>{t('line.left', { count: left })}</p>
      )}
    </div>
  );
}
