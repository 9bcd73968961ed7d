/** What each key of `scaling-lens.ini` says, by `section/key`; `versions/*`, `rules/*` and `paths/*` hold any key. */
const texts: Readonly<Record<string, string>> = {
  target: 'The machine that runs the deployment. Without it no count of workers is held against anything.',
  versions: 'Versions of the programs that run. Rules that hold from or up to a version look at them.',
  rules: 'Severities of rules, for all files of the deployment: they come before those of the editor.',
  paths: 'Folders of the server and where they are here, seen from this file.',
  'target/cores':
    'Cores of the machine that runs the deployment; in a container with a limit, that limit. `cpu_count()` in gunicorn.conf.py comes to this number, and the sum of all workers is held against it.',
  'target/memory':
    'Memory of the machine. With `memory_per_worker`, the sum of all processes is held against it.',
  'target/memory_per_worker':
    'What one worker process takes under load. `ps -o rss,cmd -C gunicorn` shows it; shared pages count in each, so the proportional share (PSS of `/proc/PID/smaps_rollup`) is closer.',
  'target/max_connections':
    'Connections that the database takes: `SHOW max_connections` of PostgreSQL, less those that it reserves.',
  'target/pool_size': 'Connections that the pool of one process keeps open.',
  'target/max_overflow': 'Connections that the pool of one process may open beyond `pool_size` for a while.',
  'target/requests_per_second': 'Requests a second that the deployment has to answer at its busiest.',
  'versions/*': 'The version that runs there. Rules that hold from or up to a version look at it.',
  'rules/*':
    'The severity of a rule, or of a group such as `nginx/*`: `off`, `hint`, `information`, `warning`, `error`.',
  'paths/*': 'Paths of the configuration below this one are looked for in the folder on the right.',
};

/** What a section (`target`) or a key (`target`, `cores`) is for; undefined for one that nobody reads. */
export const profileText = (section: string, key?: string): string | undefined =>
  key === undefined ? texts[section] : (texts[`${section}/${key}`] ?? texts[`${section}/*`]);
