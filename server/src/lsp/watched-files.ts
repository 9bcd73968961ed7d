import {
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type FileSystemWatcher,
} from 'vscode-languageserver';
import type { Session } from './session.ts';

/** Everything that can belong to a deployment, by name; the analysis decides what it is. */
const watched: readonly string[] = [
  '**/*.{conf,ini,cfg,py,sh,service,yml,yaml,toml,txt,env,j2,jinja,jinja2,erb,tmpl,tpl,template}',
  '**/{Dockerfile,Containerfile,Procfile,dockerfile}*',
  '**/{nginx,sites-available,sites-enabled,supervisor,supervisord,conf.d}/**',
];

/**
 * Asks the editor to tell of files that change on disk and of settings that change, where it can be asked. This
 * way every editor does, not only ours.
 */
export async function watchFilesAndSettings(session: Session): Promise<void> {
  const workspace = session.client.workspace;
  const register = session.connection.client;
  if (workspace?.didChangeWatchedFiles?.dynamicRegistration) {
    const watchers: FileSystemWatcher[] = watched.map((globPattern) => ({ globPattern }));
    await register.register(DidChangeWatchedFilesNotification.type, { watchers });
  }
  if (workspace?.didChangeConfiguration?.dynamicRegistration)
    await register.register(DidChangeConfigurationNotification.type, { section: 'scalingLens' });
}
