import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Skeleton, VisuallyHidden } from '@backstage/ui';
import { pilothouseReactTranslationRef } from '../translation/ref';
import styles from './States.module.css';

export interface LoadingStateProps {
  /** How many grey lines stand for what will be there; 3 when missing. */
  rows?: number;
}

/** Something comes: as many grey lines as it will have, so that little moves when it is there. */
export function LoadingState(props: LoadingStateProps) {
  const { t } = useTranslationRef(pilothouseReactTranslationRef);
  return (
    <div className={styles.state} role="status">
      <VisuallyHidden>{t('loading')}</VisuallyHidden>
      <div className={styles.bars} aria-hidden="true">
        {Array.from({ length: props.rows ?? 3 }, (_, index) => (
          <Skeleton key={index} height={16} width={`${90 - index * 12}%`} />
        ))}
      </div>
    </div>
  );
}
