/** What a side calls things that every cluster names for itself. */
export interface OwnNames {
  nodes: string[];
  zones: string[];
  /** Address of the API server, as in the kubeconfig. */
  server: string;
}

// The alphabet of generated names has no vowels, so that no words come about by chance.
const GENERATED = '[bcdfghjklmnpqrstvwxz2456789]';

const RULES: [RegExp, string][] = [
  // What kubectl logs of its own connections when a watch is cut short.
  [/^[IWE]\d{4} \d\d:\d\d:\d\d\.\d+ .*\n/gm, ''],
  [/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '<uid>'],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)/g, '<time>'],
  [/\b\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4} UTC/g, '<time>'],
  [/\b\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d [+-]\d{4}/g, '<time>'],
  [/\b(resource ?version\\*"?[:=] *\\*"?)\d+/gi, '$1<version>'],
  [
    /(?<=\b(version to be \d+, was|version: (\d+|<version>), current:) )\d+/g,
    '<version>',
  ],
  // Where etcd keeps an object.
  [/(?<=\bKey: )\/\S+(?=,)/g, '<key>'],
  [/\b(\d{1,3}\.){3}\d{1,3}\b/g, '<ip>'],
  // Names of events: the object's name and the time in nanoseconds.
  [/\.[0-9a-f]{16}\b/g, '.<event>'],
  // ReplicaSets and their pods; then other pods, EndpointSlices and everything with a generateName.
  [
    new RegExp(`-${GENERATED}{8,10}(-${GENERATED}{5})?(?!\\w|-\\w)`, 'g'),
    '-<hash>',
  ],
  [new RegExp(`-${GENERATED}{5}(?![\\w-])`, 'g'), '-<id>'],
  [
    new RegExp(`(pod-template-hash"?[=:] *"?)${GENERATED}{8,10}\\b`, 'g'),
    '$1<hash>',
  ],
  // Node ports.
  [/\b3[0-2]\d{3}(?=\/(TCP|UDP))|(?<=nodePort"?: *)3[0-2]\d{3}\b/g, '<port>'],
  // Ages: `5s`, `3m12s`, `2d4h`; but `100m` of CPU is an amount.
  [/(?<![\w.:/-])(?<!cpu"?[:=]? *"?)\d+[smhdy](\d+[smhd])?(?![\w-])/g, '<age>'],
];

/**
 * Takes out of an output what differs between any two clusters, and evens out the columns, whose widths follow from
 * it. Two control planes that behave alike then print the same.
 */
export function normalize(output: string, own: OwnNames): string {
  let text = output.replaceAll(own.server, '<server>');
  for (const node of own.nodes) text = text.replaceAll(node, '<node>');
  for (const zone of own.zones) text = text.replaceAll(zone, '<zone>');
  for (const [pattern, replacement] of RULES) {
    text = text.replace(pattern, replacement);
  }
  return inOrder(text)
    .split('\n')
    .map(line => line.trimEnd().replace(/(?<=\S) {2,}/g, '  '))
    .join('\n');
}

/** Which condition of an object comes first is an accident: controllers write them as they come to them. */
function inOrder(text: string): string {
  return text.replace(
    /^( *)conditions:\n((?:\1- .*\n(?:\1 {2}.*\n)*)+)/gm,
    (_, indent: string, list: string) => {
      const items = list.split(new RegExp(`^(?=${indent}- )`, 'm'));
      return `${indent}conditions:\n${items.sort().join('')}`;
    },
  );
}
