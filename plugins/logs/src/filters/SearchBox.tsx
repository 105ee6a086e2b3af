import { ButtonIcon, Popover, SearchField } from '@backstage/ui';
import { LONGEST_QUERY, queryTextIssue } from '@pilothouse/plugin-logs-common';
import { RiQuestionLine } from '@remixicon/react';
import { useRef, useState } from 'react';
import { plainSearchText } from '../search/searchText';
import { useLogsTranslation } from '../words/useLogsTranslation';
import styles from './Filters.module.css';

export interface SearchBoxProps {
  /** What is searched for now. */
  value: string;
  onSearch(text: string): void;
}

/**
 * What the lines have to say. Enter searches, and never while Chinese is being composed: there Enter belongs to the
 * keyboard. What cannot be searched for is said before it is asked.
 */
export function SearchBox({ value, onSearch }: SearchBoxProps) {
  const { t } = useLogsTranslation();
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    setText(value);
  }
  const [helps, setHelps] = useState(false);
  const helpButton = useRef<HTMLButtonElement>(null);
  const refused = queryTextIssue(plainSearchText(text)) !== undefined;
  return (
    <div className={styles.search}>
      <div
        className={styles.searchField}
        onKeyDownCapture={event => {
          if (event.nativeEvent.isComposing) event.stopPropagation();
        }}
      >
        <SearchField
          size="small"
          aria-label={t('search.label')}
          placeholder={t('search.placeholder')}
          maxLength={LONGEST_QUERY}
          isInvalid={refused}
          value={text}
          onChange={setText}
          onSubmit={() => {
            if (!refused) onSearch(text.trim());
          }}
          onClear={() => onSearch('')}
        />
      </div>
      <ButtonIcon
        ref={helpButton}
        size="small"
        variant="tertiary"
        aria-label={t('search.help')}
        aria-expanded={helps}
        icon={<RiQuestionLine />}
        onPress={() => setHelps(before => !before)}
      />
      <Popover
        triggerRef={helpButton}
        isOpen={helps}
        onOpenChange={setHelps}
        aria-label={t('search.help')}
      >
        <SearchHelp />
      </Popover>
      {refused && (
        <p role="alert" className={styles.refused}>
          {t('search.refused')}
        </p>
      )}
    </div>
  );
}

const EXAMPLES = [
  ['timeout order', 'words'],
  ['"connection reset"', 'phrase'],
  ['timeout -retry', 'not'],
  ['timeout | refused', 'or'],
  ['timeout (read | write)', 'group'],
  ['connect*', 'prefix'],
] as const;

function SearchHelp() {
  const { t } = useLogsTranslation();
  return (
    <div className={styles.help}>
      <table aria-label={t('search.help')}>
        <tbody>
          {EXAMPLES.map(([example, name]) => (
            <tr key={name}>
              <th scope="row">
                <code>{example}</code>
              </th>
              <td>{t(`search.example.${name}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>{t('search.limits')}</p>
    </div>
  );
}
