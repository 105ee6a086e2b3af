import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Menu, MenuItem, MenuTrigger } from '@backstage/ui';
import type { LinkSubject } from '@pilothouse/plugin-links-common';
import { RiArrowDownSLine, RiExternalLinkLine } from '@remixicon/react';
import { useState } from 'react';
import { LinkButton } from '../controls/LinkButton';
import { PilothouseQueryProvider } from '../query/PilothouseQueryProvider';
import { useLanguage } from '../time/language';
import { pilothouseReactTranslationRef } from '../translation/ref';
import { isInside, titleOf } from './linkText';
import { useLinks } from './useLinks';
import styles from './Links.module.css';

export interface LinkMenuProps {
  subject: LinkSubject;
  /** What the links are about: a table has many menus. */
  about: string;
  /** `small` is as high as a word, for rows. */
  size?: 'small' | 'normal';
}

/** The links for something, behind a button; they are asked for when it is opened. */
export function LinkMenu(props: LinkMenuProps) {
  return (
    <PilothouseQueryProvider>
      <Links {...props} />
    </PilothouseQueryProvider>
  );
}

function Links(props: LinkMenuProps) {
  const { t } = useTranslationRef(pilothouseReactTranslationRef);
  const [isOpen, setOpen] = useState(false);
  const [wasOpened, setOpened] = useState(false);
  const label = t('links.of', { about: props.about });
  const isSmall = props.size === 'small';
  // A table has hundreds of them, and few are ever opened.
  if (isSmall && !wasOpened) {
    return (
      <LinkButton
        label={label}
        opensMenu
        onPress={() => {
          setOpened(true);
          setOpen(true);
        }}
      >
        {t('links.open')}
      </LinkButton>
    );
  }
  return (
    <MenuTrigger isOpen={isOpen} onOpenChange={setOpen}>
      {isSmall ? (
        <Button
          variant="tertiary"
          size="small"
          className={styles.small}
          aria-label={label}
        >
          {t('links.open')}
        </Button>
      ) : (
        <Button
          variant="secondary"
          size="small"
          iconEnd={<RiArrowDownSLine />}
          aria-label={label}
        >
          {t('links.open')}
        </Button>
      )}
      {/* Closed, its items would be taken for those of what is around it. */}
      {isOpen && <Items subject={props.subject} label={label} />}
    </MenuTrigger>
  );
}

function Items({ subject, label }: { subject: LinkSubject; label: string }) {
  const { t } = useTranslationRef(pilothouseReactTranslationRef);
  const language = useLanguage();
  const { links, isPending, isPartial } = useLinks(subject);
  return (
    <Menu aria-label={label}>
      {links.map(link => (
        <MenuItem
          key={link.id}
          href={link.url}
          {...(!isInside(link) && {
            target: '_blank',
            rel: 'noopener noreferrer',
            iconStart: <RiExternalLinkLine aria-hidden />,
          })}
        >
          {titleOf(link, language)}
        </MenuItem>
      ))}
      {links.length === 0 && !isPartial && (
        <MenuItem isDisabled>
          {isPending ? t('loading') : t('links.none')}
        </MenuItem>
      )}
      {isPartial && <MenuItem isDisabled>{t('links.partial')}</MenuItem>}
    </Menu>
  );
}
