import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { HostileText, VersionMark } from '@pilothouse/pilothouse-react';
import {
  fleetLetters,
  troubleSince,
  useDeployPath,
  useServerAge,
  useWords,
} from '@pilothouse/plugin-release';
import type { FleetView } from '@pilothouse/plugin-release';
import type { Need } from './needs';
import { Line } from './Line';
import { RolloutLine } from './RolloutLine';
import { homePageTranslationRef } from './translation';
import styles from './NeedsYou.module.css';

export interface NeedLineProps {
  need: Need;
  fleet: FleetView;
  /** Where the fleet page is. */
  fleetPath: string;
}

/** One line of what needs a person: how it is, what it is, and a way to it. */
export function NeedLine(props: NeedLineProps) {
  const { need, fleet, fleetPath } = props;
  switch (need.kind) {
    case 'failed':
      return <FailedLine need={need} fleet={fleet} />;
    case 'differs':
      return <DiffersLine need={need} fleet={fleet} />;
    case 'waiting':
    case 'stuck':
      return <RolloutLine kind={need.kind} rollout={need.rollout} />;
    case 'unread':
      return <UnreadLine need={need} fleetPath={fleetPath} />;
    default:
      return <ClusterLine need={need} fleetPath={fleetPath} />;
  }
}

type LineProps<Kind extends Need['kind']> = {
  need: Extract<Need, { kind: Kind }>;
  fleet: FleetView;
};

function FailedLine({ need, fleet }: LineProps<'failed'>) {
  const { t } = useTranslationRef(homePageTranslationRef);
  const words = useWords();
  const deployPath = useDeployPath();
  const { service, cell } = need;
  const letters = fleetLetters(service, fleet.environments);
  return (
    <Line
      kind="failed"
      word={t('needs.failed')}
      action={t('needs.open')}
      label={t('needs.openWhat', { what: service.title })}
      to={deployPath(service.entityRef, cell.workloadId)}
    >
      <b>
        <HostileText value={service.title} max={80} />
      </b>{' '}
      <VersionMark
        letter={letters.get(cell.version) ?? '?'}
        version={cell.version}
        size="small"
      />{' '}
      {placeOf(cell.environment, cell.cluster)}{' '}
      {cell.reason && (
        <span className={styles.detail}>
          <HostileText value={words.reason(cell.reason)} max={160} />
        </span>
      )}
    </Line>
  );
}

function DiffersLine({ need, fleet }: LineProps<'differs'>) {
  const { t } = useTranslationRef(homePageTranslationRef);
  const deployPath = useDeployPath();
  const { service, environment, cells } = need;
  const letters = fleetLetters(service, fleet.environments);
  return (
    <Line
      kind="attention"
      word={t('needs.differs')}
      action={t('needs.open')}
      label={t('needs.openWhat', { what: service.title })}
      to={deployPath(service.entityRef, cells.at(-1)?.workloadId)}
    >
      <b>
        <HostileText value={service.title} max={80} />
      </b>{' '}
      {cells.map(cell => (
        <span key={cell.cluster} className={styles.pair}>
          <VersionMark
            letter={letters.get(cell.version) ?? '?'}
            version={cell.version}
            size="small"
          />
          <span className={styles.detail}>
            {placeOf(environment, cell.cluster)}
          </span>
        </span>
      ))}
    </Line>
  );
}

function ClusterLine({
  need,
  fleetPath,
}: Pick<LineProps<'cluster'>, 'need'> & { fleetPath: string }) {
  const { t } = useTranslationRef(homePageTranslationRef);
  const { condition, targets } = need;
  const refused = condition.status !== 'unreachable';
  const duration = useServerAge(troubleSince(condition));
  return (
    <Line
      kind="unknown"
      word={refused ? t('needs.refused') : t('needs.noAnswer')}
      action={t('needs.show')}
      label={t('needs.showWhat', { what: condition.name })}
      to={`${fleetPath}?state=unknown`}
    >
      <b>{condition.title ?? condition.name}</b>{' '}
      <span className={styles.detail}>{detail()}</span>
    </Line>
  );

  function detail(): string {
    if (targets === 0) return t('needs.unknownTargets', { duration });
    return refused
      ? t('needs.refusedTargets', { count: targets })
      : t('needs.staleTargets', { count: targets, duration });
  }
}

/** What is missing of a cluster that has not been read is no news of one's services, and no reason for calm. */
function UnreadLine({
  need,
  fleetPath,
}: Pick<LineProps<'unread'>, 'need'> & { fleetPath: string }) {
  const { t } = useTranslationRef(homePageTranslationRef);
  const { name, title, problem } = need.cluster;
  const { verb = '', resource = '' } = problem.params;
  return (
    <Line
      kind="unknown"
      word={t('needs.notRead')}
      action={t('needs.show')}
      label={t('needs.showWhat', { what: name })}
      to={fleetPath}
    >
      <b>{title}</b>{' '}
      <span className={styles.detail}>
        {problem.code === 'forbidden' ? (
          <HostileText
            value={t('needs.forbiddenDetail', { what: `${verb} ${resource}` })}
            max={160}
          />
        ) : (
          t('needs.notReadDetail')
        )}
      </span>
    </Line>
  );
}

function placeOf(environment: string, cluster: string): string {
  return cluster.startsWith(environment)
    ? cluster
    : `${environment} · ${cluster}`;
}
