import { HostileText, RoleChip, StateSign } from '@pilothouse/pilothouse-react';
import type {
  Role,
  WorkloadConfig,
  WorkloadRequest,
} from '@pilothouse/plugin-release-common';
import { useReleaseTranslation } from '../translation/useReleaseTranslation';
import { useWords } from '../words';
import { ConfigTable } from './ConfigTable';
import { Detail } from './Detail';
import { useConfig } from './queries';
import styles from './ConfigTab.module.css';

/** What stands around the pods, and first what is wrong with it. */
export function ConfigTab({ request }: { request: WorkloadRequest }) {
  const config = useConfig(request);
  return <Detail query={config}>{data => <Config config={data} />}</Detail>;
}

function Config({ config }: { config: WorkloadConfig }) {
  const { t } = useReleaseTranslation();
  return (
    <div className={styles.config}>
      <Findings findings={config.findings} />
      <ConfigTable
        title={t('config.deployments')}
        columns={[
          t('config.deployment'),
          t('pods.role'),
          t('config.strategy'),
          t('config.probes'),
          t('config.history'),
          t('config.selector'),
        ]}
        rows={config.sides.map(side => ({
          key: side.role,
          cells: [
            <HostileText value={side.deployment} />,
            <Roles roles={[side.role]} />,
            <HostileText value={side.strategy} />,
            <Probes
              readiness={side.readinessProbe}
              liveness={side.livenessProbe}
            />,
            side.revisionHistoryLimit,
            <code>
              <HostileText value={side.selector} />
            </code>,
          ],
        }))}
      />
      <ConfigTable
        title={t('config.services')}
        none={t('config.noServices')}
        columns={[
          t('config.service'),
          t('config.selects'),
          t('config.ports'),
          t('config.selector'),
        ]}
        rows={config.services.map(service => ({
          key: service.name,
          cells: [
            <>
              <HostileText value={service.name} />{' '}
              <span className={styles.dim}>
                <HostileText value={service.type} />
              </span>
            </>,
            <Roles roles={service.selects} />,
            <HostileText value={service.ports.join(', ')} />,
            <code>
              <HostileText value={selectorText(service.selector)} />
            </code>,
          ],
        }))}
      />
      <ConfigTable
        title={t('config.autoscalers')}
        none={t('config.noAutoscalers')}
        columns={[
          t('config.autoscaler'),
          t('pods.role'),
          t('config.bounds'),
          t('config.replicas'),
          t('config.metrics'),
        ]}
        rows={config.autoscalers.map(autoscaler => ({
          key: autoscaler.name,
          cells: [
            <HostileText value={autoscaler.name} />,
            <Roles roles={[autoscaler.role]} />,
            `${autoscaler.min} – ${autoscaler.max}`,
            `${autoscaler.current} / ${autoscaler.desired}`,
            <HostileText value={autoscaler.metrics.join(', ')} />,
          ],
        }))}
      />
      <ConfigTable
        title={t('config.budgets')}
        none={t('config.noBudgets')}
        columns={[
          t('config.budget'),
          t('config.rule'),
          t('config.allowed'),
          t('config.covers'),
        ]}
        rows={config.disruptionBudgets.map(budget => ({
          key: budget.name,
          cells: [
            <HostileText value={budget.name} />,
            <HostileText value={budget.rule} />,
            budget.allowed,
            <Roles roles={budget.covers} />,
          ],
        }))}
      />
    </div>
  );
}

function Findings({ findings }: Pick<WorkloadConfig, 'findings'>) {
  const { t } = useReleaseTranslation();
  const words = useWords();
  if (findings.length === 0) {
    return (
      <p className={styles.findings}>
        <StateSign kind="healthy">{t('config.fine')}</StateSign>
      </p>
    );
  }
  return (
    <ul className={styles.findings} aria-label={t('config.findings')}>
      {findings.map(finding => (
        <li key={`${finding.code} ${JSON.stringify(finding.params)}`}>
          <StateSign kind="attention">
            <HostileText value={words.finding(finding)} max={400} />
          </StateSign>
        </li>
      ))}
    </ul>
  );
}

function Probes(props: { readiness: boolean; liveness: boolean }) {
  const { t } = useReleaseTranslation();
  const a = props.readiness ? t('config.readiness') : '';
  const b = props.liveness ? t('config.liveness') : '';
  return (
    <>{a && b ? t('join.and', { a, b }) : a || b || t('config.noProbes')}</>
  );
}

function Roles({ roles }: { roles: readonly Role[] }) {
  const { t } = useReleaseTranslation();
  if (roles.length === 0) return <>{t('config.selectsNone')}</>;
  return (
    <span className={styles.roles}>
      {roles.map(role => (
        <RoleChip key={role} role={role} />
      ))}
    </span>
  );
}

function selectorText(selector: Record<string, string>): string {
  return Object.entries(selector)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ');
}
