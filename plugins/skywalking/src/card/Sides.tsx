import {
  HostileText,
  RoleChip,
  StateSign,
  VersionMark,
} from '@pilothouse/pilothouse-react';
import type { Health } from '@pilothouse/plugin-skywalking-common';
import { VERDICT_SIGNS } from '../model/verdictSigns';
import { useEntityPaths } from '../query/useEntityPaths';
import { useVersionLetters } from '../query/queries';
import { orDash, useFormats } from '../words/formats';
import { useSkywalkingTranslation } from '../words/useSkywalkingTranslation';
import styles from './HealthCard.module.css';

type Side = Health['sides'][number];

/** Canary against release, each with its own verdict: the one that is ill is the one that is marked. */
export function Sides({
  sides,
  isOld,
}: {
  sides: readonly Side[];
  /** What is shown was known before. */
  isOld: boolean;
}) {
  const { t } = useSkywalkingTranslation();
  const formats = useFormats();
  const { entityRef } = useEntityPaths();
  const letters = useVersionLetters(entityRef);
  const said = useFinding(sides);
  const canaryFirst = [...sides].sort(
    (a, b) => Number(b.role === 'canary') - Number(a.role === 'canary'),
  );
  return (
    <div className={styles.sides}>
      {said && !isOld && (
        <p className={styles.finding} role="status">
          <HostileText value={said} />
        </p>
      )}
      <table className={styles.table} aria-label={t('side.label')}>
        <thead>
          <tr>
            <th scope="col">{t('side.role')}</th>
            <th scope="col">{t('side.verdict')}</th>
            <th scope="col">{t('figure.successRate')}</th>
            <th scope="col">{t('figure.average')}</th>
            <th scope="col">{t('figure.requestsPerMinute')}</th>
            <th scope="col">{t('side.pods')}</th>
          </tr>
        </thead>
        <tbody>
          {canaryFirst.map(side => (
            <tr
              key={side.role}
              data-role={side.role}
              data-verdict={isOld ? 'unknown' : side.verdict}
            >
              <th scope="row">
                <span className={styles.side}>
                  <RoleChip role={side.role} />
                  {side.versions.slice(0, 2).map(version => (
                    <VersionMark
                      key={version}
                      version={version}
                      letter={letters.get(version)}
                      size="small"
                    />
                  ))}
                  {side.pods === 0 && (
                    <span className={styles.dim}>{t('instances.gone')}</span>
                  )}
                </span>
              </th>
              <td>
                <StateSign
                  kind={isOld ? 'unknown' : VERDICT_SIGNS[side.verdict]}
                >
                  {t(`verdict.${isOld ? 'unknown' : side.verdict}`)}
                </StateSign>
              </td>
              <td>{orDash(side.successRate, formats.rate)}</td>
              <td>{orDash(side.average, formats.latency)}</td>
              <td>{orDash(side.requestsPerMinute, formats.requests)}</td>
              <td>{side.pods}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The one thing to know of both sides; nothing while all is well. */
function useFinding(sides: readonly Side[]): string | undefined {
  const { t } = useSkywalkingTranslation();
  const formats = useFormats();
  const canary = sides.find(({ role }) => role === 'canary');
  const release = sides.find(({ role }) => role === 'release');
  if (canary?.verdict !== 'degraded') return undefined;
  if (release?.verdict === 'degraded') return t('side.bothDegraded');
  const isFailing =
    typeof canary.successRate === 'number' &&
    typeof release?.successRate === 'number' &&
    canary.successRate < release.successRate;
  return isFailing
    ? t('side.canaryWorse', {
        canary: orDash(canary.successRate, formats.rate),
        release: orDash(release?.successRate, formats.rate),
      })
    : t('side.canaryDegraded');
}
