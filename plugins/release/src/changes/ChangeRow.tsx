import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { HostileText, RoleChip, StateSign } from '@pilothouse/pilothouse-react';
import type { Change, Target } from '@pilothouse/plugin-release-common';
import { workloadId } from '@pilothouse/plugin-release-common';
import { Link } from 'react-router-dom';
import tableStyles from '../deploy/table.module.css';
import { useDeployPath } from '../fleet/deployPath';
import { nameOfRef } from '../fleet/model/nameOfRef';
import { changesRouteRef } from '../pages/routes';
import { Ago } from '../time';
import { FreezeValues, isFreezeChange } from './FreezeValues';
import { valueChanges } from './model/valueChanges';
import { parseValueName } from './model/valueName';
import { changesTranslationRef } from './translation/ref';
import { OUTCOME_KINDS, useChangeWords } from './useChangeWords';
import styles from './ChangesTable.module.css';

const MAX_NAME = 80;
const MAX_REASON = 200;
const MAX_VALUE = 60;

/** One line of the ledger. */
export function ChangeRow(props: { change: Change; here?: string }) {
  const { t } = useTranslationRef(changesTranslationRef);
  const words = useChangeWords();
  const { change } = props;
  const problem = words.problem(change);
  return (
    <tr>
      <td className={`${tableStyles.nowrap} ${tableStyles.small}`}>
        <Ago at={change.at} />
      </td>
      <td className={styles.who}>
        <HostileText value={words.actor(change.actor)} max={MAX_NAME} />
      </td>
      <th scope="row" className={styles.what}>
        <span className={tableStyles.inline}>
          {t(`action.${change.action}`)}
          {change.role === 'canary' && <RoleChip role="canary" />}
        </span>
      </th>
      <td className={styles.where}>
        <Where {...props} />
      </td>
      <td>
        <Values change={change} />
      </td>
      <td className={styles.why}>
        <Why change={change} />
      </td>
      <td className={styles.outcome}>
        <span title={t(`outcomeHint.${change.outcome}`)}>
          <StateSign kind={OUTCOME_KINDS[change.outcome]}>
            {t(`outcome.${change.outcome}`)}
          </StateSign>
        </span>
        {problem !== undefined && (
          <span className={`${tableStyles.remark} ${styles.problem}`}>
            <HostileText value={problem} max={MAX_REASON} />
          </span>
        )}
      </td>
    </tr>
  );
}

function Where({ change, here }: { change: Change; here?: string }) {
  const { t } = useTranslationRef(changesTranslationRef);
  const deployPath = useDeployPath();
  const { entityRef, target, name, environment } = change;
  const place = target
    ? placeOf(target)
    : environment ?? (entityRef === undefined ? t('nowhere') : '');
  const id = target && name ? workloadId({ ...target, name }) : undefined;
  return (
    <span className={tableStyles.stack}>
      {entityRef !== undefined && entityRef !== here && (
        <Link className={styles.link} to={deployPath(entityRef, id)}>
          <HostileText value={nameOfRef(entityRef)} max={MAX_NAME} />
        </Link>
      )}
      <span className={tableStyles.remark}>
        <HostileText value={place} max={MAX_NAME} />
      </span>
    </span>
  );
}

/** A cluster that is named after its environment says both. */
function placeOf({ environment, cluster }: Target): string {
  return cluster.startsWith(environment)
    ? cluster
    : `${environment} · ${cluster}`;
}

function Values({ change }: { change: Change }) {
  const { t } = useTranslationRef(changesTranslationRef);
  const words = useChangeWords();
  const values = valueChanges(change);
  if (isFreezeChange(change)) return <FreezeValues change={change} />;
  if (values.length === 0) return <span className={tableStyles.dim}>–</span>;
  return (
    <ul className={styles.values}>
      {values.map(({ name, before, after }) => (
        <li key={name}>
          <span className={tableStyles.dim}>{words.valueName(name)} </span>
          {before !== undefined && <Value name={name} value={before} />}
          {before !== undefined && after !== undefined && (
            <span role="img" aria-label={t('to')}>
              {' → '}
            </span>
          )}
          {after !== undefined && <Value name={name} value={after} />}
        </li>
      ))}
    </ul>
  );
}

function Value(props: { name: string; value: Change['before'][string] }) {
  const { t } = useTranslationRef(changesTranslationRef);
  const { name, value } = props;
  const text = useChangeWords().value(name, value);
  const isCode = ['image', 'pod'].includes(parseValueName(name).name);
  const shown = <HostileText value={text || t('nothing')} max={MAX_VALUE} />;
  return isCode ? (
    <code className={tableStyles.mono} title={String(value)}>
      {shown}
    </code>
  ) : (
    shown
  );
}

function Why({ change }: { change: Change }) {
  const { t } = useTranslationRef(changesTranslationRef);
  const changesPath = useRouteRef(changesRouteRef)?.() ?? '/deploy/changes';
  const { rolloutId, name = '' } = change;
  const reason = useChangeWords().reason(change);
  return (
    <>
      {reason !== undefined ? (
        <HostileText value={reason} max={MAX_REASON} />
      ) : (
        <span className={tableStyles.dim}>
          {rolloutId === undefined ? '–' : t('byPlan')}
        </span>
      )}
      {rolloutId !== undefined && (
        <>
          {' '}
          <Link
            className={styles.link}
            to={`${changesPath}?${new URLSearchParams({ rollout: rolloutId })}`}
            aria-label={t('rolloutLabel', { name })}
          >
            {t('rollout')}
          </Link>
        </>
      )}
    </>
  );
}
