declare const SCALING_LENS_VERSION: string | undefined;

/** The version in package.json, which the build writes in; `development` when the source runs unbuilt. */
export const version: string =
  typeof SCALING_LENS_VERSION === 'string' ? SCALING_LENS_VERSION : 'development';
