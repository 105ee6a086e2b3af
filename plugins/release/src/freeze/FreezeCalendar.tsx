import { Button } from '@backstage/ui';
import { HostileText, Panel } from '@pilothouse/pilothouse-react';
import { WEEKDAYS } from '@pilothouse/plugin-release-common';
import type { FreezeMoment } from '@pilothouse/plugin-release-common';
import { useState } from 'react';
import { personName } from '../rollout/words/personName';
import { useServerNow } from '../time';
import { CalendarDay } from './CalendarDay';
import {
  addMonths,
  isOver,
  monthGrid,
  monthOf,
  windowOfGrid,
} from './model/monthGrid';
import { useFreezes } from './queries';
import { useFreezeWords } from './useFreezeWords';
import styles from './FreezeCalendar.module.css';

const STEP_MS = 60_000;

/** A month and the freezes in it. What holds or will stands in the list, too; what is over is said below. */
export function FreezeCalendar(props: { onChoose: (id: string) => void }) {
  const words = useFreezeWords();
  const { t, locale } = words;
  const [past, setPast] = useState<FreezeMoment>();
  const now = useServerNow(STEP_MS);
  const present = monthOf(now);
  const [month, setMonth] = useState(present);
  const { data } = useFreezes(windowOfGrid(month));
  const isPresent =
    month.year === present.year && month.month === present.month;
  const title = new Intl.DateTimeFormat(locale, {
    year: 'numeric',
    month: 'long',
  }).format(new Date(month.year, month.month, 1));
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <Panel
      title={t('page.calendar')}
      chips={
        <span className={styles.month} role="status">
          {title}
        </span>
      }
      actions={
        <>
          <span className={styles.zone}>{t('page.zone', { zone })}</span>
          <Button
            variant="secondary"
            size="small"
            onPress={() => setMonth(addMonths(month, -1))}
          >
            {t('page.previous')}
          </Button>
          <Button
            variant="secondary"
            size="small"
            isDisabled={isPresent}
            onPress={() => setMonth(present)}
          >
            {t('page.today')}
          </Button>
          <Button
            variant="secondary"
            size="small"
            onPress={() => setMonth(addMonths(month, 1))}
          >
            {t('page.next')}
          </Button>
        </>
      }
    >
      <table className={styles.calendar} aria-label={title}>
        <thead>
          <tr>
            {WEEKDAYS.map(day => (
              <th key={day} scope="col">
                {t(`day.${day}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {monthGrid(month, data?.freezes ?? []).map(week => (
            <tr key={week[0].at.getTime()}>
              {week.map(day => (
                <CalendarDay
                  key={day.at.getTime()}
                  day={day}
                  now={now}
                  onChoose={choose}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.note} role="status">
        {past && (
          <HostileText
            value={[
              t('page.over', {
                what: `${words.scope(past.freeze.scope)}, ${words.window(
                  past,
                )}`,
              }),
              past.freeze.reason,
              past.freeze.createdBy && personName(past.freeze.createdBy),
            ]
              .filter(Boolean)
              .join(' · ')}
            max={400}
          />
        )}
      </p>
    </Panel>
  );

  function choose(moment: FreezeMoment) {
    const over = isOver(moment, now);
    setPast(over ? moment : undefined);
    if (!over) props.onChoose(moment.freeze.id);
  }
}
