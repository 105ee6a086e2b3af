import { holdRows } from './useSteadyRows';

const here = (...rows: string[]) => rows.map(row => ({ row, gone: false }));
const hold = (before: ReturnType<typeof here>, present: string[]) =>
  holdRows(before, present, row => row[0]);

describe('holdRows', () => {
  it('puts new values into the places of the old ones', () => {
    expect(hold(here('a1', 'b1', 'c1'), ['c2', 'a2', 'b2'])).toEqual(
      here('a2', 'b2', 'c2'),
    );
  });

  it('adds new rows at the end, in their order', () => {
    expect(hold(here('a', 'b'), ['x', 'b', 'y', 'a'])).toEqual(
      here('a', 'b', 'x', 'y'),
    );
  });

  it('marks what is gone, and takes it back', () => {
    const gone = hold(here('a1', 'b1'), ['b2']);
    expect(gone).toEqual([
      { row: 'a1', gone: true },
      { row: 'b2', gone: false },
    ]);
    expect(hold(gone, ['b3', 'a3'])).toEqual(here('a3', 'b3'));
  });
});
