import { WORDS } from './words.js';

/** What all parts of the page share. */
export const state = {
  language: navigator.language.startsWith('zh') ? 'zh' : 'en',
  services: [],
  /** The target whose pods are shown. */
  chosen: undefined,
};

/** A text in the present language, with values filled in. */
export function say(key, values = {}) {
  const text = WORDS[state.language][key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** What people call a target: its cluster on prod, its environment before. */
export function targetName({ environment, cluster }) {
  return environment === 'prod' ? cluster : environment;
}

export function isChosen(service, target) {
  const { chosen } = state;
  return (
    chosen?.service === service.name &&
    chosen.cluster === target.cluster &&
    chosen.namespace === target.namespace
  );
}
