import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { PageHead, useNow } from '@pilothouse/pilothouse-react';
import { partOfDay } from './partOfDay';
import { homePageTranslationRef } from './translation';
import { usePerson } from './usePerson';

const QUARTER_MS = 15 * 60_000;

/** The head of the home page: a greeting for the time of day, and the teams one works for. */
export function Greeting() {
  const { t } = useTranslationRef(homePageTranslationRef);
  const person = usePerson();
  const part = partOfDay(new Date(useNow(QUARTER_MS)).getHours());
  return (
    <PageHead
      title={
        person?.name
          ? t(`greeting.${part}`, { name: person.name })
          : t('welcome')
      }
      subtitle={
        <>
          {person?.groups.map(ref => (
            <EntityRefLink key={ref} entityRef={ref} hideIcon />
          ))}
          {person?.groups.length === 0 && t('noTeam')}
        </>
      }
    />
  );
}
