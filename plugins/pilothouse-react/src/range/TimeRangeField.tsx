import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Popover } from '@backstage/ui';
import { RiTimeLine } from '@remixicon/react';
import { useId, useRef, useState } from 'react';
import { useLocale } from '../time/language';
import { pilothouseReactTranslationRef } from '../translation/ref';
import { fromLocalInput, toLocalInput } from './localInput';
import styles from './TimeRangeField.module.css';
import {
  instantsOf,
  parseAbsoluteRange,
  type RangeRules,
  type TimeRange,
} from './timeRange';

export interface TimeRangeFieldProps {
  range: TimeRange;
  rules: RangeRules;
  onChange(range: TimeRange): void;
  /** Where lines are seconds apart. */
  withSeconds?: boolean;
}

/** From when to when: one of the usual ranges until now, or two instants in the reader's own zone. */
export function TimeRangeField(props: TimeRangeFieldProps) {
  const { t } = useTranslationRef(pilothouseReactTranslationRef);
  const locale = useLocale();
  const { range, rules, onChange, withSeconds = false } = props;
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const time = new Intl.DateTimeFormat(locale, {
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    ...(withSeconds && { second: '2-digit' }),
    hourCycle: 'h23',
  });
  const words =
    'relative' in range
      ? t(`range.${range.relative}`)
      : time.formatRange(new Date(range.from), new Date(range.to));
  const choose = (next: TimeRange) => {
    setOpen(false);
    onChange(next);
  };
  return (
    <>
      {'from' in range && (
        <button
          type="button"
          className={styles.back}
          onClick={() => choose(rules.initial)}
        >
          {t('range.back')}
        </button>
      )}
      <Button
        ref={button}
        size="small"
        variant="secondary"
        iconStart={<RiTimeLine />}
        aria-label={t('range.label', { range: words })}
        aria-expanded={open}
        onPress={() => setOpen(before => !before)}
      >
        {words}
      </Button>
      <Popover
        triggerRef={button}
        isOpen={open}
        onOpenChange={setOpen}
        aria-label={t('range.title')}
      >
        <div className={styles.range}>
          <div className={styles.relative}>
            {rules.offered.map(name => (
              <Button
                key={name}
                size="small"
                variant="tertiary"
                aria-pressed={'relative' in range && range.relative === name}
                onPress={() => choose({ relative: name })}
              >
                {t(`range.${name}`)}
              </Button>
            ))}
          </div>
          <AbsoluteRange range={range} rules={rules} onChoose={choose} />
        </div>
      </Popover>
    </>
  );
}

function AbsoluteRange(props: {
  range: TimeRange;
  rules: RangeRules;
  onChoose(range: TimeRange): void;
}) {
  const { t } = useTranslationRef(pilothouseReactTranslationRef);
  const { rules, onChoose } = props;
  const ids = { from: useId(), to: useId() };
  const [values, setValues] = useState(() => {
    // Whoever changes a range begins from what it means now.
    const { from, to } = instantsOf(props.range, Date.now());
    return { from: toLocalInput(from), to: toLocalInput(to) };
  });
  const range = parseAbsoluteRange(
    fromLocalInput(values.from),
    fromLocalInput(values.to),
    rules,
  );
  const days = `${rules.longestDays}`;
  return (
    <form
      className={styles.absolute}
      onSubmit={event => {
        event.preventDefault();
        if (range) onChoose(range);
      }}
    >
      {(['from', 'to'] as const).map(name => (
        <div key={name} className={styles.instant}>
          <label htmlFor={ids[name]}>{t(`range.${name}`)}</label>
          <input
            id={ids[name]}
            type="datetime-local"
            step={1}
            value={values[name]}
            onChange={event =>
              setValues(before => ({ ...before, [name]: event.target.value }))
            }
          />
        </div>
      ))}
      {!range && (
        <p role="alert" className={styles.refused}>
          {rules.hasBegun
            ? t('range.refusedAhead', { days })
            : t('range.refused', { days })}
        </p>
      )}
      <Button size="small" type="submit" isDisabled={!range}>
        {t('range.apply')}
      </Button>
    </form>
  );
}
