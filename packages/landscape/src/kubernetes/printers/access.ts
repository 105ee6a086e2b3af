import type { KubeObject } from '../types';
import { age, name, text, wide, type Column } from './column';
import { listAt, textAt } from './read';

function subjects(binding: KubeObject, kind: string): string {
  return listAt(binding, 'subjects')
    .filter(subject => subject.kind === kind)
    .map(subject => {
      const own = textAt(subject, 'name') ?? '';
      return kind === 'ServiceAccount'
        ? `${textAt(subject, 'namespace') ?? ''}/${own}`
        : own;
    })
    .join(', ');
}

function subjectColumn(columnName: string, kind: string): Column {
  return wide(
    text(columnName, `${columnName} to whom the role is given.`, object =>
      subjects(object, kind),
    ),
  );
}

/** RoleBindings and ClusterRoleBindings. */
export const roleBindings: Column[] = [
  name,
  text('Role', 'The role that is given.', object =>
    ['roleRef.kind', 'roleRef.name']
      .map(path => textAt(object, path) ?? '')
      .join('/'),
  ),
  age,
  subjectColumn('Users', 'User'),
  subjectColumn('Groups', 'Group'),
  subjectColumn('ServiceAccounts', 'ServiceAccount'),
];
