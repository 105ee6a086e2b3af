import { SYSTEMS } from '../../world/company';
import type { Group } from '../model';

/** The groups of the company's systems, and those that belong to no system. */
export function companyGroups(createdAt: number): Group[] {
  const groups = [
    ...SYSTEMS.map(({ name, title, description }) => ({
      path: name,
      name: title.en,
      description: `${description.en} · ${description.zh}`,
    })),
    {
      path: 'platform',
      name: 'Platform',
      description: 'What every team builds on · 各团队的公共基础',
    },
    {
      path: 'legacy',
      name: 'Legacy',
      description: 'From before the portal · 门户之前的项目',
    },
  ];
  return groups.map((group, index) => ({
    ...group,
    id: 11 + index,
    visibility: 'internal',
    createdAt,
  }));
}
