import {
  useApiHolder,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { VisuallyHidden } from '@backstage/ui';
import { PilothouseQueryProvider } from '@pilothouse/pilothouse-react';
import { rolloutApiRef, useWaitingRollouts } from '@pilothouse/plugin-release';
import { layoutTranslationRef } from './translation';
import styles from './Nav.module.css';

/** How many rollouts wait for the reader; nothing where none do, or where nobody knows of rollouts. */
export function WaitingCount() {
  const isKnown = useApiHolder().get(rolloutApiRef) !== undefined;
  return isKnown ? (
    <PilothouseQueryProvider>
      <Count />
    </PilothouseQueryProvider>
  ) : null;
}

function Count() {
  const { t } = useTranslationRef(layoutTranslationRef);
  const { data } = useWaitingRollouts();
  const count = data?.rollouts.length ?? 0;
  if (!data || count === 0) return null;
  // There are more than are counted.
  const shown = data.cursor === undefined ? `${count}` : `${count}+`;
  return (
    <span className={styles.count}>
      {/* Apart from the name of the page where they are read out as one. */}{' '}
      <span aria-hidden="true">{shown}</span>
      <VisuallyHidden>{t('nav.waiting', { number: shown })}</VisuallyHidden>
    </span>
  );
}
