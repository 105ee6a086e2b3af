import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import { inLanguage } from '../testUtils';
import { RoleChip } from './RoleChip';
import { StateSign } from './StateSign';
import { TrafficBar } from './TrafficBar';
import { VersionMark } from './VersionMark';

describe('signs', () => {
  it('say in words what they show, in English', async () => {
    renderInTestApp(
      <>
        <StateSign kind="failed" />
        <StateSign kind="moving">Canary, step 2 of 4</StateSign>
        <StateSign kind="unknown" compact />
        <RoleChip role="canary" />
        <TrafficBar canaryShare={0.25} />
        <TrafficBar canaryShare={undefined} />
      </>,
      { config: inLanguage('en') },
    );
    expect(await screen.findByText('Failed')).toBeVisible();
    expect(screen.getByText('Canary, step 2 of 4')).toBeVisible();
    expect(screen.getByText('Unknown')).toBeInTheDocument();
    expect(screen.getByText('canary')).toBeVisible();
    expect(
      screen.getByRole('img', {
        name: 'Traffic (est.): release 75%, canary 25%',
      }),
    ).toBeVisible();
    expect(
      screen.getByRole('img', { name: 'Nothing is ready to take traffic' }),
    ).toBeEmptyDOMElement();
  });

  it('say it in Chinese', async () => {
    renderInTestApp(
      <>
        <StateSign kind="healthy" />
        <RoleChip role="release" />
        <TrafficBar canaryShare={7} />
      </>,
      { config: inLanguage('zh') },
    );
    expect(await screen.findByText('健康')).toBeVisible();
    expect(screen.getByText('正式版')).toBeVisible();
    expect(
      screen.getByRole('img', {
        name: '流量占比（估）：正式版 0%，金丝雀 100%',
      }),
    ).toBeVisible();
  });

  it('keep the colour of a letter, and cut a version that is no version', async () => {
    renderInTestApp(
      <>
        <VersionMark letter="A" version="1.4.0" />
        <VersionMark letter="I" version="1.5.0" />
        <VersionMark version="2.0.0" />
        <VersionMark letter="B" version={'9'.repeat(500)} size="small" />
      </>,
    );
    const hue = async (letter: string) =>
      (await screen.findByText(letter)).dataset.hue;
    expect(await hue('A')).toBe('0');
    // Eight colours, so the ninth letter is the first colour again.
    expect(await hue('I')).toBe('0');
    expect(await hue('B')).toBe('1');
    // What runs nowhere has no letter, and so no colour.
    expect(screen.getByTitle('2.0.0')).toHaveTextContent(/^2\.0\.0$/);
    expect(screen.getByText('9'.repeat(24))).toBeVisible();
    expect(screen.getByTitle('476 more characters')).toBeVisible();
    expect(screen.getByTitle('1.4.0')).toBeVisible();
  });
});
