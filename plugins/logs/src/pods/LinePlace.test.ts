import { LinePlace } from './LinePlace';

const at = (second: number, fraction = '') =>
  `2026-11-21T12:00:0${second}${fraction}Z`;
const read = (place: LinePlace, ...times: (string | undefined)[]) =>
  times.map(time => place.take(time));
const NEW = { isNew: true, afterGap: false };
const KNOWN = { isNew: false, afterGap: false };
const AFTER_GAP = { isNew: true, afterGap: true };

describe('the place in a log', () => {
  it('is after the last line that was read, to the nanosecond', () => {
    const place = new LinePlace();
    expect(read(place, at(1), at(2, '.000000001'))).toEqual([NEW, NEW]);
    place.again();
    expect(
      read(
        place,
        at(1),
        undefined,
        at(2, '.000000001'),
        at(2, '.000000002'),
        undefined,
        at(2, '.000000002'),
      ),
    ).toEqual([KNOWN, KNOWN, KNOWN, NEW, NEW, NEW]);
  });

  it('has a gap behind it where no line that was read comes again', () => {
    const place = new LinePlace();
    read(place, at(1));
    place.again();
    expect(read(place, at(5), at(6))).toEqual([AFTER_GAP, NEW]);
    place.again();
    expect(read(place, at(6), at(7))).toEqual([KNOWN, NEW]);
  });

  it('is the beginning where nothing was read', () => {
    const place = new LinePlace();
    place.again();
    expect(read(place, at(5))).toEqual([NEW]);
  });
});
