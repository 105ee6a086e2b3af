import { AddressGuard } from './AddressGuard';

const COMPANY = new AddressGuard(new URL('https://registry.example.com'));
const HERE = new AddressGuard(new URL('http://127.0.0.1:5000'));

function find(
  guard: AddressGuard,
  hostname: string,
): Promise<string | undefined> {
  return new Promise((resolve, reject) =>
    guard.lookup(hostname, { all: true }, (error, found) => {
      if (error) reject(error);
      else resolve([found].flat().map(String).join());
    }),
  );
}

describe('AddressGuard', () => {
  it.each([
    'http://169.254.169.254/latest/meta-data/',
    'http://169.254.170.2/v2/credentials',
    'http://[::ffff:169.254.169.254]/',
    'http://[::ffff:a9fe:a9fe]/',
    'http://2852039166/',
    'http://0xA9.0xFE.0xA9.0xFE/',
    'http://100.100.100.200/',
    'http://192.0.0.192/',
    'http://[fd00:ec2::254]/',
    'http://[fe80::1]/',
    'http://0.0.0.0/',
    'http://[::]/',
    'http://224.0.0.1/',
    'http://255.255.255.255/',
  ])('follows nobody to %s', url => {
    expect(COMPANY.allows(new URL(url))).toBe(false);
    expect(HERE.allows(new URL(url))).toBe(false);
  });

  it.each([
    'https://blobs.example.com/x',
    'https://10.1.2.3/x',
    'https://192.168.0.9:9000/x',
    'https://[fd12:3456::1]/x',
    'https://52.216.1.1/x',
  ])('follows to %s, where storage stands', url => {
    expect(COMPANY.allows(new URL(url))).toBe(true);
  });

  it('follows to this machine only from this machine', async () => {
    for (const url of [
      'http://127.0.0.1/',
      'http://127.9.9.9/',
      'http://[::1]/',
    ]) {
      expect(COMPANY.allows(new URL(url))).toBe(false);
      expect(HERE.allows(new URL(url))).toBe(true);
    }
    // As a name it is allowed until it is looked up.
    expect(COMPANY.allows(new URL('http://localhost/'))).toBe(true);
    await expect(find(COMPANY, 'localhost')).rejects.toThrow(
      'localhost is at a forbidden address',
    );
    await expect(find(HERE, 'localhost')).resolves.toBeDefined();
  });
});
