/**
 * What people found when they read 37 real deployments (`../shared/corpus/TRIADS.md`): each mistake with its file,
 * its line and the rules that count as finding it. Paths are relative to the repository's folder.
 */
export interface Triad {
  readonly repo: string;
  /** Empty for a deployment with nothing wrong in its wiring: there an error is a false alarm. */
  readonly mistakes: readonly Mistake[];
  /** Findings that are true though no mistake: what a reviewer would object to, or a harmless slip. */
  readonly hazards?: readonly Hazard[];
}

export interface Mistake {
  readonly file: string;
  /** From 1; any of them counts. */
  readonly lines: readonly number[];
  readonly rules: readonly string[];
  /** Where else it may be reported: in the other of two files that do not fit. */
  readonly also?: { readonly file: string; readonly lines: readonly number[] };
  /** False when a file that is no configuration must be understood to see it. */
  readonly decidable: boolean;
  readonly what: string;
}

export interface Hazard {
  readonly rules: readonly string[];
  readonly file?: string;
}

/** Every rule that says: this address of nginx and what the programs bind do not fit. */
const wiring = [
  'xfile/upstream-target-unbound',
  'xfile/socket-path-mismatch',
  'xfile/numprocs-vs-upstream-count',
  'xfile/numprocs-start-offset',
  'xfile/leading-zero-mismatch',
  'xfile/transport-mismatch',
  'xfile/instance-unreachable',
];

export const triads: readonly Triad[] = [
  {
    repo: 'Axik/instamute.io',
    mistakes: [
      {
        file: 'conf/nginx.conf',
        lines: [2, 3],
        rules: wiring,
        decidable: true,
        what: 'nginx calls 8000 and 8001, the programs bind 8100 and 8101',
      },
    ],
  },
  {
    repo: 'BuildOnViction/tomorelayer',
    mistakes: [
      {
        file: 'deploy/nginx.conf',
        lines: [16, 17],
        rules: wiring,
        decidable: false,
        what: 'nginx calls 8000 and 8001, the task script is given 8001 and 8002',
      },
    ],
  },
  {
    repo: 'JohannaMW/ticketshare',
    mistakes: [
      {
        file: 'deploy/nginx.conf',
        lines: [11],
        rules: wiring,
        decidable: true,
        what: 'gunicorn binds 172.0.0.1, nginx calls 127.0.0.1',
      },
    ],
  },
  {
    repo: 'benvand/mcindoe2_0',
    mistakes: [
      {
        file: 'conf/nginx.conf',
        lines: [36],
        rules: wiring,
        decidable: true,
        what: 'a second upstream server that nobody binds',
      },
      {
        file: 'conf/supervisor.conf',
        lines: [3],
        rules: [
          'gunicorn/config-file-missing',
          'supervisor/missing-config-file',
          'xfile/config-file-not-found',
        ],
        decidable: true,
        what: '-c names a folder that does not exist',
      },
      {
        file: 'conf/gunicorn.conf.py',
        lines: [7],
        rules: ['gunicorn/unknown-setting'],
        decidable: true,
        what: 'daemonize is no setting',
      },
    ],
  },
  {
    repo: 'SirojiddinYakubov/reception',
    mistakes: [
      {
        file: 'deploy/supervisor.conf',
        lines: [2],
        rules: ['gunicorn/config-file-missing', 'gunicorn/config-file-not-python', 'gunicorn/syntax-error'],
        decidable: true,
        what: '-c names a shell script',
        also: { file: 'deploy/gunicorn_conf', lines: [1, 2, 3, 4] },
      },
      {
        file: 'deploy/nginx_conf',
        lines: [20],
        rules: wiring,
        decidable: false,
        what: 'nginx calls another socket than the start script binds',
      },
    ],
  },
  {
    repo: 'C14L/kicker',
    mistakes: [
      {
        file: 'conf/nginx.conf',
        lines: [3],
        rules: wiring,
        decidable: false,
        what: 'nginx calls uvicorn.sock, the start script binds gunicorn.sock',
      },
      {
        file: 'conf/start.sh',
        lines: [21, 22, 23, 24, 25, 26, 27],
        rules: ['uvicorn/unknown-option', 'uvicorn/unknown-flag'],
        decidable: false,
        what: "uvicorn is given gunicorn's options",
      },
    ],
    hazards: [{ rules: ['nginx/unknown-directive'], file: 'conf/nginx.conf' }],
  },
  {
    repo: 'DeveloperBoys/kelishamiz-backend',
    mistakes: [
      {
        file: 'deploy/supervisor/gunicorn.conf',
        lines: [4],
        rules: ['gunicorn/invalid-setting', 'gunicorn/invalid-bind', ...wiring],
        decidable: true,
        what: 'ubuntu:/… for unix:/…',
      },
      {
        file: 'deploy/nginx/nginx.conf',
        lines: [10],
        rules: wiring,
        decidable: true,
        what: 'nginx calls localhost:8000, which nobody binds',
      },
    ],
  },
  {
    repo: 'CAOLINAN/PersonalNotes',
    mistakes: [
      {
        file: 'supervisor/calculate_k.conf',
        lines: [1, 2],
        rules: [
          'supervisor/unknown-program-in-group',
          'supervisor/ambiguous-program-in-group',
          'supervisor/program-in-two-groups',
        ],
        decidable: true,
        what: 'the group lists the programs of another file',
      },
    ],
    hazards: [{ rules: ['xfile/nginx-listens-on-app-port'] }],
  },
  {
    repo: '101t/jasmin-web-panel',
    mistakes: [
      {
        file: 'deployment/supervisor/gunicorn.conf',
        lines: [3],
        rules: ['supervisor/programs-share-bind'],
        decidable: true,
        what: 'daphne and gunicorn bind one port when both are installed',
      },
    ],
    hazards: [
      {
        rules: [
          'supervisor/programs-share-bind',
          'nginx/server-address-wildcard',
          'gunicorn/bind-all-behind-proxy',
        ],
      },
    ],
  },
  {
    repo: 'magrco/zsky',
    mistakes: [
      {
        file: 'supervisor/gunicorn.conf',
        lines: [2],
        rules: [
          'supervisor/unescaped-percent',
          'supervisor/unknown-expansion',
          'supervisor/bad-format-string',
        ],
        decidable: true,
        what: '% is not doubled',
      },
    ],
  },
  {
    repo: 'proffru/iruler_stat',
    mistakes: [
      {
        file: 'deploy/nginx/ssl/default',
        lines: [39, 40],
        rules: ['nginx/missing-semicolon', 'nginx/swallowed-directive'],
        decidable: true,
        what: 'try_files without ; swallows proxy_pass',
      },
      {
        file: 'deploy/supervisor/gunicorn.conf',
        lines: [23],
        rules: [
          'supervisor/celery-beat-twice',
          'supervisor/beat-with-numprocs',
          'supervisor/scheduler-numprocs',
        ],
        decidable: true,
        what: 'celery beat with numprocs=2',
      },
    ],
  },
  {
    repo: 'peterfschaadt/chromefiddle',
    mistakes: [
      {
        file: 'config/supervisor/gunicorn.conf',
        lines: [3],
        rules: ['supervisor/daemonizing-command'],
        decidable: true,
        what: '--daemon under Supervisor',
      },
    ],
  },
  {
    repo: 'VeinFu/snapmgr',
    mistakes: [],
    // stopsignal=INT makes gunicorn cut requests: true, and no matter of the wiring.
    hazards: [{ rules: ['supervisor/stopsignal-not-graceful'], file: 'conf/supervisor/gunicorn.conf' }],
  },
  {
    repo: 'fxxsj/work_order',
    mistakes: [
      {
        file: 'deployment/gunicorn.conf.py',
        lines: [35],
        rules: [
          'gunicorn/config-syntax',
          'gunicorn/python-syntax',
          'gunicorn/syntax-error',
          'gunicorn/syntax',
        ],
        decidable: true,
        what: 'umask = 007 is no Python 3',
      },
    ],
  },
  {
    repo: 'logicbyroshan/cardflow-idcard-system',
    mistakes: [
      {
        file: 'Adarsh-Backend/deploy/nginx/adarsh.conf',
        lines: [20],
        rules: ['nginx/syntax-error', 'nginx/unknown-directive'],
        decidable: true,
        what: 'a literal \\n after the last brace',
      },
    ],
  },
  {
    repo: 'AdamEECS/chat',
    mistakes: [
      {
        file: 'config/gunicorn.py',
        lines: [2],
        rules: ['gunicorn/unknown-setting'],
        decidable: true,
        what: 'pid is no setting',
      },
    ],
    hazards: [{ rules: ['gunicorn/bind-all-behind-proxy', 'gunicorn/eventlet-removed'] }],
  },
  {
    repo: 'SaD-Pr0gEr/VacanciesServiceDjango',
    mistakes: [
      {
        file: 'config/gunicorn.conf.py',
        lines: [2],
        rules: ['gunicorn/workers-not-integer', 'gunicorn/invalid-setting'],
        decidable: true,
        what: 'workers is a sentence',
      },
    ],
  },
  {
    repo: 'davehughes/radiograph',
    mistakes: [
      {
        file: 'deploy/templates/nginx.conf',
        lines: [35, 36],
        rules: ['nginx/syntax-error', 'nginx/missing-semicolon'],
        decidable: true,
        what: 'proxy_pass without ;',
      },
    ],
    hazards: [{ rules: ['gunicorn/bind-all-behind-proxy'] }],
  },
  { repo: 'EGA-archive/beacon2-ri-api', mistakes: [] },
  {
    repo: '573009114/kvm-manager',
    mistakes: [],
    hazards: [
      { rules: ['gunicorn/unknown-setting'], file: 'conf/gunicorn.conf.py' },
      // timeout = 900 with stopwaitsecs=10: true, and no matter of the wiring.
      { rules: ['supervisor/stopwaitsecs-below-graceful-timeout'] },
    ],
  },
  { repo: 'zbigniew-szafranski/NexusLab', mistakes: [] },
  {
    repo: 'tle06/eaubbies',
    mistakes: [],
    hazards: [{ rules: ['gunicorn/unknown-setting'], file: 'eaubbies/src/gunicorn.conf.py' }],
  },
  { repo: 'miguelgrinberg/microblog', mistakes: [] },
  {
    repo: 'MyungSeKyo/cau_chatbot',
    mistakes: [],
    hazards: [{ rules: ['gunicorn/bind-all-behind-proxy'] }],
  },
  {
    repo: 'Meisterschueler/ogn-python',
    mistakes: [],
    hazards: [{ rules: ['gunicorn/bind-all-behind-proxy'] }],
  },
  {
    repo: 'JoswaR84/Django-Channels-Chat',
    mistakes: [],
    hazards: [{ rules: ['supervisor/stopsignal-not-graceful'], file: 'conf/supervisor.conf' }],
  },
  {
    repo: 'Muhammadali-Akbarov/alsafia-web',
    mistakes: [],
    hazards: [{ rules: ['xfile/socket-permission'] }],
  },
  { repo: 'Shiwa45/dialflow', mistakes: [] },
  {
    repo: 'EJSohn/channels-async-practice',
    mistakes: [],
    // The server's Host header is lost in the location that sets headers of its own: true.
    hazards: [{ rules: ['nginx/header-inheritance-lost'], file: 'nginx-app.conf' }],
  },
  { repo: 'kamon-io/docker-grafana-graphite', mistakes: [] },
  {
    repo: 'Foxugly/PushIT_server',
    mistakes: [],
    hazards: [{ rules: ['nginx/unknown-directive', 'nginx/module-directive'] }],
  },
  { repo: 'dsilvers/capcityflyers-OLDv1', mistakes: [] },
  {
    repo: 'vr009/web',
    mistakes: [],
    hazards: [{ rules: ['gunicorn/bind-all-behind-proxy'] }],
  },
  {
    repo: 'GlobalFinPrint/global_finprint',
    mistakes: [],
    hazards: [{ rules: ['gunicorn/unknown-setting'], file: 'deploy/gunicorn.conf.py' }],
  },
  { repo: 'asnelzin-dump/twitchscore', mistakes: [] },
  { repo: 'Hipo/university-domains-list-api', mistakes: [] },
  {
    repo: 'dcjohnson24/market_basket_app',
    mistakes: [],
    hazards: [
      // nginx -t warns of the two names in its own words.
      { rules: ['nginx/conflicting-server-name'] },
      // -t 120 with stopwaitsecs=10: true, and no matter of the wiring.
      { rules: ['supervisor/stopwaitsecs-below-graceful-timeout'] },
    ],
  },
];
