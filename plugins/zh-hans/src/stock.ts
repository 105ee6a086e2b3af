// Types only: at run time the pack needs no stock plugin, see resources.ts.
import type { coreComponentsTranslationRef } from '@backstage/core-components/alpha';
import type { TranslationRef } from '@backstage/frontend-plugin-api';
import type { catalogGraphTranslationRef } from '@backstage/plugin-catalog-graph/alpha';
import type { catalogReactTranslationRef } from '@backstage/plugin-catalog-react/alpha';
import type { catalogTranslationRef } from '@backstage/plugin-catalog/alpha';
import type { homeReactTranslationRef } from '@backstage/plugin-home-react/alpha';
import type { homeTranslationRef } from '@backstage/plugin-home/alpha';
import type { kubernetesReactTranslationRef } from '@backstage/plugin-kubernetes-react/alpha';
import type { kubernetesTranslationRef } from '@backstage/plugin-kubernetes/alpha';
import type { notificationsTranslationRef } from '@backstage/plugin-notifications/alpha';
import type { orgTranslationRef } from '@backstage/plugin-org/alpha';
import type { scaffolderReactTranslationRef } from '@backstage/plugin-scaffolder-react/alpha';
import type { scaffolderTranslationRef } from '@backstage/plugin-scaffolder/alpha';
import type { searchReactTranslationRef } from '@backstage/plugin-search-react/alpha';
import type { searchTranslationRef } from '@backstage/plugin-search/alpha';
import type { techdocsTranslationRef } from '@backstage/plugin-techdocs/alpha';
import type { userSettingsTranslationRef } from '@backstage/plugin-user-settings/alpha';
import type { MessagesOf } from './types';

/** The Chinese of one stock translation ref. */
export interface StockTranslation {
  /** Of the plugin or library: names the extension and the file under translations/. */
  name: string;
  /** Of the translation ref. */
  id: string;
  load: () => Promise<{ default: { readonly [key in string]: string } }>;
}

/** Every stock translation ref that the pack covers. The texts load when first shown in Chinese. */
export const stockTranslations: readonly StockTranslation[] = [
  stock<typeof coreComponentsTranslationRef>(
    'core-components',
    'core-components',
    () => import('./translations/core-components'),
  ),
  stock<typeof catalogTranslationRef>(
    'catalog',
    'catalog',
    () => import('./translations/catalog'),
  ),
  stock<typeof catalogReactTranslationRef>(
    'catalog-react',
    'catalog-react',
    () => import('./translations/catalog-react'),
  ),
  stock<typeof catalogGraphTranslationRef>(
    'catalog-graph',
    'catalog-graph',
    () => import('./translations/catalog-graph'),
  ),
  stock<typeof orgTranslationRef>(
    'org',
    'org',
    () => import('./translations/org'),
  ),
  stock<typeof scaffolderTranslationRef>(
    'scaffolder',
    'scaffolder',
    () => import('./translations/scaffolder'),
  ),
  stock<typeof scaffolderReactTranslationRef>(
    'scaffolder-react',
    'scaffolder-react',
    () => import('./translations/scaffolder-react'),
  ),
  stock<typeof techdocsTranslationRef>(
    'techdocs',
    'techdocs',
    () => import('./translations/techdocs'),
  ),
  stock<typeof searchTranslationRef>(
    'search',
    'search',
    () => import('./translations/search'),
  ),
  stock<typeof searchReactTranslationRef>(
    'search-react',
    'search-react',
    () => import('./translations/search-react'),
  ),
  stock<typeof userSettingsTranslationRef>(
    'user-settings',
    'user-settings',
    () => import('./translations/user-settings'),
  ),
  stock<typeof notificationsTranslationRef>(
    'notifications',
    'plugin.notifications',
    () => import('./translations/notifications'),
  ),
  stock<typeof kubernetesTranslationRef>(
    'kubernetes',
    'kubernetes',
    () => import('./translations/kubernetes'),
  ),
  stock<typeof kubernetesReactTranslationRef>(
    'kubernetes-react',
    'kubernetes-react',
    () => import('./translations/kubernetes-react'),
  ),
  stock<typeof homeTranslationRef>(
    'home',
    'home',
    () => import('./translations/home'),
  ),
  stock<typeof homeReactTranslationRef>(
    'home-react',
    'home-react',
    () => import('./translations/home-react'),
  ),
];

/** Makes `tsc` check that the id and all messages are those of the ref. */
function stock<TRef extends TranslationRef>(
  name: string,
  id: TRef['id'],
  load: () => Promise<{ default: MessagesOf<TRef> }>,
): StockTranslation {
  return { name, id, load };
}
