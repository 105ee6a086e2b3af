import { Radio, RadioGroup, Select } from '@backstage/ui';
import type { FreezeScope } from '@pilothouse/plugin-release-common';
import { useState } from 'react';
import { Consequences } from '../dialog/Consequences';
import { ReasonField } from '../dialog/ReasonField';
import { useScopeOptions } from '../fields';
import { FreezeDialog } from './FreezeDialog';
import { useFreezeCommand } from './useFreezeCommand';
import { useFreezeWords } from './useFreezeWords';
import styles from './FreezesPage.module.css';

/** Stands for all environments. */
const EVERYWHERE = '*';

/** Stops everything in an environment, or of a system, at once: first what and why, then once more. */
export function StopLineDialog({ onClose }: { onClose: () => void }) {
  const words = useFreezeWords();
  const { t } = words;
  const options = useScopeOptions();
  const [kind, setKind] = useState<'environment' | 'system'>('environment');
  const [environment, setEnvironment] = useState<string>();
  const [system, setSystem] = useState<string>();
  const [where, setWhere] = useState(EVERYWHERE);
  const [reason, setReason] = useState('');
  const [confirming, setConfirming] = useState(false);
  const scope = scopeOf();
  const name = scope ? words.scope(scope) : '';
  const command = useFreezeCommand<FreezeScope>(
    (api, of) =>
      api.createFreeze({ kind: 'stop', scope: of, reason: reason.trim() }),
    of => t('stop.done', { scope: words.scope(of) }),
  );
  const frame = {
    isPending: command.isPending,
    error: command.error,
    onClose,
    blocked: blockedBy(),
  };

  if (confirming && scope) {
    return (
      <FreezeDialog
        {...frame}
        title={t('stop.confirmTitle', { scope: name })}
        act={t('stop.act')}
        destructive
        other={{ label: t('stop.back'), onPress: () => setConfirming(false) }}
        onAct={() => command.mutate(scope, { onSuccess: onClose })}
      >
        <Consequences
          texts={[
            t('stop.holds', { scope: name }),
            t('stop.passes'),
            t('stop.ends'),
            `“${reason.trim()}”`,
          ]}
        />
      </FreezeDialog>
    );
  }
  return (
    <FreezeDialog
      {...frame}
      title={t('stop.title')}
      act={t('stop.next')}
      onAct={() => setConfirming(true)}
    >
      <RadioGroup
        label={t('stop.scopeKind')}
        orientation="horizontal"
        value={kind}
        onChange={value => setKind(value === 'system' ? value : 'environment')}
      >
        <Radio value="environment">{t('stop.environment')}</Radio>
        <Radio value="system">{t('stop.system')}</Radio>
      </RadioGroup>
      {kind === 'environment' ? (
        <Select
          label={t('stop.environment')}
          placeholder={t('stop.choose')}
          options={options.environments.map(asOption)}
          selectedKey={environment ?? null}
          onSelectionChange={key => setEnvironment(`${key}`)}
        />
      ) : (
        <div className={styles.pair}>
          <Select
            label={t('stop.system')}
            placeholder={t('stop.choose')}
            options={options.systems}
            selectedKey={system ?? null}
            onSelectionChange={key => setSystem(`${key}`)}
          />
          <Select
            label={t('stop.onEnvironment')}
            options={[
              { value: EVERYWHERE, label: t('stop.everywhere') },
              ...options.environments.map(asOption),
            ]}
            selectedKey={where}
            onSelectionChange={key => setWhere(`${key}`)}
          />
        </div>
      )}
      <ReasonField
        label={t('reason')}
        hint={t('reasonHint')}
        value={reason}
        isRequired
        onChange={setReason}
      />
    </FreezeDialog>
  );

  function scopeOf(): FreezeScope | undefined {
    if (kind === 'environment') {
      return environment === undefined
        ? undefined
        : { environments: [environment] };
    }
    if (system === undefined) return undefined;
    return {
      systems: [system],
      ...(where !== EVERYWHERE && { environments: [where] }),
    };
  }

  function blockedBy(): string | undefined {
    if (!scope) return t('stop.choose');
    return reason.trim() === '' ? t('reasonMissing') : undefined;
  }
}

function asOption(value: string) {
  return { value, label: value };
}
