import type { Freeze } from '@pilothouse/plugin-release-common';
import { useState } from 'react';
import { Consequences } from '../dialog/Consequences';
import { ReasonField } from '../dialog/ReasonField';
import { FreezeDialog } from './FreezeDialog';
import { useFreezeCommand } from './useFreezeCommand';
import { useFreezeWords } from './useFreezeWords';

/** Ends a freeze, with a reason. */
export function EndFreezeDialog(props: {
  freeze: Freeze;
  onClose: () => void;
}) {
  const words = useFreezeWords();
  const { t } = words;
  const { freeze, onClose } = props;
  const [reason, setReason] = useState('');
  const scope = words.scope(freeze.scope);
  const command = useFreezeCommand<string>(
    (api, why) => api.endFreeze({ freezeId: freeze.id, reason: why }),
    () => t('ended', { scope }),
  );
  return (
    <FreezeDialog
      title={t('end.title', { scope })}
      act={t('end.act')}
      blocked={reason.trim() === '' ? t('reasonMissing') : undefined}
      isPending={command.isPending}
      error={command.error}
      onClose={onClose}
      onAct={() => command.mutate(reason.trim(), { onSuccess: onClose })}
    >
      <Consequences
        texts={[
          `“${freeze.reason}”`,
          t('end.what'),
          ...(freeze.weekly ? [t('end.weekly')] : []),
        ]}
      />
      <ReasonField
        label={t('reason')}
        hint={t('reasonHint')}
        value={reason}
        isRequired
        onChange={setReason}
      />
    </FreezeDialog>
  );
}
