import {
  HostileText,
  StateSign,
  LinkButton,
} from '@pilothouse/pilothouse-react';
import type { FreezeMoment } from '@pilothouse/plugin-release-common';
import { useEffect, useRef, useState } from 'react';
import tableStyles from '../deploy/table.module.css';
import { personName } from '../rollout/words/personName';
import { Ago, useServerNow } from '../time';
import { EndFreezeDialog } from './EndFreezeDialog';
import { useFreezeWords } from './useFreezeWords';
import styles from './FreezesPage.module.css';

const STEP_MS = 15_000;
const MAX_SCOPE = 200;
const MAX_REASON = 300;

export interface FreezeTableProps {
  /** One window of each freeze. */
  moments: readonly FreezeMoment[];
  /** Id of the freeze that was chosen in the calendar. */
  chosen: string | undefined;
  mayEnd: boolean;
}

/** Freezes as a table: all that the calendar says, and how to end them. */
export function FreezeTable(props: FreezeTableProps) {
  const { t } = useFreezeWords();
  const [ending, setEnding] = useState<FreezeMoment>();
  return (
    <div className={tableStyles.scroll}>
      <table className={tableStyles.table} aria-label={t('page.listLabel')}>
        <thead>
          <tr>
            <th scope="col">{t('column.state')}</th>
            <th scope="col">{t('column.scope')}</th>
            <th scope="col">{t('column.window')}</th>
            <th scope="col">{t('column.reason')}</th>
            <th scope="col">{t('column.who')}</th>
            <th scope="col">{t('column.act')}</th>
          </tr>
        </thead>
        <tbody>
          {props.moments.map(moment => (
            <FreezeRow
              key={moment.freeze.id}
              moment={moment}
              chosen={moment.freeze.id === props.chosen}
              onEnd={props.mayEnd ? () => setEnding(moment) : undefined}
            />
          ))}
        </tbody>
      </table>
      {ending && (
        <EndFreezeDialog
          freeze={ending.freeze}
          onClose={() => setEnding(undefined)}
        />
      )}
    </div>
  );
}

function FreezeRow(props: {
  moment: FreezeMoment;
  chosen: boolean;
  onEnd?: () => void;
}) {
  const words = useFreezeWords();
  const { t } = words;
  const { moment, chosen, onEnd } = props;
  const { freeze } = moment;
  const row = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (chosen) row.current?.focus();
  }, [chosen]);
  const scope = words.scope(freeze.scope);
  return (
    <tr ref={row} tabIndex={-1} className={styles.row} data-chosen={chosen}>
      <td className={tableStyles.nowrap}>
        <State moment={moment} />
      </td>
      <th scope="row" className={styles.scope}>
        <HostileText value={scope} max={MAX_SCOPE} />
      </th>
      <td>
        <span className={tableStyles.stack}>
          <HostileText value={words.rule(freeze)} max={MAX_SCOPE} />
          {freeze.weekly && (
            <span className={tableStyles.remark}>{words.window(moment)}</span>
          )}
          {freeze.kind === 'stop' && (
            <span className={tableStyles.remark}>{words.kind('stop')}</span>
          )}
        </span>
      </td>
      <td>
        <HostileText value={freeze.reason} max={MAX_REASON} />
      </td>
      <td>
        {freeze.source === 'config' ? (
          <span title={t('source.configHint')}>{t('source.config')}</span>
        ) : (
          <span className={tableStyles.stack}>
            <HostileText value={personName(freeze.createdBy ?? '–')} max={80} />
            {freeze.createdAt !== undefined && (
              <span className={tableStyles.remark}>
                <Ago at={freeze.createdAt} />
              </span>
            )}
          </span>
        )}
      </td>
      <td>
        {freeze.source === 'config' ? (
          <span className={tableStyles.remark}>{t('source.configHint')}</span>
        ) : (
          onEnd && (
            <LinkButton label={t('end.openLabel', { scope })} onPress={onEnd}>
              {t('end.open')}
            </LinkButton>
          )
        )}
      </td>
    </tr>
  );
}

function State({ moment }: { moment: FreezeMoment }) {
  const words = useFreezeWords();
  const { t } = words;
  const now = useServerNow(STEP_MS);
  const { from, to } = moment;
  const begins = Date.parse(from);
  if (!moment.active && begins > now) {
    return (
      <StateSign kind="moving">
        {t('state.ahead', { duration: words.duration(begins - now) })}
      </StateSign>
    );
  }
  return (
    <span className={tableStyles.stack}>
      <StateSign kind="attention">{t('state.active')}</StateSign>
      <span className={tableStyles.remark}>
        {to === undefined
          ? t('state.open')
          : t('state.left', {
              duration: words.duration(Date.parse(to) - now),
            })}
      </span>
    </span>
  );
}
