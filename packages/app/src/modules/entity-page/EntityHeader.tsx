import {
  RELATION_OWNED_BY,
  RELATION_PART_OF,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import { useRouteRef, useRouteRefParams } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  entityRouteRef,
  EntityRefLink,
  getEntityRelations,
  useAsyncEntity,
  useEntityPresentation,
} from '@backstage/plugin-catalog-react';
import type { EntityHeaderLayoutProps } from '@backstage/plugin-catalog-react/alpha';
import { LinkList } from '@pilothouse/pilothouse-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { EntityActions } from './EntityActions';
import { flatTabs } from './tabs';
import { entityPageTranslationRef } from './translation';
import styles from './EntityHeader.module.css';

/** Where the thing belongs, its name, whose it is, and everything that can be looked at, one click away. */
export function EntityHeader({ tabs, activeTabId }: EntityHeaderLayoutProps) {
  const { t } = useTranslationRef(entityPageTranslationRef);
  const { entity } = useAsyncEntity();
  const params = useRouteRefParams(entityRouteRef);
  const base = useRouteRef(entityRouteRef)(params);
  const { primaryTitle } = useEntityPresentation(entity ?? params);
  const tabName = useTabNames();
  return (
    <header className={styles.header}>
      <nav className={styles.breadcrumbs} aria-label={t('breadcrumbs')}>
        <Link to="/catalog">{t('catalog')}</Link>
        {entity &&
          getEntityRelations(entity, RELATION_PART_OF, { kind: 'system' }).map(
            system => (
              <span key={system.name}>
                {' / '}
                <EntityRefLink entityRef={system} hideIcon />
              </span>
            ),
          )}
      </nav>
      <div className={styles.titleRow}>
        <h1 className={styles.title}>{primaryTitle}</h1>
        {entity && <EntityActions entity={entity} />}
      </div>
      {entity && <Facts entity={entity} />}
      {entity && (
        <LinkList subject={{ entityRef: stringifyEntityRef(entity) }} />
      )}
      <nav className={styles.tabs} aria-label={primaryTitle}>
        {entity &&
          flatTabs(tabs, tabName).map(tab => (
            <Link
              key={tab.id}
              to={tab.href ? `${base}/${tab.href}` : base}
              className={styles.tab}
              aria-current={tab.id === activeTabId ? 'page' : undefined}
            >
              {tab.label}
            </Link>
          ))}
      </nav>
    </header>
  );
}

function Facts({ entity }: { entity: Entity }) {
  const { t } = useTranslationRef(entityPageTranslationRef);
  const words = useWords();
  const { type, lifecycle } = entity.spec ?? {};
  const owners = getEntityRelations(entity, RELATION_OWNED_BY);
  return (
    <div className={styles.facts}>
      <span>
        {[
          words.kind(entity.kind),
          ...(typeof type === 'string' ? [words.type(type)] : []),
        ].join(' · ')}
      </span>
      {owners.length > 0 && (
        <Fact label={t('owner')}>
          {owners.map(owner => (
            <EntityRefLink key={owner.name} entityRef={owner} hideIcon />
          ))}
        </Fact>
      )}
      {typeof lifecycle === 'string' && (
        <Fact label={t('lifecycle')}>{words.stage(lifecycle)}</Fact>
      )}
      {entity.metadata.description && (
        <span className={styles.description}>
          {entity.metadata.description}
        </span>
      )}
    </div>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <span className={styles.fact}>
      {label} {children}
    </span>
  );
}

/** The usual words of a catalog; what a company has made up itself is shown as it is written. */
const KINDS = [
  'api',
  'component',
  'domain',
  'group',
  'location',
  'resource',
  'system',
  'template',
  'user',
] as const;
const TYPES = [
  'database',
  'documentation',
  'library',
  'runbook',
  'service',
  'website',
] as const;
const STAGES = ['experimental', 'production', 'deprecated'] as const;

function useWords() {
  const { t } = useTranslationRef(entityPageTranslationRef);
  const known = <T extends string>(words: readonly T[], written: string) =>
    words.find(word => word === written.toLocaleLowerCase('en-US'));
  return {
    kind: (written: string) => {
      const kind = known(KINDS, written);
      return kind ? t(`kind.${kind}`) : written;
    },
    type: (written: string) => {
      const type = known(TYPES, written);
      return type ? t(`type.${type}`) : written;
    },
    stage: (written: string) => {
      const stage = known(STAGES, written);
      return stage ? t(`stage.${stage}`) : written;
    },
  };
}

/** Our word for the tab at a path; tabs of other plugins keep the title that they brought. */
function useTabNames(): (path: string) => string | undefined {
  const { t } = useTranslationRef(entityPageTranslationRef);
  const names = new Map([
    ['', t('tabs.overview')],
    ['deploy', t('tabs.deploy')],
    ['traces', t('tabs.traces')],
    ['logs', t('tabs.logs')],
    ['kubernetes', t('tabs.kubernetes')],
    ['docs', t('tabs.docs')],
    ['runbooks', t('tabs.runbooks')],
    ['apis', t('tabs.api')],
    ['definition', t('tabs.definition')],
    ['catalog-graph', t('tabs.graph')],
  ]);
  return path => names.get(path);
}
