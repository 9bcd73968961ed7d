import { createServer } from 'node:net';

/** What to open in an editor. */
export interface EditorOptions {
  /** The folder that the editor shows. */
  readonly folder: string;
  /** An extension to run from its source folder. */
  readonly extension?: string;
  /** A module that exports `run(): Promise<void>`, run inside the extension host. */
  readonly tests?: string;
  /** User settings over the quiet ones. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Environment of the extension host. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** A VS Code that a browser can open. */
export interface Editor {
  readonly address: string;
  /** Ends it and removes what it wrote outside the folder. */
  stop(): Promise<void>;
}

/** Nothing that draws attention or looks outside; the tests and pictures are about the extension. */
export const quietSettings: Readonly<Record<string, unknown>> = {
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'workbench.enableExperiments': false,
  'workbench.startupEditor': 'none',
  'workbench.reduceMotion': 'on',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'files.autoSave': 'off', // a browser saves by itself unless it is told not to
  'git.enabled': false,
  'github.gitAuthentication': false,
  'chat.disableAIFeatures': true,
  'chat.agentHost.enabled': false,
};

/** A port of this machine that nobody listens on. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
