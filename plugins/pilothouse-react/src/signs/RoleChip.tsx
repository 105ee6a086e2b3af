import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { pilothouseReactTranslationRef } from '../translation/ref';
import { Chip } from './Chip';

/** Which of the two Deployments of a workload something belongs to. */
export function RoleChip(props: { role: 'release' | 'canary' }) {
  const { t } = useTranslationRef(pilothouseReactTranslationRef);
  return <Chip tone={props.role}>{t(`role.${props.role}`)}</Chip>;
}
