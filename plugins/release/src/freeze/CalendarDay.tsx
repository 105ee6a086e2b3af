import { VisuallyHidden } from '@backstage/ui';
import { HostileText } from '@pilothouse/pilothouse-react';
import type { FreezeMoment } from '@pilothouse/plugin-release-common';
import { isOver } from './model/monthGrid';
import type { Day } from './model/monthGrid';
import { useFreezeWords } from './useFreezeWords';
import styles from './FreezeCalendar.module.css';

/** More would make a week taller than the screen. */
const MAX_SHOWN = 3;

export interface CalendarDayProps {
  day: Day;
  now: number;
  onChoose: (moment: FreezeMoment) => void;
}

/** A day of the calendar, and the freezes that touch it. */
export function CalendarDay({ day, now, onChoose }: CalendarDayProps) {
  const words = useFreezeWords();
  const { t } = words;
  const date = new Intl.DateTimeFormat(words.locale, {
    month: 'long',
    day: 'numeric',
  }).format(day.at);
  const isToday = day.at.toDateString() === new Date(now).toDateString();
  const left = day.moments.length - MAX_SHOWN;
  return (
    <td
      className={styles.day}
      data-outside={day.outside}
      aria-current={isToday ? 'date' : undefined}
    >
      <span className={styles.number} aria-hidden="true">
        {day.at.getDate()}
      </span>
      <VisuallyHidden>{date}</VisuallyHidden>
      {day.moments.slice(0, MAX_SHOWN).map(moment => {
        const { freeze } = moment;
        const scope = words.scope(freeze.scope);
        const over = isOver(moment, now);
        const what = `${date}: ${scope}, ${words.window(moment)}`;
        return (
          <button
            key={`${freeze.id} ${moment.from}`}
            type="button"
            className={styles.freeze}
            data-active={moment.active}
            data-over={over}
            title={`${words.window(moment)}\n${freeze.reason.slice(0, 200)}`}
            aria-label={t('page.show', {
              what: over ? t('page.over', { what }) : what,
            })}
            onClick={() => onChoose(moment)}
          >
            <HostileText value={scope} max={40} />
          </button>
        );
      })}
      {left > 0 && (
        <span className={styles.more}>
          {t('page.more', { number: `${left}` })}
        </span>
      )}
    </td>
  );
}
