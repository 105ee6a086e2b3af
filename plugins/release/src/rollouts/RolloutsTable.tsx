import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Chip, HostileText } from '@pilothouse/pilothouse-react';
import { versionOf } from '@pilothouse/plugin-release-common';
import type { RolloutSummary } from '@pilothouse/plugin-release-common';
import { Link } from 'react-router-dom';
import tableStyles from '../deploy/table.module.css';
import { useDeployPath } from '../fleet/deployPath';
import { nameOfRef } from '../fleet/model/nameOfRef';
import type { HeldOrder } from '../fleet/useHeldOrder';
import { StepRail } from '../rollout/rail/StepRail';
import { RolloutStateSign } from '../rollout/RolloutStateSign';
import { personName } from '../rollout/words/personName';
import { useRolloutWords } from '../rollout/words/useRolloutWords';
import { Age, Ago } from '../time';
import { shownWorkload } from './model/shownWorkload';
import { rolloutsTranslationRef } from './translation/ref';
import styles from './RolloutsTable.module.css';

const MAX_NAME = 80;
const MAX_VERSION = 32;
const MAX_REASON = 140;
const MAX_PROBLEM = 160;

export interface RolloutsTableProps {
  /** In their order. */
  rollouts: readonly RolloutSummary[];
  /** What keeps that order while somebody is in the table. */
  handlers: HeldOrder['handlers'];
}

/** Rollouts, a line each: how they are, how far, by whom and why. Stands inside a `ServerClock`. */
export function RolloutsTable({ rollouts, handlers }: RolloutsTableProps) {
  const { t } = useTranslationRef(rolloutsTranslationRef);
  return (
    <div className={tableStyles.scroll} {...handlers}>
      <table
        className={`${tableStyles.table} ${styles.table}`}
        aria-label={t('label')}
      >
        <thead>
          <tr>
            <th scope="col">{t('column.service')}</th>
            <th scope="col">{t('column.version')}</th>
            <th scope="col">{t('column.state')}</th>
            <th scope="col">{t('column.steps')}</th>
            <th scope="col">{t('column.who')}</th>
            <th scope="col">{t('column.age')}</th>
          </tr>
        </thead>
        <tbody>
          {rollouts.map(rollout => (
            <Row key={rollout.id} rollout={rollout} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ rollout }: { rollout: RolloutSummary }) {
  const deployPath = useDeployPath();
  const { entityRef, environment, name, author, reason } = rollout;
  const service = nameOfRef(entityRef);
  return (
    <tr>
      <th scope="row">
        <Link
          className={styles.service}
          to={deployPath(entityRef, shownWorkload(rollout))}
        >
          <HostileText value={service} max={MAX_NAME} />
        </Link>
        <span className={tableStyles.remark}>
          <HostileText
            value={name === service ? environment : `${environment} · ${name}`}
            max={MAX_NAME}
          />
        </span>
      </th>
      <td>
        <Versions rollout={rollout} />
      </td>
      <td className={tableStyles.state}>
        <State rollout={rollout} />
      </td>
      <td className={styles.steps}>
        <StepRail rollout={rollout} compact />
      </td>
      <td className={styles.who}>
        <HostileText value={personName(author)} max={MAX_NAME} />
        <span className={tableStyles.remark}>
          <HostileText value={reason} max={MAX_REASON} />
        </span>
      </td>
      <td className={`${tableStyles.small} ${tableStyles.nowrap}`}>
        <Ago at={rollout.createdAt} />
      </td>
    </tr>
  );
}

function Versions({ rollout }: { rollout: RolloutSummary }) {
  const { t } = useTranslationRef(rolloutsTranslationRef);
  const { t: tRollout } = useRolloutWords();
  const from = new Set(rollout.targets.map(target => versionOf(target.from)));
  const [before = '–'] = from;
  return (
    <>
      <span className={`${tableStyles.mono} ${styles.versions}`}>
        <span className={tableStyles.dim}>
          {from.size > 1 ? (
            t('from')
          ) : (
            <HostileText value={before} max={MAX_VERSION} />
          )}
        </span>
        <span role="img" aria-label={t('to')}>
          →
        </span>
        <HostileText value={versionOf(rollout.image)} max={MAX_VERSION} />
      </span>
      <span className={tableStyles.remark}>
        {tRollout(`strategy.${rollout.strategy}`)}
      </span>
    </>
  );
}

function State({ rollout }: { rollout: RolloutSummary }) {
  const { t } = useTranslationRef(rolloutsTranslationRef);
  const words = useRolloutWords();
  const { stuck, blind, cause, waitsForMe } = rollout;
  const trouble = stuck ?? blind;
  return (
    <span className={tableStyles.stack}>
      <RolloutStateSign rollout={rollout} />
      {waitsForMe && <Chip tone="warning">{t('waitsForMe')}</Chip>}
      {trouble && (
        <span className={tableStyles.remark}>
          {t('troubleFor', {
            what: (
              <HostileText
                value={stuck ? words.stuck(stuck).what : words.blind(trouble)}
                max={MAX_PROBLEM}
              />
            ),
            duration: <Age at={trouble.since} />,
          })}
        </span>
      )}
      {cause && (
        <span className={tableStyles.remark}>
          <HostileText value={words.cause(cause)} max={MAX_PROBLEM} />
        </span>
      )}
    </span>
  );
}
