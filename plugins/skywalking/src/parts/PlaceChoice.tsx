import { ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import { placeName, type Place } from '../model/places';
import { useSkywalkingTranslation } from '../words/useSkywalkingTranslation';

export interface PlaceChoiceProps {
  places: readonly Place[];
  chosen: Place | undefined;
  onChoose(place: Place): void;
}

/** Of which environment, and of which SkyWalking of it, the numbers are. */
export function PlaceChoice(props: PlaceChoiceProps) {
  const { t } = useSkywalkingTranslation();
  const { places, chosen, onChoose } = props;
  if (places.length < 2) return null;
  return (
    <ToggleButtonGroup
      aria-label={t('environment')}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={chosen === undefined ? [] : [placeName(chosen)]}
      onSelectionChange={keys => {
        const [key] = keys;
        const next = places.find(place => placeName(place) === key);
        if (next) onChoose(next);
      }}
    >
      {places.map(placeName).map(name => (
        <ToggleButton key={name} id={name} size="small">
          {name}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
