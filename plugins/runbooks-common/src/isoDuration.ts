/** One part of a duration, such as 30 minutes. */
export interface DurationPart {
  value: number;
  unit: 'months' | 'weeks' | 'days' | 'hours' | 'minutes';
}

const PATTERN =
  /^P(?:(?<months>\d+)M)?(?:(?<weeks>\d+)W)?(?:(?<days>\d+)D)?(?:T(?:(?<hours>\d+)H)?(?:(?<minutes>\d+)M)?)?$/;
const UNITS = ['months', 'weeks', 'days', 'hours', 'minutes'] as const;

/** The parts of an ISO 8601 duration as front matter has it, for a screen: `P1DT2H` is 1 day and 2 hours. */
export function durationParts(iso: string): DurationPart[] {
  const groups = PATTERN.exec(iso)?.groups;
  return UNITS.flatMap(unit => {
    const value = Number(groups?.[unit] ?? 0);
    return value > 0 ? [{ value, unit }] : [];
  });
}
