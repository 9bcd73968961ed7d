import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Address, tcpAddress, unixAddress } from '../../server/src/model/address.ts';
import {
  conflict,
  type Front,
  groupsOf,
  type Manager,
  serverClaim,
} from '../../server/src/workspace/group.ts';
import { siteOf } from '../../server/src/workspace/project.ts';

const at = (text: string): Address =>
  text.startsWith('/') ? unixAddress(text) : tcpAddress('127.0.0.1', Number(text));
const siteAt = (folder: string) => siteOf(folder === '' ? 'file:///w' : `file:///w/${folder}`, ['file:///w']);

interface NamedManager extends Manager {
  readonly name: string;
}
interface NamedFront extends Front {
  readonly name: string;
}

const manager = (name: string, folder: string, binds: string, more: Partial<Manager> = {}): NamedManager => ({
  name,
  kind: 'supervisor',
  site: siteAt(folder),
  profile: undefined,
  binds: binds.split(' ').filter(Boolean).map(at),
  marks: [],
  serves: true,
  ...more,
});

const front = (name: string, folder: string, calls: string, more: Partial<Front> = {}): NamedFront => ({
  name,
  site: siteAt(folder),
  profile: undefined,
  calls: calls.split(' ').filter(Boolean).map(at),
  marks: [],
  needs: [],
  passes: calls !== '',
  main: false,
  claims: new Set(),
  ...more,
});

const names = (managers: readonly NamedManager[], fronts: readonly NamedFront[]): readonly string[] =>
  groupsOf(managers, fronts)
    .map((group) => [group.manager?.name, ...group.fronts.map(({ name }) => name)].filter(Boolean).join('+'))
    .sort();

const claims = (...list: string[]) => ({ claims: new Set(list) });

describe('what forms one deployment', () => {
  it('joins by address, over folders that only sort', () => {
    expect(names([manager('s', 'deploy/supervisor', '8000')], [front('n', 'deploy/nginx', '8000')])).toEqual([
      's+n',
    ]);
  });

  it('joins what is alone in its project, though no address fits: that is the mistake to find', () => {
    expect(names([manager('s', 'conf', '8100 8101')], [front('n', 'conf', '8000 8001')])).toEqual(['s+n']);
    expect(names([manager('s', '', '8001')], [front('n', 'deploy', '8000')])).toEqual(['s+n']);
  });

  it('keeps projects side by side apart', () => {
    expect(names([manager('s', 'shop', '8100')], [front('n', 'blog', '8000')])).toEqual(['n', 's']);
    expect(
      names(
        [manager('s1', 'a', '8000'), manager('s2', 'b', '8000')],
        [front('n1', 'a/nginx', '8000'), front('n2', 'b/nginx', '8000')],
      ),
    ).toEqual(['s1+n1', 's2+n2']);
  });

  it('joins over projects by a socket path, never by a port', () => {
    expect(names([manager('s', 'a', '/run/a.sock')], [front('n', 'b', '/run/a.sock')])).toEqual(['s+n']);
    expect(names([manager('s', 'a', '8000')], [front('n', 'b', '8000')])).toEqual(['n', 's']);
  });

  it('never joins staging and production, docker and Ansible', () => {
    const managers = [manager('s1', 'staging', '8000'), manager('s2', 'prod', '8000')];
    const fronts = [front('n1', 'staging', '8000'), front('n2', 'prod', '8000')];
    expect(names(managers, fronts)).toEqual(['s1+n1', 's2+n2']);
    expect(names([manager('s', 'docker', '8000')], [front('n', 'ansible', '8000')])).toEqual(['n', 's']);
  });

  it('gives one supervisor for two environments to both', () => {
    expect(
      names([manager('s', '', '8000')], [front('n1', 'staging', '8000'), front('n2', 'prod', '8000')]),
    ).toEqual(['s+n1', 's+n2']);
  });

  it('gives alternatives side by side a deployment each, and what fits both to both', () => {
    const http = front('http', 'nginx', '8000', claims(serverClaim('80', 'shop')));
    const https = front(
      'https',
      'nginx',
      '8000',
      claims(serverClaim('80', 'shop'), serverClaim('443', 'shop')),
    );
    const flower = front('flower', 'nginx', '8000', claims(serverClaim('80', 'flower')));
    expect(names([manager('s', 'supervisor', '8000')], [http, https, flower])).toEqual([
      's+http+flower',
      's+https+flower',
    ]);
  });

  it('keeps an alternative that fits nobody away from what fits another', () => {
    const used = front('used', 'nginx', '8000', claims('server 80 shop'));
    const stale = front('stale', 'nginx', '9000', claims('server 80 shop'));
    expect(names([manager('s', 'supervisor', '8000')], [used, stale])).toEqual(['s+used', 'stale']);
  });

  it('joins a further site of the same nginx', () => {
    const site = front('site', 'nginx', '8000', claims('server 80 shop'));
    const more = front('more', 'nginx', '5555', claims('server 80 flower'));
    expect(names([manager('s', 'supervisor', '8000')], [site, more])).toEqual(['s+site+more']);
  });

  it('does not join a front that calls nobody here', () => {
    expect(names([manager('s', '', '8000')], [front('n', '', '')])).toEqual(['n', 's']);
  });

  it('does not join by place what serves nothing, nor where two are equally near', () => {
    expect(names([manager('s', '', '', { serves: false })], [front('n', '', '8000')])).toEqual(['n', 's']);
    expect(names([manager('s1', 'conf', '1'), manager('s2', 'etc', '2')], [front('n', '', '8000')])).toEqual([
      'n',
      's1',
      's2',
    ]);
  });

  it('gives supervisor and systemd, which both bind it, a deployment each', () => {
    expect(
      names(
        [manager('s', 'supervisor', '8000'), manager('u', 'systemd', '8000', { kind: 'systemd' })],
        [front('n', 'nginx', '8000')],
      ),
    ).toEqual(['s+n', 'u+n']);
  });

  it('takes a gunicorn file that nobody starts only where nobody else binds the address', () => {
    const file = manager('g', '', '8000', { kind: 'gunicorn' });
    expect(names([file], [front('n', '', '8000')])).toEqual(['g+n']);
    expect(names([manager('s', '', '8000'), file], [front('n', '', '8000')])).toEqual(['g', 's+n']);
  });

  it('gives the main file that only holds what all sites share to every group with sites of its project', () => {
    const main = front('main', 'nginx', '', { main: true });
    const sites = [
      front('a', 'nginx/sites', '8000', claims('server 80 a')),
      front('b', 'nginx/sites', '8000', claims('server 80 a')),
    ];
    expect(names([manager('s', 'supervisor', '8000')], [main, ...sites])).toEqual(['s+a+main', 's+b+main']);
    expect(names([], [main, front('other', 'elsewhere', '8000')])).toEqual(['main', 'other']);
    expect(names([], [main, front('m2', 'nginx', '8000', { main: true })])).toEqual(['m2', 'main']);
  });

  it('joins a compose service by its name and port, also over projects', () => {
    const web = manager('c', 'backend', '', { kind: 'compose', marks: ['web:8000'] });
    expect(names([web], [front('n', 'proxy', '', { marks: ['web:8000'] })])).toEqual(['c+n']);
    expect(names([web], [front('n', 'proxy', '', { marks: ['web:8001'] })])).toEqual(['c', 'n']);
  });

  it('gives a site that names an upstream to where that upstream is defined', () => {
    const upstreams = front('u', 'nginx', '8000', claims('upstream app'));
    const site = front('site', 'nginx', '', { needs: ['upstream app'] });
    expect(names([manager('s', 'supervisor', '8000')], [upstreams, site])).toEqual(['s+u+site']);
    const clash = front('site', 'nginx', '', { needs: ['upstream app'], ...claims('upstream app') });
    expect(names([manager('s', 'supervisor', '8000')], [upstreams, clash])).toEqual(['s+u', 'site']);
  });

  it('prefers its own way of deploying, when nearer, to a copy for another way that happens to fit', () => {
    const copy = manager('ansible', 'deploy/ansible', '8000');
    const own = manager('own', 'deploy', '9000');
    expect(names([copy, own], [front('n', 'deploy', '8000')])).toEqual(['ansible', 'own+n']);
    expect(names([copy], [front('n', 'deploy', '8000')])).toEqual(['ansible+n']);
  });

  it('keeps what different profiles govern apart', () => {
    expect(
      names([manager('s', '', '8000', { profile: '/w/a' })], [front('n', '', '8000', { profile: '/w/b' })]),
    ).toEqual(['n', 's']);
  });

  it('takes the nearest of two supervisors that bind it', () => {
    expect(
      names(
        [manager('near', 'src/docker', '8000'), manager('far', '', '8000')],
        [front('n', 'src/docker', '8000')],
      ),
    ).toEqual(['far', 'near+n']);
  });
});

describe('grouping, for any managers and fronts', () => {
  const folder = fc.constantFrom(
    '',
    'a',
    'b',
    'a/nginx',
    'a/staging',
    'a/prod',
    'docker',
    'ansible',
    'deploy/conf',
  );
  const addresses = fc.subarray(['8000', '8001', '/run/a.sock', '5000']).map((list) => list.join(' '));
  const managers = fc.array(
    fc.tuple(folder, addresses, fc.boolean(), fc.constantFrom('supervisor', 'systemd', 'gunicorn' as const)),
    { maxLength: 6 },
  );
  const fronts = fc.array(fc.tuple(folder, addresses, fc.boolean(), fc.subarray(['x', 'y', 'z'])), {
    maxLength: 8,
  });

  it('loses nothing, invents nothing and never joins what conflicts', () => {
    fc.assert(
      fc.property(managers, fronts, (ms, fs) => {
        const m = ms.map(([f, a, serves, kind], i) =>
          manager(`m${i}`, f, a, { serves, kind: kind as 'systemd' }),
        );
        const n = fs.map(([f, a, main, list], i) => front(`n${i}`, f, a, { main, ...claims(...list) }));
        const groups = groupsOf(m, n);
        expect(new Set(groups.flatMap((group) => group.manager ?? []))).toEqual(new Set(m));
        expect(new Set(groups.flatMap((group) => group.fronts))).toEqual(new Set(n));
        for (const group of groups) {
          for (const [i, a] of group.fronts.entries())
            for (const b of group.fronts.slice(i + 1)) expect(conflict(a, b)).toBe(false);
          expect(new Set(group.fronts).size).toBe(group.fronts.length);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is quick for hundreds of each', () => {
    const m = Array.from({ length: 300 }, (_, i) =>
      manager(`m${i}`, `p${i}/supervisor`, `${8000 + (i % 20)}`),
    );
    const n = Array.from({ length: 600 }, (_, i) =>
      front(`n${i}`, i < 300 ? `p${i}/nginx` : 'nginx', `${8000 + (i % 20)}`, claims(`server 80 s${i}`)),
    );
    expect(groupsOf(m, n).length).toBe(301); // 300 pairs, and the sites of the top folder together
    const times = Array.from({ length: 20 }, () => {
      const start = performance.now();
      groupsOf(m, n);
      return performance.now() - start;
    });
    expect(Math.min(...times)).toBeLessThan(60);
  });
});
