import { describe, expect, it } from 'vitest';
import { kindOf } from '../../server/src/workspace/kind/kind.ts';
import { mayMatter } from '../../server/src/workspace/kind/names.ts';

const site = 'server {\n  listen 80;\n  location / { proxy_pass http://127.0.0.1:8000; }\n}\n';
const program = '[program:web]\ncommand=gunicorn shop:app\n';
const settings = "bind = '127.0.0.1:8000'\nworkers = 2\n";

describe('kindOf', () => {
  it.each([
    ['supervisord.conf', program, 'supervisor'],
    ['supervisord.conf', '', 'supervisor'],
    ['supervisor/conf.d/web.conf', program, 'supervisor'],
    ['deploy/web.ini', program, 'supervisor'],
    ['roles/web/templates/supervisor.conf.j2', '[program:{{ name }}]\ncommand={{ cmd }}\n', 'supervisor'],
    ['gunicorn.conf.py', settings, 'gunicorn'],
    ['gunicorn_config.py', settings, 'gunicorn'],
    ['conf/gunicorn.py', settings, 'gunicorn'],
    ['gunicorn/config.py', settings, 'gunicorn'],
    ['templates/lms_gunicorn.py.j2', 'workers = {{ n }}\n', 'gunicorn'],
    ['nginx.conf', 'events {}\n', 'nginx'],
    ['nginx.conf', '', 'nginx'],
    ['nginx/sites-enabled/shop', site, 'nginx'],
    ['no ssl/default', site, 'nginx'],
    ['conf.d/shop.conf', site, 'nginx'],
    ['app.template', site, 'nginx'],
    ['shop.nginx', 'proxy_set_header Host $host;\n', 'nginx'],
    [
      'uwsgi_params',
      'uwsgi_param QUERY_STRING $query_string;\nuwsgi_param A b;\nuwsgi_param C d;\n',
      'nginx',
    ],
    ['scaling-lens.ini', '[target]\ncores = 8\n', 'profile'],
    ['Dockerfile', 'FROM python:3.12\n', 'context'],
    ['systemd/shop.service', '[Service]\nExecStart=gunicorn\n', 'context'],
    ['docker-compose.prod.yml', 'services: {}\n', 'context'],
    ['start.sh', '#!/bin/sh\nexec gunicorn shop:app\n', 'context'],
    ['requirements/prod.txt', 'gunicorn\n', 'context'],
  ])('%s', (path, text, kind) => {
    expect(kindOf(`file:///w/${encodeURI(path)}`, text)).toBe(kind);
    expect(mayMatter(`file:///w/${encodeURI(path)}`) || path.startsWith('no ssl')).toBe(true);
  });

  describe('one name, four languages: the text decides', () => {
    it.each([
      ['supervisor', program],
      ['gunicorn', settings],
      ['context', '[Unit]\nDescription=x\n[Service]\nExecStart=/x\n'],
      ['context', '#!/bin/bash\nNAME=shop\nexec gunicorn ${NAME}.wsgi:application\n'],
    ])('gunicorn.conf is %s', (kind, text) => {
      expect(kindOf('file:///w/deploy/gunicorn.conf', text)).toBe(kind);
    });
  });

  describe('foreign files are none of ours', () => {
    it.each([
      [
        'apache2/000-default.conf',
        '<VirtualHost *:80>\n  ServerName x\n  ProxyPass / http://127.0.0.1:8000/\n</VirtualHost>\n',
      ],
      ['redis.conf', 'bind 127.0.0.1\nport 6379\ntimeout 0\n'],
      ['postgresql.conf', 'max_connections = 100\nport = 5432\n'],
      [
        'named.conf',
        'options {\n  directory "/var/cache/bind";\n  recursion yes;\n};\nzone "x" { type master; };\n',
      ],
      ['haproxy.cfg', 'global\n  daemon\nfrontend www\n  bind *:80\n  default_backend app\n'],
      ['sysctl.conf', 'net.core.somaxconn = 1024\n'],
      ['logrotate.conf', '/var/log/x.log {\n  daily\n  rotate 4\n}\n'],
      [
        'dhcpd.conf',
        'option domain-name "x";\nsubnet 10.0.0.0 netmask 255.0.0.0 {\n  range 10.0.0.1 10.0.0.9;\n}\n',
      ],
      [
        'deploy/supervisor.conf',
        'description "supervisor"\nstart on runlevel [2345]\nstop on runlevel [!2345]\nrespawn\nexec supervisord -n\n',
      ],
      ['alembic.ini', '[alembic]\nscript_location = x\n'],
      ['setup/my.cnf', '[mysqld]\nport=3306\n'],
      ['shop/settings.py', "timeout = 3\nbind = 'x'\n"],
      ['README.md', '```\n[program:web]\ncommand=x\n```\n'],
      ['empty.conf', ''],
    ])('%s', (path, text) => {
      expect(kindOf(`file:///w/${path}`, text)).toBeUndefined();
    });
  });
});
