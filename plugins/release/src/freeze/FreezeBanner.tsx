import { useRouteRef } from '@backstage/frontend-plugin-api';
import { HostileText, StateSign } from '@pilothouse/pilothouse-react';
import type { StageList } from '@pilothouse/plugin-release-common';
import { Link } from 'react-router-dom';
import { freezesRouteRef } from '../pages/routes';
import { personName } from '../rollout/words/personName';
import { useServerNow } from '../time';
import { stageFreezes } from './model/stageFreezes';
import type { StageFreeze } from './model/stageFreezes';
import { useFreezeWords } from './useFreezeWords';
import styles from './FreezeBanner.module.css';

const MAX_REASON = 200;
const STEP_MS = 15_000;

/** Says on the Deploy tab what is frozen, or will be within a day: why, by whom, and until when. */
export function FreezeBanner({ list }: { list: StageList }) {
  const now = useServerNow(STEP_MS);
  const freezes = stageFreezes(list.stages, now);
  if (freezes.length === 0) return null;
  return (
    <div className={styles.banners} role="status">
      {freezes.map(freeze => (
        <Banner
          key={`${freeze.moment.freeze.id} ${freeze.moment.from}`}
          freeze={freeze}
          // Of all environments of the entity it need not name each.
          everywhere={freeze.environments.length === list.stages.length}
          now={now}
        />
      ))}
    </div>
  );
}

function Banner(props: {
  freeze: StageFreeze;
  everywhere: boolean;
  now: number;
}) {
  const words = useFreezeWords();
  const { t } = words;
  const calendar = useRouteRef(freezesRouteRef)?.() ?? '/deploy/freezes';
  const { moment, environments } = props.freeze;
  const { freeze, from, to } = moment;
  // Between two answers its time may come.
  const active = moment.active || Date.parse(from) <= props.now;
  const scope = words.scope(
    props.everywhere && !freeze.scope.environments ? {} : { environments },
  );
  const by =
    freeze.source === 'config'
      ? t('banner.config')
      : freeze.createdBy &&
        t('banner.by', { person: personName(freeze.createdBy) });
  return (
    <div className={styles.banner} data-active={active}>
      <div className={styles.text}>
        <StateSign kind="attention">
          <HostileText value={headline()} />
        </StateSign>{' '}
        <span>
          <HostileText value={`“${freeze.reason}”`} max={MAX_REASON} />
          {by && (
            <>
              {' '}
              <HostileText value={by} max={80} />
            </>
          )}
          {'. '}
          {active && t('banner.effect')} {countdown()}
        </span>
      </div>
      <Link className={styles.link} to={calendar}>
        {t('banner.calendar')}
      </Link>
    </div>
  );

  function headline(): string {
    if (to === undefined) {
      return active
        ? t('banner.open', { scope })
        : t('banner.aheadOpen', { scope, from: words.time(from) });
    }
    return active
      ? t('banner.active', { scope, to: words.time(to) })
      : t('banner.ahead', {
          scope,
          from: words.time(from),
          to: words.time(to),
        });
  }

  function countdown(): string {
    if (!active) {
      const duration = words.duration(Date.parse(from) - props.now);
      return t('banner.begins', { duration });
    }
    if (to === undefined) return '';
    const duration = words.duration(Date.parse(to) - props.now);
    return t('banner.ends', { duration });
  }
}
