import type { Platform } from '../../world/service';
import type { FileChange } from '../git/commit-files';

/** A change that came to the default branch by a merge request, and with it a version. */
export interface Chapter {
  /** Milliseconds since the epoch. */
  at: number;
  by: string;
  title: string;
  version: string;
  changes: FileChange[];
}

/** Work that is not merged yet. */
export interface OpenWork {
  branch: string;
  at: number;
  by: string;
  title: string;
  description: string;
  changes: FileChange[];
  /** How its tests ended. */
  tests: 'success' | 'failed';
}

/** All that a project of the company has been through, before anybody looked. */
export interface ProjectStory {
  group: string;
  path: string;
  description: string;
  topics: string[];
  platform: Platform;
  /** By whom it was begun, and when. */
  by: string;
  begunAt: number;
  files: FileChange[];
  chapters: Chapter[];
  open: OpenWork[];
}
