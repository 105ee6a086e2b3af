import { DownloadShares } from './DownloadShares';

it('keeps downloads for the others, and has one free again when one ends', () => {
  const shares = new DownloadShares();
  const endFirst = shares.take('li.wei');
  shares.take('li.wei');
  expect(() => shares.take('li.wei')).toThrow('2 downloads are being read');
  shares.take('wang.fang');
  shares.take('guo.tao');
  expect(() => shares.take('chen.jing')).toThrow('4 downloads are being read');
  endFirst();
  endFirst();
  shares.take('chen.jing');
  expect(() => shares.take('li.wei')).toThrow('4 downloads are being read');
});
