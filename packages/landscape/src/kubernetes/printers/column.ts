import type { Json, KubeObject } from '../types';
import { since } from './duration';

/** A column as `meta.k8s.io/v1` Tables define it. */
export interface ColumnDefinition {
  name: string;
  type: 'string' | 'integer' | 'boolean' | 'date';
  format: string;
  description: string;
  /** 0 is always shown, 1 only with `--output wide`. */
  priority: number;
}

/** A column and how its cell is made, side by side, so that the two cannot part. */
export interface Column extends ColumnDefinition {
  /** `now` in milliseconds since the epoch: ages are words, made on the server. */
  cell: (object: KubeObject, now: number) => Json;
}

type Cell = Column['cell'];

/** A column of text that is always shown. */
export function text(name: string, description: string, cell: Cell): Column {
  return { name, type: 'string', format: '', description, priority: 0, cell };
}

/** A column of whole numbers that is always shown. */
export function integer(name: string, description: string, cell: Cell): Column {
  return { ...text(name, description, cell), type: 'integer' };
}

/** The same column, shown with `--output wide` only. */
export function wide(column: Column): Column {
  return { ...column, priority: 1 };
}

/** The first column of nearly every kind. */
export const name: Column = {
  ...text('Name', 'Name of the object.', object => object.metadata.name),
  format: 'name',
};

const CREATED = 'Time at which the server made the object.';

/** How long ago the object was made. */
export const age: Column = text('Age', CREATED, (object, now) =>
  since(object.metadata.creationTimestamp, now),
);

/** The second column of kinds for which the server has no printer of their own. */
export const createdAt: Column = {
  ...text('Created At', CREATED, object => object.metadata.creationTimestamp),
  type: 'date',
};
