import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ReactNode } from 'react';
import { pilothouseReactTranslationRef } from '../translation/ref';
import { EmptyState } from './EmptyState';

export interface ForbiddenStateProps {
  title?: ReactNode;
  /** Whom to ask. */
  hint?: ReactNode;
}

/** The person may not see this. */
export function ForbiddenState(props: ForbiddenStateProps) {
  const { t } = useTranslationRef(pilothouseReactTranslationRef);
  return (
    <EmptyState
      title={props.title ?? t('forbidden.title')}
      hint={props.hint ?? t('forbidden.hint')}
    />
  );
}
