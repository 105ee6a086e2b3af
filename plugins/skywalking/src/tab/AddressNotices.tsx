import { revealedText, LinkButton } from '@pilothouse/pilothouse-react';
import type { TraceAddressState } from '../address/useTraceAddress';
import parts from '../parts/parts.module.css';
import { useSkywalkingTranslation } from '../words/useSkywalkingTranslation';
import styles from './TracesTab.module.css';

export interface AddressNoticesProps {
  state: TraceAddressState;
  /** The one that is shown. */
  environment: string;
  environments: readonly string[];
}

/** What in the address could not be followed. */
export function AddressNotices(props: AddressNoticesProps) {
  const { t } = useSkywalkingTranslation();
  const { state, environment, environments } = props;
  const { address, dropped, set } = state;
  const asked = address.environment;
  const isElsewhere = asked !== undefined && !environments.includes(asked);
  if (dropped.length === 0 && !isElsewhere) return null;
  return (
    <div className={styles.notices} role="status">
      {dropped.length > 0 && (
        <p className={parts.notice}>
          {t('notice.dropped', { names: dropped.join(', ') })}
          {/* Writing the address again leaves out what it does not know. */}
          <LinkButton onPress={() => set({})}>{t('notice.clear')}</LinkButton>
        </p>
      )}
      {isElsewhere && (
        <p className={parts.notice}>
          {t('notice.environment', {
            environment: revealedText(asked, 80),
            shown: environment,
          })}
          <LinkButton onPress={() => set({ environment: undefined })}>
            {t('notice.clear')}
          </LinkButton>
        </p>
      )}
    </div>
  );
}
