import { revealedText, LinkButton } from '@pilothouse/pilothouse-react';
import type { TraceAddressState } from '../address/useTraceAddress';
import { placeName, type Place } from '../model/places';
import parts from '../parts/parts.module.css';
import { useSkywalkingTranslation } from '../words/useSkywalkingTranslation';
import styles from './TracesTab.module.css';

export interface AddressNoticesProps {
  state: TraceAddressState;
  /** The one that is shown. */
  shown: Place;
}

/** What in the address could not be followed. */
export function AddressNotices(props: AddressNoticesProps) {
  const { t } = useSkywalkingTranslation();
  const { state, shown } = props;
  const { address, dropped, set } = state;
  const { environment: asked, at } = address;
  const isElsewhere =
    (asked !== undefined && asked !== shown.environment) ||
    (at !== undefined && shown.instance !== undefined && at !== shown.instance);
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
            environment: revealedText(
              placeName({ environment: asked ?? '', instance: at }),
              80,
            ),
            shown: placeName(shown),
          })}
          <LinkButton
            onPress={() => set({ environment: undefined, at: undefined })}
          >
            {t('notice.clear')}
          </LinkButton>
        </p>
      )}
    </div>
  );
}
