import {
  Checkbox,
  CheckboxGroup,
  Radio,
  RadioGroup,
  Select,
} from '@backstage/ui';
import { useState } from 'react';
import { ReasonField } from '../dialog/ReasonField';
import { useScopeOptions } from '../fields';
import { FreezeDialog } from './FreezeDialog';
import { draftProblem, emptyDraft, requestOf } from './model/draft';
import type { DraftProblem, FreezeDraft } from './model/draft';
import { useFreezeCommand } from './useFreezeCommand';
import { useFreezeWords } from './useFreezeWords';
import { WindowFields } from './WindowFields';

/** Makes a freeze, once or every week. */
export function CreateFreezeDialog({ onClose }: { onClose: () => void }) {
  const words = useFreezeWords();
  const { t } = words;
  const options = useScopeOptions();
  const [draft, setDraft] = useState<FreezeDraft>(emptyDraft);
  const change = (part: Partial<FreezeDraft>) =>
    setDraft(before => ({ ...before, ...part }));
  const command = useFreezeCommand<ReturnType<typeof requestOf>>(
    (api, request) => api.createFreeze(request),
    ({ scope }) => t('create.done', { scope: words.scope(scope) }),
  );
  const problem = draftProblem(draft);
  const problems: Record<DraftProblem, string> = {
    'from-missing': t('create.fromMissing'),
    order: t('create.order'),
    same: t('create.same'),
    time: t('create.time'),
    zone: t('create.zoneWrong'),
    reason: t('reasonMissing'),
  };
  return (
    <FreezeDialog
      title={t('create.title')}
      act={t('create.act')}
      blocked={problem && problems[problem]}
      isPending={command.isPending}
      error={command.error}
      onClose={onClose}
      onAct={() => command.mutate(requestOf(draft), { onSuccess: onClose })}
    >
      <RadioGroup
        label={t('create.kind')}
        orientation="horizontal"
        value={draft.kind}
        onChange={kind =>
          change({ kind: kind === 'weekly' ? 'weekly' : 'range' })
        }
      >
        <Radio value="range">{t('create.range')}</Radio>
        <Radio value="weekly">{t('create.weekly')}</Radio>
      </RadioGroup>
      <WindowFields draft={draft} onChange={change} />
      <CheckboxGroup
        label={t('create.environments')}
        description={t('create.environmentsHint')}
        orientation="horizontal"
        value={draft.environments}
        onChange={environments => change({ environments })}
      >
        {options.environments.map(name => (
          <Checkbox key={name} value={name}>
            {name}
          </Checkbox>
        ))}
      </CheckboxGroup>
      <Select
        label={t('create.systems')}
        description={t('create.systemsHint')}
        placeholder={t('create.allSystems')}
        selectionMode="multiple"
        options={options.systems}
        value={draft.systems}
        onChange={keys => change({ systems: keys.map(String) })}
      />
      <ReasonField
        label={t('reason')}
        hint={t('reasonHint')}
        value={draft.reason}
        isRequired
        onChange={reason => change({ reason })}
      />
    </FreezeDialog>
  );
}
