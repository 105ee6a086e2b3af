import { Chip, HostileText, VersionMark } from '@pilothouse/pilothouse-react';
import {
  assignLetters,
  versionLetters,
  versionOf,
} from '@pilothouse/plugin-release-common';
import type {
  RolloutSummary,
  RolloutTarget,
  WorkloadList,
} from '@pilothouse/plugin-release-common';
import { useMemo } from 'react';
import { personName } from '../words/personName';
import { useRolloutWords } from '../words/useRolloutWords';
import styles from './RolloutPanel.module.css';

const TONES = {
  untouched: 'neutral',
  canary: 'canary',
  promoting: 'announcement',
  promoted: 'positive',
  reverted: 'negative',
} as const satisfies Record<RolloutTarget['state'], string>;

export interface RolloutHeadProps {
  rollout: RolloutSummary;
  list: WorkloadList;
}

/** `Rollout A 1.4.0 → B 1.4.1`, with the letters that the environments show. */
export function RolloutTitle({ rollout, list }: RolloutHeadProps) {
  const { t } = useRolloutWords();
  const to = versionOf(rollout.image);
  const from = [
    ...new Set(rollout.targets.map(target => versionOf(target.from))),
  ].filter(version => version !== to);
  const letters = useLetters(list, [...from, to]);
  return (
    <>
      {t('panel.title')}
      {from.map(version => (
        <VersionMark
          key={version}
          letter={letters.get(version) ?? '?'}
          version={version}
          size="small"
        />
      ))}
      <span role="img" aria-label={t('panel.to')}>
        →
      </span>
      <VersionMark letter={letters.get(to) ?? '?'} version={to} size="small" />
    </>
  );
}

/** How, by whom and why. */
export function RolloutFacts({ rollout }: { rollout: RolloutSummary }) {
  const { t } = useRolloutWords();
  return (
    <>
      <Chip tone={rollout.strategy === 'canary' ? 'canary' : 'release'}>
        {t(`strategy.${rollout.strategy}`)}
      </Chip>
      <span className={styles.author}>
        <HostileText
          value={t('panel.by', { author: personName(rollout.author) })}
          max={80}
        />
        {' · '}
        <HostileText
          value={t('notice.reason', { reason: rollout.reason })}
          max={140}
        />
      </span>
    </>
  );
}

/** Each cluster, in the order of the rollout, and how far it is there. */
export function TargetChips({ rollout }: { rollout: RolloutSummary }) {
  const { t } = useRolloutWords();
  return (
    <ul className={styles.targets} aria-label={t('panel.targets')}>
      {rollout.targets.map(target => (
        <li key={target.workloadId}>
          <Chip tone={TONES[target.state]}>
            {target.target.cluster}
            {target.state !== 'untouched' &&
              ` · ${t(`panel.target.${target.state}`, {
                version: versionOf(target.from),
              })}`}
          </Chip>
        </li>
      ))}
    </ul>
  );
}

/** Letters as the environments show them, and the next free ones for versions that run nowhere yet. */
export function useLetters(
  list: WorkloadList,
  more: readonly string[],
): ReadonlyMap<string, string> {
  const names = more.join('\n');
  return useMemo(
    () => assignLetters([...versionLetters(list).keys(), ...names.split('\n')]),
    [list, names],
  );
}
