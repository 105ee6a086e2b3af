import { ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import { useSkywalkingTranslation } from '../words/useSkywalkingTranslation';

export interface EnvironmentChoiceProps {
  environments: readonly string[];
  chosen: string | undefined;
  onChoose(environment: string): void;
}

/** Of which environment the numbers are. */
export function EnvironmentChoice(props: EnvironmentChoiceProps) {
  const { t } = useSkywalkingTranslation();
  const { environments, chosen, onChoose } = props;
  if (environments.length < 2) return null;
  return (
    <ToggleButtonGroup
      aria-label={t('environment')}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={chosen === undefined ? [] : [chosen]}
      onSelectionChange={keys => {
        const [key] = keys;
        if (typeof key === 'string') onChoose(key);
      }}
    >
      {environments.map(name => (
        <ToggleButton key={name} id={name} size="small">
          {name}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
