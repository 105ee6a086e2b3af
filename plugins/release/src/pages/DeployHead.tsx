import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { PageHead } from '@pilothouse/pilothouse-react';
import { NavLink } from 'react-router-dom';
import { fleetRouteRef } from '../fleet/routes';
import { deployPagesTranslationRef } from './translation/ref';
import styles from './DeployHead.module.css';

/** The pages of Deploy, in the order of their tabs. */
export const DEPLOY_PAGES = [
  'fleet',
  'rollouts',
  'changes',
  'freezes',
] as const;
export type DeployPage = (typeof DEPLOY_PAGES)[number];

/** The head of the pages of Deploy, with the tabs that lead from one to another. */
export function DeployHead({ page }: { page: DeployPage }) {
  const { t } = useTranslationRef(deployPagesTranslationRef);
  const base = useRouteRef(fleetRouteRef)?.() ?? '/deploy';
  return (
    <div className={styles.head}>
      <PageHead title={t('title')} subtitle={t(`subtitle.${page}`)} />
      <nav className={styles.tabs} aria-label={t('tabs.label')}>
        {DEPLOY_PAGES.map(tab => (
          <NavLink
            key={tab}
            end
            to={tab === 'fleet' ? base : `${base}/${tab}`}
            className={styles.tab}
          >
            {t(`tabs.${tab}`)}
          </NavLink>
        ))}
      </nav>
    </div>
  );
}
