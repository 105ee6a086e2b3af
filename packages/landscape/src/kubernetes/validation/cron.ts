const FIELDS: { most: number; least: number; names?: string[] }[] = [
  { least: 0, most: 59 },
  { least: 0, most: 23 },
  { least: 1, most: 31 },
  {
    least: 1,
    most: 12,
    names: 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' '),
  },
  { least: 0, most: 6, names: 'sun mon tue wed thu fri sat'.split(' ') },
];
const DESCRIPTORS =
  /^@(yearly|annually|monthly|weekly|daily|midnight|hourly|every \S+)$/;

function rangeError(
  text: string,
  { least, most, names }: (typeof FIELDS)[number],
): string | undefined {
  const [range, step, ...more] = text.split('/');
  const [first, last, ...rest] = range.split('-');
  if (more.length > 0) return `too many slashes: ${text}`;
  if (rest.length > 0) return `too many hyphens: ${text}`;
  const numberOf = (word: string): number => {
    const name = names?.indexOf(word.toLowerCase()) ?? -1;
    if (name >= 0) return name + least;
    return /^\d+$/.test(word) ? Number(word) : NaN;
  };
  const isAny = range === '*' || range === '?';
  const start = isAny ? least : numberOf(first);
  const single = last === undefined ? start : numberOf(last);
  const end = isAny ? most : single;
  for (const [word, value] of [
    [first, start],
    [last ?? first, end],
  ] as const)
    if (Number.isNaN(value))
      return `failed to parse int from ${word}: strconv.Atoi: parsing ${JSON.stringify(
        word,
      )}: invalid syntax`;
  if (start < least)
    return `beginning of range (${start}) below minimum (${least}): ${text}`;
  if (end > most)
    return `end of range (${end}) above maximum (${most}): ${text}`;
  if (start > end)
    return `beginning of range (${start}) beyond end of range (${end}): ${text}`;
  if (step === '0') return `step of range should be a positive number: ${text}`;
  return undefined;
}

/** What is wrong with the schedule of a CronJob. */
export function cronErrors(schedule: string): string[] {
  if (/TZ=/.test(schedule))
    return ['cannot use TZ or CRON_TZ in schedule, use timeZone field instead'];
  if (schedule.startsWith('@'))
    return DESCRIPTORS.test(schedule)
      ? []
      : [`unrecognized descriptor: ${schedule}`];
  const fields = schedule.trim().split(/\s+/);
  if (fields.length !== FIELDS.length)
    return [
      `expected exactly 5 fields, found ${fields.length}: [${fields.join(
        ' ',
      )}]`,
    ];
  for (const [index, field] of fields.entries())
    for (const part of field.split(',')) {
      const error = rangeError(part, FIELDS[index]);
      if (error) return [error];
    }
  return [];
}
