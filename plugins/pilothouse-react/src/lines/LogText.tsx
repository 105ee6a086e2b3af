import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { memo, useMemo, useState } from 'react';
import { HostileText } from '../states/HostileText';
import { pilothouseReactTranslationRef } from '../translation/ref';
import { parseAnsi } from './ansi';
import styles from './LogText.module.css';
import '../tokens.css';

/** Of a line that is not opened: a screen or two, not a megabyte of JSON. */
const MAX_CHARACTERS = 2_000;

/** Nothing in it can mislead; most lines are like this, and looking at each character takes time. */
const PLAIN = /^[\t\u0020-\u007e\u3000-\u3002\u4e00-\u9fff\uff01-\uff5e]*$/;

/** What a program wrote, with its colours; it cannot reorder, hide or run anything. */
export const LogText = memo((props: { text: string }) => {
  const { t } = useTranslationRef(pilothouseReactTranslationRef);
  const { text } = props;
  const [whole, setWhole] = useState(false);
  const segments = useMemo(
    () => parseAnsi(whole ? text : text.slice(0, MAX_CHARACTERS)),
    [text, whole],
  );
  const more = whole ? 0 : text.length - MAX_CHARACTERS;
  return (
    <>
      {segments.map(({ color, bold, dim, ...segment }, index) => (
        <span
          key={index}
          className={styles.segment}
          data-color={color}
          data-bold={bold || undefined}
          data-dim={dim || undefined}
        >
          {PLAIN.test(segment.text) ? (
            segment.text
          ) : (
            <Revealed text={segment.text} />
          )}
        </span>
      ))}
      {more > 0 && (
        <button
          type="button"
          className={styles.more}
          onClick={() => setWhole(true)}
        >
          {t('lines.more', { number: `${more}` })}
        </button>
      )}
    </>
  );
});

/** Tabs are common in stack traces and hide nothing; all else that is not seen is written out. */
function Revealed({ text }: { text: string }) {
  return (
    <>
      {text
        .split(/(\t)/)
        .map((part, index) =>
          part === '\t' ? (
            part
          ) : (
            <HostileText key={index} value={part} max={part.length} />
          ),
        )}
    </>
  );
}
