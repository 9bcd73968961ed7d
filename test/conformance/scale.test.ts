import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyEdits } from '../../server/src/base/edits.ts';
import { scale } from '../../server/src/features/scale/scale.ts';
import { addressKey } from '../../server/src/model/address.ts';
import type { Deployment } from '../../server/src/model/deployment.ts';
import { type Fixture, readFixture } from '../support/fixture.ts';
import { openFixture } from '../support/service.ts';
import { type Judges, openJudges } from './judges.ts';

let judges: Judges;
beforeAll(async () => {
  judges = await openJudges();
});
afterAll(() => judges.close());

const files = (bind: string, options: string, nginx: string): string => `
-- /etc/supervisor/supervisord.conf --
[supervisord]
[program:web]
command=/srv/venv/bin/gunicorn -b ${bind} shop:app
${options}
-- /etc/nginx/nginx.conf --
events {}
http {
${nginx}
}
`;
const named = 'process_name=%(program_name)s_%(process_num)02d\nnumprocs=';
const upstream = (...servers: string[]): string =>
  `    upstream shop {\n${servers.map((one) => `        server ${one};\n`).join('')}    }\n    server { listen 8081; location / { proxy_pass http://shop; } }`;
const direct = (address: string): string =>
  `    server {\n        listen 8081;\n        location / {\n            proxy_set_header Host $host;\n            proxy_pass http://${address};\n        }\n    }`;

const cases: readonly (readonly [string, string])[] = [
  [
    'a numbered port',
    files(
      '127.0.0.1:81%(process_num)02d',
      `${named}2`,
      upstream('127.0.0.1:8100', '127.0.0.1:8101 weight=2'),
    ),
  ],
  [
    'a numbered socket',
    files(
      'unix:/run/w%(process_num)d.sock',
      `${named}2\nnumprocs_start=1`,
      upstream('unix:/run/w1.sock', 'unix:/run/w2.sock max_fails=2'),
    ),
  ],
  ['a fixed port', files('127.0.0.1:8117', '', upstream('127.0.0.1:8117'))],
  ['a fixed port that is high', files('127.0.0.1:8198', '', direct('127.0.0.1:8198'))],
  ['a fixed socket', files('unix:/run/web.sock', '', upstream('unix:/run/web.sock fail_timeout=0'))],
  ['a fixed socket called directly', files('unix:/run/web.sock', '', direct('unix:/run/web.sock:/'))],
  ['a shared port', files('127.0.0.1:8100 --reuse-port', `${named}2`, direct('127.0.0.1:8100'))],
];

/** The fixture after a scaling. */
async function scaled(fixture: Fixture, count: number): Promise<Fixture> {
  const { service, snapshot } = await openFixture(fixture);
  const [deployment] = service.deployments(snapshot);
  const scaling = deployment && scale(deployment, 'web', count);
  if (scaling?.kind !== 'edits') throw new Error(scaling?.why ?? 'no deployment');
  const edited = fixture.files.map(({ path, text, ...rest }) => ({
    ...rest,
    path,
    text: applyEdits(
      text,
      scaling.edits.filter(({ uri }) => uri.endsWith(path)),
    ),
  }));
  return { ...fixture, files: edited };
}

const bound = ({ programs }: Deployment): readonly string[] =>
  programs.flatMap(({ instances }) =>
    instances.flatMap(({ server }) =>
      server?.binds.known
        ? server.binds.value.flatMap(({ address }) => (address ? [addressKey(address)] : []))
        : [],
    ),
  );

const called = ({ upstreams, routes }: Deployment): readonly string[] =>
  [
    ...upstreams.flatMap(({ servers }) => servers.map(({ server }) => server.address)),
    ...routes.map(({ route }) => (route.target.kind === 'address' ? route.target.address : undefined)),
  ].flatMap((address) => (address ? [addressKey(address)] : []));

test.each(cases)(
  '%s, to 5 and back to 2: the programs take both, and nginx calls what is bound',
  async (_, text) => {
    const up = await scaled(readFixture(text), 5);
    const down = await scaled(up, 2);
    for (const [fixture, count] of [
      [up, 5],
      [down, 2],
    ] as const) {
      const { service, snapshot } = await openFixture(fixture);
      const deployments = service.deployments(snapshot);
      const [deployment] = deployments;
      if (!deployment) throw new Error('no deployment');
      expect(deployment.programs[0]?.instances).toHaveLength(count);
      expect(new Set(called(deployment))).toEqual(new Set(bound(deployment)));
      const verdicts = await judges.verdicts(fixture, deployments);
      expect(verdicts.map(({ judge }) => judge)).toEqual(
        expect.arrayContaining(judges.present.filter((one) => one === 'supervisord' || one === 'nginx')),
      );
      expect(verdicts.filter(({ ok }) => !ok)).toEqual([]);
      const trouble = service.analyse(snapshot).findings.filter(({ severity }) => severity === 'error');
      expect(trouble).toEqual([]);
    }
  },
);
