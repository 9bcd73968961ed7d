import type { DocumentSelector } from 'vscode-languageclient';

/**
 * The documents that the server sees. gunicorn.conf.py stays Python, so that Python's own extensions work on it;
 * files of another language id are taken by their usual names, since people map `*.conf` to all kinds of ids.
 */
export const selector: DocumentSelector = [
  { language: 'supervisord' },
  { language: 'nginx' },
  { language: 'NGINX' },
  { language: 'python', pattern: '**/*gunicorn*.py' },
  { language: 'python', pattern: '**/gunicorn/*.py' },
  { pattern: '**/*supervisor*.{conf,ini}' },
  { pattern: '**/supervisor/**/*.{conf,ini}' },
  { pattern: '**/nginx*.conf' },
  { pattern: '**/nginx/**/*.conf' },
  { pattern: '**/sites-{available,enabled}/*' },
  { pattern: '**/scaling-lens.ini' },
];
