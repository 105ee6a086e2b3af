import {
  Chip,
  formatAbsolute,
  HostileText,
  useLocale,
} from '@pilothouse/pilothouse-react';
import type { ChipTone } from '@pilothouse/pilothouse-react';
import type { ClusterCondition } from '@pilothouse/plugin-release-common';
import { useReleaseTranslation } from '../translation/useReleaseTranslation';
import { useWords } from '../words';
import { useAge } from '../time';
import { troubleSince } from './silence';

type Trouble = Exclude<ClusterCondition['status'], 'live'>;

const TONES: Record<Trouble, ChipTone> = {
  connecting: 'neutral',
  stale: 'warning',
  unreachable: 'negative',
  unauthorized: 'negative',
  unsupported: 'warning',
};

/** What costs most comes first. */
const RANKS: ClusterCondition['status'][] = [
  'unreachable',
  'unauthorized',
  'unsupported',
  'stale',
  'connecting',
  'live',
];

/** Says which clusters are not as they should be, and what the portal may not do there; nothing while all is well. */
export function ClusterChips(props: { clusters: readonly ClusterCondition[] }) {
  const ranked = [...props.clusters].sort(
    (a, b) => RANKS.indexOf(a.status) - RANKS.indexOf(b.status),
  );
  return (
    <>
      {ranked.map(cluster => (
        <ClusterChip key={cluster.name} cluster={cluster} />
      ))}
    </>
  );
}

function ClusterChip({ cluster }: { cluster: ClusterCondition }) {
  const { t } = useReleaseTranslation();
  const name = cluster.title ?? cluster.name;
  const limited = cluster.status === 'live' || cluster.status === 'stale';
  return (
    <>
      {cluster.status !== 'live' && (
        <StatusChip cluster={cluster} status={cluster.status} />
      )}
      {limited && cluster.forbidden.length > 0 && (
        <Chip tone="warning">
          <HostileText
            value={t('cluster.forbidden', {
              cluster: name,
              what: cluster.forbidden
                .map(({ verb, resource }) => `${verb} ${resource}`)
                .join(', '),
            })}
          />
        </Chip>
      )}
      {limited && cluster.writable === false && (
        <Chip>{t('cluster.readOnly', { cluster: name })}</Chip>
      )}
    </>
  );
}

function StatusChip(props: { cluster: ClusterCondition; status: Trouble }) {
  const { t } = useReleaseTranslation();
  const words = useWords();
  const locale = useLocale();
  const { cluster, status } = props;
  const age = useAge(troubleSince(cluster));
  const since = Date.parse(cluster.since);
  const title = [
    !Number.isNaN(since) &&
      t('cluster.since', { time: formatAbsolute(since, locale) }),
    cluster.message,
  ]
    .filter(Boolean)
    .join('\n');
  return (
    <Chip tone={TONES[status]} title={title}>
      {t(`cluster.${status}`, {
        cluster: cluster.title ?? cluster.name,
        duration: words.duration(age / 1_000),
      })}
    </Chip>
  );
}
