import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { inLanguage } from '../testUtils';
import { Sparkline } from './Sparkline';
import { TimeSeriesChart } from './TimeSeriesChart';

const MINUTE = 60_000;
const FROM = Date.parse('2026-11-21T08:00:00.000Z');
const TIMES = [0, 1, 2, 3].map(index => FROM + index * MINUTE);

function renderChart(language: 'en' | 'zh' = 'en') {
  const onSelect = jest.fn();
  renderInTestApp(
    <TimeSeriesChart
      title="Requests / min"
      times={TIMES}
      series={[
        {
          key: 'release',
          label: 'release',
          style: 'release',
          values: [10, 11, null, 13],
        },
        {
          key: 'canary',
          label: 'canary',
          style: 'canary',
          values: [1, 2, 3, 4],
        },
      ]}
      formatValue={value => `${value}/min`}
      onSelect={onSelect}
    />,
    { config: inLanguage(language) },
  );
  return onSelect;
}

describe('TimeSeriesChart', () => {
  it('says the values where the arrows are, and a gap as none', async () => {
    renderChart();
    const chart = await screen.findByRole('slider', { name: 'Requests / min' });
    expect(chart).toHaveAttribute(
      'aria-valuetext',
      expect.stringContaining('release 13/min, canary 4/min'),
    );
    chart.focus();
    await userEvent.keyboard('{ArrowLeft}');
    expect(chart).toHaveAttribute(
      'aria-valuetext',
      expect.stringContaining('release –, canary 3/min'),
    );
  });

  it('gives a stretch of time that the keyboard chose, and none that it gave up', async () => {
    const onSelect = renderChart();
    const chart = await screen.findByRole('slider', { name: 'Requests / min' });
    chart.focus();
    await userEvent.keyboard('{Shift>}{ArrowLeft}{/Shift}{Escape}{Enter}');
    expect(onSelect).not.toHaveBeenCalled();
    await userEvent.keyboard('{Shift>}{ArrowLeft}{ArrowLeft}{/Shift}{Enter}');
    expect(onSelect).toHaveBeenCalledWith({ from: TIMES[1], to: TIMES[3] });
  });

  it('has all of it in a table', async () => {
    renderChart('zh');
    await userEvent.click(
      await screen.findByRole('button', { name: '以表格显示: Requests / min' }),
    );
    const table = screen.getByRole('table', { name: 'Requests / min' });
    expect(
      within(table)
        .getAllByRole('row')
        .slice(1)
        .map(row =>
          within(row)
            .getAllByRole('cell')
            .map(c => c.textContent),
        ),
    ).toEqual([
      ['13/min', '4/min'],
      ['–', '3/min'],
      ['11/min', '2/min'],
      ['10/min', '1/min'],
    ]);
  });
});

describe('Sparkline', () => {
  it('says what it shows', async () => {
    renderInTestApp(<Sparkline values={[1, null, 3]} label="from 1 to 3" />);
    expect(
      await screen.findByRole('img', { name: 'from 1 to 3' }),
    ).toBeVisible();
  });
});
