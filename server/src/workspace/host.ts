/**
 * The only way to the outside: how the files of a workspace are listed and read. `node/` reads the disk, `web/`
 * asks the editor, tests hold a map.
 */
export interface Host {
  /** Uris of all files below a folder that may matter, without dependency and version-control folders. */
  list(folder: string): Promise<readonly string[]>;
  /** The bytes of a file; undefined when it does not exist or cannot be read. */
  read(uri: string): Promise<Uint8Array | undefined>;
}

/** Where messages about the analysis itself go (the output channel, standard error). */
export interface Logger {
  info(message: string): void;
  error(message: string): void;
}
