import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import { pilothouseReactTranslationRef } from '../translation/ref';
import { EmptyState } from './EmptyState';
import { ForbiddenState } from './ForbiddenState';
import { HostileText } from './HostileText';
import { messageOf } from './messageOf';
import { statusOf } from './statusOf';
import styles from './States.module.css';

export interface ErrorStateProps {
  error: unknown;
  onRetry?: () => void;
}

/** Something could not be loaded: why, as far as a reader can use it, and a way to try again. 403 is a forbidden state. */
export function ErrorState(props: ErrorStateProps) {
  const { t } = useTranslationRef(pilothouseReactTranslationRef);
  const { error, onRetry } = props;
  const status = statusOf(error);
  if (status === 403) return <ForbiddenState />;
  const message = messageOf(error);
  return (
    <div role="alert">
      <EmptyState
        title={t('error.title')}
        hint={
          <>
            {hintOf(status)}
            {message && (
              <span className={styles.detail}>
                <HostileText value={message} max={400} />
              </span>
            )}
          </>
        }
        action={
          onRetry && (
            <Button variant="secondary" onPress={onRetry}>
              {t('error.retry')}
            </Button>
          )
        }
      />
    </div>
  );

  function hintOf(code: number | undefined): string | undefined {
    if (code === 400) return t('error.badRequest');
    if (code === 401) return t('error.signedOut');
    if (code === 404) return t('error.notFound');
    if (code === 429) return t('error.tooMany');
    if (code === 503 || code === 504) {
      return t('error.unavailable', { status: `${code}` });
    }
    if (code !== undefined) return t('error.server', { status: `${code}` });
    // Browsers give a TypeError for a request that got no answer.
    return error instanceof TypeError ? t('error.unreachable') : undefined;
  }
}
