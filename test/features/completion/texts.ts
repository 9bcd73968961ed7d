/** Fixtures around the text at which completion is asked. */
export const program = (text: string): string => `[program:web]\ncommand=/bin/gunicorn a:b\n${text}`;
export const nginxFile = (text: string): string => `-- /etc/nginx/nginx.conf --\n${text}`;
export const http = (text: string): string => nginxFile(`events {}\nhttp {\n${text}\n}\n`);
export const location = (text: string): string =>
  http(
    `upstream shop { server unix:/run/a.sock; }\nupstream api { server 127.0.0.1:8100; }\nserver { location / {\n${text}\n} }`,
  );
export const python = (text: string): string => `-- /gunicorn.conf.py --\n${text}`;
