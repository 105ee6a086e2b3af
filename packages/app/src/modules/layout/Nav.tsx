import {
  identityApiRef,
  useApi,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import type { NavContentComponent } from '@backstage/plugin-app-react';
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { Link, NavLink } from 'react-router-dom';
import { LanguageSwitch } from './LanguageSwitch';
import { Logo } from './Logo';
import { layoutTranslationRef } from './translation';
import { WaitingCount } from './WaitingCount';
import styles from './Nav.module.css';

/** The pages that the navigation shows by name, in this order; what else is installed follows by its title. */
const PAGES = [
  ['page:home', 'nav.home'],
  ['page:catalog', 'nav.catalog'],
  ['page:scaffolder', 'nav.create'],
  ['page:release', 'nav.deploy'],
  ['page:runbooks', 'nav.runbooks'],
  ['page:techdocs', 'nav.docs'],
  ['page:search', 'nav.search'],
  ['page:catalog-graph', 'nav.graph'],
  ['page:notifications', 'nav.notifications'],
] as const;

/** The column at the left: where one can go, in which language, and as whom. */
export const Nav: NavContentComponent = ({ navItems }) => {
  const { t } = useTranslationRef(layoutTranslationRef);
  const bag = navItems.clone();
  const settings = bag.take('page:user-settings');
  const known = PAGES.flatMap(([id, key]) => {
    const item = bag.take(id);
    return item ? [{ ...item, title: t(key) }] : [];
  });
  const person = usePersonName();
  return (
    <nav className={styles.nav} aria-label={t('nav.label')}>
      <Link to="/" className={styles.brand}>
        <Logo />
        Pilothouse
      </Link>
      <ul className={styles.list}>
        {[...known, ...bag.rest()].map(item => (
          <li key={item.node.spec.id}>
            <Item href={item.href}>
              <span className={styles.icon}>{item.icon}</span>
              {item.title}
              {item.node.spec.id === 'page:release' && <WaitingCount />}
            </Item>
          </li>
        ))}
      </ul>
      <div className={styles.foot}>
        <LanguageSwitch />
        {settings && (
          <Item href={settings.href}>{person ?? t('nav.settings')}</Item>
        )}
      </div>
    </nav>
  );
};

function Item({ href, children }: { href: string; children: ReactNode }) {
  return (
    <NavLink
      to={href}
      end={href === '/'}
      className={({ isActive }) =>
        isActive ? `${styles.item} ${styles.active}` : styles.item
      }
    >
      {children}
    </NavLink>
  );
}

function usePersonName(): string | undefined {
  const identity = useApi(identityApiRef);
  const [name, setName] = useState<string>();
  useEffect(() => {
    let mounted = true;
    identity.getProfileInfo().then(
      profile => {
        if (mounted) setName(profile.displayName);
      },
      // Without a name the item says Settings, which is just as true.
      () => {},
    );
    return () => {
      mounted = false;
    };
  }, [identity]);
  return name;
}
