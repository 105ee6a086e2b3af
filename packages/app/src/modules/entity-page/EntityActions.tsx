import type { Entity } from '@backstage/catalog-model';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { catalogEntityDeletePermission } from '@backstage/plugin-catalog-common/alpha';
import {
  UnregisterEntityDialog,
  useStarredEntity,
} from '@backstage/plugin-catalog-react';
import { useEntityPermission } from '@backstage/plugin-catalog-react/alpha';
import { ButtonIcon, Menu, MenuItem, MenuTrigger } from '@backstage/ui';
import { RiMore2Line, RiStarFill, RiStarLine } from '@remixicon/react';
import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router-dom';
import { entityPageTranslationRef } from './translation';
import styles from './EntityHeader.module.css';

/** What can be done with the catalog's entry itself. */
export function EntityActions({ entity }: { entity: Entity }) {
  const { t } = useTranslationRef(entityPageTranslationRef);
  const { isStarredEntity, toggleStarredEntity } = useStarredEntity(entity);
  const { allowed } = useEntityPermission(catalogEntityDeletePermission);
  const [unregistering, setUnregistering] = useState(false);
  const [, setSearch] = useSearchParams();
  const navigate = useNavigate();
  // The catalog's own dialog opens on this parameter; what else the address says has to stay.
  const inspect = () =>
    setSearch(search => {
      search.set('inspect', 'overview');
      return search;
    });
  return (
    <div className={styles.actions}>
      <ButtonIcon
        variant="tertiary"
        aria-label={isStarredEntity ? t('unstar') : t('star')}
        icon={isStarredEntity ? <RiStarFill /> : <RiStarLine />}
        onPress={() => toggleStarredEntity()}
      />
      <MenuTrigger>
        <ButtonIcon
          variant="tertiary"
          aria-label={t('actions')}
          icon={<RiMore2Line />}
        />
        <Menu>
          <MenuItem onAction={inspect}>{t('inspect')}</MenuItem>
          {allowed && (
            <MenuItem color="danger" onAction={() => setUnregistering(true)}>
              {t('unregister')}
            </MenuItem>
          )}
        </Menu>
      </MenuTrigger>
      <UnregisterEntityDialog
        open={unregistering}
        entity={entity}
        onConfirm={() => navigate('/catalog')}
        onClose={() => setUnregistering(false)}
      />
    </div>
  );
}
