import type { KubeObject } from '../types';
import { age, name, text, wide, type Column } from './column';
import { fieldsAt, textAt, textsAt } from './read';

const MODES: ReadonlyArray<readonly [string, string]> = [
  ['ReadWriteOnce', 'RWO'],
  ['ReadOnlyMany', 'ROX'],
  ['ReadWriteMany', 'RWX'],
  ['ReadWriteOncePod', 'RWOP'],
];

function accessModes(claim: KubeObject): string {
  const present = textsAt(claim, 'status.accessModes');
  return MODES.filter(([mode]) => present.includes(mode))
    .map(([, short]) => short)
    .join(',');
}

const isBound = (claim: KubeObject) => !!textAt(claim, 'spec.volumeName');

export const persistentVolumeClaims: Column[] = [
  name,
  text('Status', 'Phase of the claim.', object =>
    object.metadata.deletionTimestamp
      ? 'Terminating'
      : textAt(object, 'status.phase') ?? '',
  ),
  text(
    'Volume',
    'Volume behind the claim.',
    object => textAt(object, 'spec.volumeName') ?? '',
  ),
  text('Capacity', 'Size of the volume.', object =>
    isBound(object) ? textAt(object, 'status.capacity.storage') ?? '0' : '',
  ),
  text('Access Modes', 'How the volume is mounted.', object =>
    isBound(object) ? accessModes(object) : '',
  ),
  text(
    'StorageClass',
    'Storage class.',
    object => textAt(object, 'spec.storageClassName') ?? '',
  ),
  text(
    'VolumeAttributesClass',
    'Volume attributes class.',
    object => textAt(object, 'spec.volumeAttributesClassName') ?? '<unset>',
  ),
  age,
  wide(
    text(
      'VolumeMode',
      'Whether the volume holds files or blocks.',
      object => textAt(object, 'spec.volumeMode') ?? '<unset>',
    ),
  ),
];

function entries(object: KubeObject, path: string): number {
  return Object.keys(fieldsAt(object, path) ?? {}).length;
}

export const configMaps: Column[] = [
  name,
  text(
    'Data',
    'Number of entries.',
    object => entries(object, 'data') + entries(object, 'binaryData'),
  ),
  age,
];

export const secrets: Column[] = [
  name,
  text(
    'Type',
    'What the entries mean.',
    object => textAt(object, 'type') ?? '',
  ),
  text('Data', 'Number of entries.', object => entries(object, 'data')),
  age,
];
