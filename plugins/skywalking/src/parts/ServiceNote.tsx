import {
  EmptyState,
  HostileText,
  revealedText,
} from '@pilothouse/pilothouse-react';
import type { SkywalkingService } from '@pilothouse/plugin-skywalking-common';
import { Button } from '@backstage/ui';
import { problemText } from '../words/problemText';
import { useSkywalkingTranslation } from '../words/useSkywalkingTranslation';

export interface ServiceNoteProps {
  service: SkywalkingService;
  environment: string;
  onRetry(): void;
}

/** Why there is nothing to show of a service: it is not there, not answered for, or not this entity's. */
export function ServiceNote(props: ServiceNoteProps) {
  const { t } = useSkywalkingTranslation();
  const { service, environment, onRetry } = props;
  const name = revealedText(service.name, 120);
  if (service.status === 'absent') {
    return (
      <EmptyState
        title={t('absent.title', { service: name, environment })}
        hint={t('absent.hint')}
      />
    );
  }
  if (service.status === 'refused') {
    return (
      <EmptyState
        title={t('refused.title', { service: name })}
        hint={
          service.problem?.code === 'claimed-by-others'
            ? t('refused.claimed')
            : t('refused.other')
        }
      />
    );
  }
  return (
    <div role="alert">
      <EmptyState
        title={t('away.title', { environment })}
        hint={
          <>
            {service.problem && (
              <HostileText value={`${problemText(t, service.problem)} `} />
            )}
            {t('away.hint')}
          </>
        }
        action={
          <Button size="small" variant="secondary" onPress={onRetry}>
            {t('away.retry')}
          </Button>
        }
      />
    </div>
  );
}
